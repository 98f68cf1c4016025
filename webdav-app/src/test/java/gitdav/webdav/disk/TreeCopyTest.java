package gitdav.webdav.disk;

import gitdav.files.OpenFolder;
import gitdav.webdav.memory.MemoryAccount;
import gitdav.webdav.memory.MemoryShare;
import gitdav.webdav.protocol.DavException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TreeCopyTest {

    private static final Path TREE = Path.of("tree");
    private static final Path COPY = Path.of("copy");

    @TempDir
    private Path dir;
    private OpenFolder folder;
    /// As many as the tree has levels.
    private final MemoryShare memory = new MemoryShare(3 * TreeWalk.MEMORY_PER_LEVEL);

    @BeforeEach
    void open() throws IOException {
        folder = OpenFolder.at(dir);
        Files.createDirectories(dir.resolve("tree/a/b"));
        Files.writeString(dir.resolve("tree/a/b/file"), "content");
    }

    @AfterEach
    void close() {
        folder.close();
    }

    @Test
    void foldersSideBySideTakeTheMemoryOfOne() throws Exception {
        for (int i = 0; i < 100; i++) {
            Files.createDirectories(dir.resolve("tree/" + i + "/b"));
        }

        copy(_ -> {});

        assertThat(dir.resolve("copy/99/b")).isDirectory();
        assertThat(dir.resolve("copy/a/b/file")).hasContent("content");
    }

    @Test
    void copyGivesBackItsMemoryWhenItEnds() throws Exception {
        try (var ofTheRequest = new MemoryAccount(memory)) {
            copy(_ -> assertThat(memory.taken()).isEqualTo(memory.size()), ofTheRequest);

            assertThat(memory.taken()).isZero();
        }
        assertThat(memory.taken()).isZero();
    }

    @Test
    void treeThatThereIsNoMemoryForIsRefused() throws Exception {
        Files.createDirectory(dir.resolve("tree/a/b/c"));

        assertThatThrownBy(() -> copy(_ -> {})).isInstanceOfSatisfying(DavException.class,
                refused -> assertThat(refused.status().code).isEqualTo(503));
        assertThat(memory.taken()).isZero();
    }

    @Test
    void folderThatGoesWhileItIsCopiedEndsTheCopy() {
        assertThatThrownBy(() -> copy(_ -> Files.move(dir.resolve("tree/a"), dir.resolve("gone"))))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void treeThatGoesWhileItIsCopiedEndsTheCopy() {
        assertThatThrownBy(() -> copy(_ -> Files.move(dir.resolve("tree"), dir.resolve("gone"))))
                .isInstanceOf(NoSuchFileException.class);
    }

    private void copy(SpaceReservation room) throws IOException {
        try (var ofTheRequest = new MemoryAccount(memory)) {
            copy(room, ofTheRequest);
        }
    }

    private void copy(SpaceReservation room, MemoryAccount account) throws IOException {
        new TreeCopy(Durability.NONE, room, account).whole(folder, TREE, folder, COPY);
    }
}
