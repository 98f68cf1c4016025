package gitdav.volume.snapshot;

import gitdav.files.OpenFolder;
import gitdav.volume.snapshot.UserFiles.UnreadableException;
import gitdav.volume.snapshot.UserFiles.VanishedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UserFilesTest {

    @TempDir
    private Path dir;
    private OpenFolder folder;

    @BeforeEach
    void openFolder() throws IOException {
        folder = OpenFolder.at(dir);
    }

    @AfterEach
    void close() {
        folder.close();
    }

    @Test
    void troubleWhileReadingNamesTheFile() throws IOException {
        Path below = Files.createDirectory(dir.resolve("below"));

        assertThatThrownBy(() -> UserFiles.open(folder, below)).isInstanceOf(UnreadableException.class)
                .hasMessageContaining("cannot read " + below);
        assertThatThrownBy(() -> UserFiles.linkTarget(folder, below)).isInstanceOf(UnreadableException.class)
                .hasMessageContaining("cannot read " + below);
    }

    @Test
    void whatIsGoneHasVanished() {
        Path gone = Path.of("gone");

        assertThatThrownBy(() -> UserFiles.stat(folder, gone)).isInstanceOf(VanishedException.class);
        assertThatThrownBy(() -> UserFiles.open(folder, gone)).isInstanceOf(VanishedException.class);
        assertThatThrownBy(() -> UserFiles.folder(folder, gone)).isInstanceOf(VanishedException.class);
    }

    @Test
    void whatHasTakenThePlaceOfAFolderIsNoDeletion() throws IOException {
        Files.createSymbolicLink(dir.resolve("link"), dir);
        Files.createFile(dir.resolve("file"));

        for (String name : new String[]{"link", "file"}) {
            assertThatThrownBy(() -> UserFiles.folder(folder, Path.of(name))).isInstanceOf(UnreadableException.class)
                    .hasMessageContaining("cannot read " + dir.resolve(name));
        }
    }

    @Test
    void linkIsNotFollowed() throws IOException {
        Path link = Files.createSymbolicLink(dir.resolve("link"), Files.createFile(dir.resolve("file")));

        assertThat(UserFiles.stat(folder, link).isLink()).isTrue();
        assertThatThrownBy(() -> UserFiles.open(folder, link)).isInstanceOf(UnreadableException.class);
    }
}
