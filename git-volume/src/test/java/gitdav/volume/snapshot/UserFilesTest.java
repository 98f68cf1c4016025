package gitdav.volume.snapshot;

import gitdav.volume.snapshot.UserFiles.UnreadableException;
import gitdav.volume.snapshot.UserFiles.VanishedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UserFilesTest {

    @TempDir
    private Path dir;

    @Test
    void troubleWhileReadingNamesTheFile() throws IOException {
        // What a file is, that has become a folder since it was listed.
        try (InputStream folder = UserFiles.open(dir)) {
            assertThatThrownBy(() -> folder.read(new byte[10], 0, 10)).isInstanceOf(UnreadableException.class)
                    .hasMessageContaining("cannot read " + dir);
        }
        assertThatThrownBy(() -> UserFiles.linkTarget(dir)).isInstanceOf(UnreadableException.class)
                .hasMessageContaining("cannot read " + dir);
    }

    @Test
    void whatIsGoneHasVanished() throws IOException {
        Path gone = dir.resolve("gone");

        assertThatThrownBy(() -> UserFiles.stat(gone)).isInstanceOf(VanishedException.class);
        assertThatThrownBy(() -> UserFiles.open(gone)).isInstanceOf(VanishedException.class);
        assertThatThrownBy(() -> UserFiles.children(gone)).isInstanceOf(VanishedException.class);
        Path file = Files.createFile(dir.resolve("file"));
        assertThatThrownBy(() -> UserFiles.children(file)).isInstanceOf(VanishedException.class);
    }

    @Test
    void linkIsNotFollowed() throws IOException {
        Path link = Files.createSymbolicLink(dir.resolve("link"), Files.createFile(dir.resolve("file")));

        assertThat(UserFiles.stat(link).isLink()).isTrue();
        assertThatThrownBy(() -> UserFiles.open(link)).isInstanceOf(UnreadableException.class);
    }
}
