package gitdav.files;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FileStatTest {

    @TempDir
    private Path dir;

    @Test
    void bothWaysToAskForAFileSayTheSame() throws IOException {
        Path file = Files.writeString(dir.resolve("file ü.txt"), "content");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-----"));
        Path old = Files.writeString(dir.resolve("old"), "");
        Files.setLastModifiedTime(old, FileTime.from(Instant.parse("1931-02-03T04:05:06.123456789Z")));
        Path notText = Files.createFile(Path.of(URI.create(dir.toUri() + "%FF%FE")));
        Path link = Files.createSymbolicLink(dir.resolve("link"), Path.of("nowhere"));

        for (Path path : List.of(file, old, notText, link, dir, Path.of("/dev/null"), Path.of("/"))) {
            assertThat(FileStat.of(path)).as(path.toString()).isEqualTo(FileStat.slowly(path));
        }
    }

    @Test
    void quickWayIsTakenWhereTheNameIsExact() throws IOException {
        assertThat(Statx.of(dir)).contains(FileStat.slowly(dir));
        assertThat(Statx.of(Path.of(URI.create(dir.toUri() + "%FF")))).isEmpty();
    }

    @Test
    void whatIsNotThereIsSaidAsJavaSaysIt() {
        assertThat(Statx.of(dir.resolve("gone"))).isEmpty();
        assertThatThrownBy(() -> FileStat.of(dir.resolve("gone"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> FileStat.of(dir.resolve("x".repeat(5000)))).isInstanceOf(IOException.class);
    }
}
