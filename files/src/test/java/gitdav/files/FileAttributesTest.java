package gitdav.files;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FileAttributesTest {

    @TempDir
    private Path dir;

    @Test
    void systemAndJavaSayTheSame() throws IOException {
        Path file = Files.writeString(dir.resolve("file ü.txt"), "content");
        Path old = Files.writeString(dir.resolve("old"), "");
        Files.setLastModifiedTime(old, FileTime.from(Instant.parse("1931-02-03T04:05:06.123456789Z")));
        Path notText = Files.createFile(Path.of(URI.create(dir.toUri() + "%FF%FE")));
        Path link = Files.createSymbolicLink(dir.resolve("link"), Path.of("nowhere"));

        for (Path path : List.of(file, old, notText, link, dir, Path.of("/dev/null"), Path.of("/"))) {
            BasicFileAttributes java = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            BasicFileAttributes system = FileAttributes.of(path).orElseThrow();

            assertThat(description(system)).as(path.toString()).isEqualTo(description(java));
        }
    }

    @Test
    void twoNamesOfOneFileHaveTheSameKeyAndTwoFilesDoNot() throws IOException {
        Path file = Files.createFile(dir.resolve("file"));
        Path second = Files.createLink(dir.resolve("second"), file);
        Path other = Files.createFile(dir.resolve("other"));

        Object key = FileAttributes.of(file).orElseThrow().fileKey();

        assertThat(FileAttributes.of(second).orElseThrow().fileKey()).isEqualTo(key);
        assertThat(FileAttributes.of(other).orElseThrow().fileKey()).isNotEqualTo(key);
    }

    @Test
    void whatIsNotThereHasNone() throws IOException {
        assertThat(FileAttributes.of(dir.resolve("nothing"))).isEmpty();
        assertThat(FileAttributes.of(dir.resolve("nothing/below"))).isEmpty();
    }

    @Test
    void whatCannotBeFoundOutIsAnErrorThatSaysWhy() {
        Path tooLong = dir.resolve("x".repeat(300));

        assertThatThrownBy(() -> FileAttributes.of(tooLong)).isInstanceOf(FileSystemException.class)
                .hasMessageContaining("too long");
    }

    private static String description(BasicFileAttributes attributes) {
        return attributes.isRegularFile() + " " + attributes.isDirectory() + " " + attributes.isSymbolicLink() + " "
                + attributes.isOther() + " " + attributes.size() + " " + attributes.lastModifiedTime() + " "
                + attributes.creationTime();
    }
}
