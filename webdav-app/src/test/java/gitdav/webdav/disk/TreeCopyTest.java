package gitdav.webdav.disk;

import gitdav.files.OpenFolder;
import gitdav.webdav.protocol.DavException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TreeCopyTest {

    private static final Path TREE = Path.of("tree");
    private static final Path COPY = Path.of("copy");

    @TempDir
    private Path dir;
    private OpenFolder folder;
    private final AtomicLong taken = new AtomicLong();

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
        copy(_ -> {}, this::take);
        long ofThreeLevels = taken.getAndSet(0);
        for (int i = 0; i < 100; i++) {
            Files.createDirectories(dir.resolve("tree/" + i + "/b"));
        }
        Files.move(dir.resolve("copy"), dir.resolve("former"));

        copy(_ -> {}, this::take);

        assertThat(taken).hasValue(ofThreeLevels);
        assertThat(dir.resolve("copy/99/b")).isDirectory();
        assertThat(dir.resolve("copy/a/b/file")).hasContent("content");
    }

    @Test
    void treeThatThereIsNoMemoryForIsRefused() {
        assertThatThrownBy(() -> copy(_ -> {}, bytes -> taken.addAndGet(bytes) < 3 * bytes))
                .isInstanceOfSatisfying(DavException.class,
                        refused -> assertThat(refused.status().code).isEqualTo(503));
    }

    @Test
    void folderThatGoesWhileItIsCopiedEndsTheCopy() {
        assertThatThrownBy(() -> copy(_ -> Files.move(dir.resolve("tree/a"), dir.resolve("gone")), this::take))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void treeThatGoesWhileItIsCopiedEndsTheCopy() {
        assertThatThrownBy(() -> copy(_ -> Files.move(dir.resolve("tree"), dir.resolve("gone")), this::take))
                .isInstanceOf(NoSuchFileException.class);
    }

    private void copy(SpaceReservation room, LongPredicate memory) throws IOException {
        new TreeCopy(Durability.NONE, room, memory).whole(folder, TREE, folder, COPY);
    }

    private boolean take(long bytes) {
        taken.addAndGet(bytes);
        return true;
    }
}
