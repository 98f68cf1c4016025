package gitdav.files;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class OwnFileTest {

    private static final int LONGEST = 20;

    @TempDir
    private Path dir;
    private OpenFolder folder;
    private OwnFile file;
    private Path place;
    private Path outside;

    @BeforeEach
    void folderWithAFileOutside() throws IOException {
        folder = OpenFolder.at(Files.createDirectory(dir.resolve("ours")));
        file = new OwnFile(folder, Path.of("marker"));
        place = dir.resolve("ours/marker");
        outside = Files.writeString(dir.resolve("outside"), "secret");
    }

    @AfterEach
    void close() {
        folder.close();
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        assertThat(file.read(LONGEST)).isEmpty();
        file.write("one");
        file.write("two");
        assertThat(file.read(LONGEST)).contains("two");
        assertThat(place).hasContent("two");
        file.delete();
        file.delete();
        assertThat(file.read(LONGEST)).isEmpty();
        assertThat(dir.resolve("ours")).isEmptyDirectory();
    }

    @Test
    void linksArePutAsideAndNeverFollowed() throws IOException {
        Files.createSymbolicLink(place, outside);
        Files.createSymbolicLink(dir.resolve("ours/marker.unfinished"), outside);

        assertThat(file.read(LONGEST)).contains("");
        file.write("ours");

        assertThat(outside).hasContent("secret");
        assertThat(Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(file.read(LONGEST)).contains("ours");
    }

    @Test
    void whatIsTooLongOrNoFileReadsAsDamaged() throws IOException, InterruptedException {
        Files.writeString(place, "x".repeat(LONGEST));
        assertThat(file.read(LONGEST)).contains("x".repeat(LONGEST));
        Files.writeString(place, "x".repeat(LONGEST + 1));
        assertThat(file.read(LONGEST)).contains("");

        Files.delete(place);
        Files.createDirectory(place);
        assertThat(file.read(LONGEST)).contains("");

        Files.delete(place);
        new ProcessBuilder("mkfifo", place.toString()).start().waitFor();
        assertThat(file.read(LONGEST)).contains("");
        file.write("ours");
        assertThat(file.read(LONGEST)).contains("ours");
    }
}
