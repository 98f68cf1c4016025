package gitdav.files;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ModificationTimeTest {

    @TempDir
    private Path dir;

    @Test
    void isSetToTheNanosecond() throws IOException {
        Path file = Files.createFile(dir.resolve("file ü.txt"));
        Path folder = Files.createDirectory(dir.resolve("folder"));
        Path notText = Files.createFile(Path.of(URI.create(dir.toUri() + "%FF%FE")));

        for (Path path : List.of(file, folder, notText)) {
            set(path, "2001-02-03T04:05:06.123456789Z");
        }
    }

    @Test
    void isSetToTheNanosecondAlsoBefore1970() throws IOException {
        set(Files.createFile(dir.resolve("old")), "1931-02-03T04:05:06.000000001Z");
    }

    private static void set(Path path, String time) throws IOException {
        ModificationTime.set(path, FileTime.from(Instant.parse(time)).to(TimeUnit.NANOSECONDS));

        assertThat(Files.getLastModifiedTime(path).toInstant()).as(path.toString()).isEqualTo(time);
    }

    @Test
    void whenTheFileWasReadStaysAsItWas() throws IOException {
        Path file = Files.createFile(dir.resolve("file"));
        BasicFileAttributes before = Files.readAttributes(file, BasicFileAttributes.class);

        ModificationTime.set(file, 1);

        assertThat(Files.readAttributes(file, BasicFileAttributes.class).lastAccessTime())
                .isEqualTo(before.lastAccessTime());
    }

    @Test
    void whatIsNotThereIsSaidAsJavaSaysIt() {
        assertThatThrownBy(() -> ModificationTime.set(dir.resolve("gone"), 1)).isInstanceOf(NoSuchFileException.class);
    }
}
