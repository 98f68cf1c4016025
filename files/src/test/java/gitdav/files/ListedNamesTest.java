package gitdav.files;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/// What a file system that ignores case says is shown by CaseInsensitiveVolumeTest.
class ListedNamesTest {

    @TempDir
    private Path dir;

    @Test
    void namesComeAndGoWhileTheyAreRemembered() throws IOException {
        var names = new ListedNames();
        Path file = Path.of("somewhere/file");
        try (OpenFolder folder = OpenFolder.at(dir)) {
            assertThat(names.has(folder, file)).isFalse();
            Files.createFile(dir.resolve("other"));
            assertThat(names.has(folder, Path.of("other"))).isTrue();
            Files.createFile(dir.resolve("file"));
            assertThat(names.has(folder, file)).isTrue();
            assertThatCode(() -> names.requireNoOther(folder, file)).doesNotThrowAnyException();
            Files.delete(dir.resolve("file"));
            assertThat(names.has(folder, file)).isFalse();
            assertThatCode(() -> names.requireNoOther(folder, file)).doesNotThrowAnyException();
        }
    }
}
