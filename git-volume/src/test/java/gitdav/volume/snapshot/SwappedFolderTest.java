package gitdav.volume.snapshot;

import gitdav.files.AtomicRename;
import gitdav.volume.DataVolume;
import gitdav.volume.store.GitStore;
import gitdav.volume.tree.Node;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/// An application that has been taken over exchanges folders with links to folders outside, while they are backed up.
@Tag("long")
class SwappedFolderTest {

    private static final int FILES = 20;
    private static final String SECRET = "the key";

    @TempDir
    private Path dir;

    @Test
    void nothingOutsideTheVolumeIsEverRead() throws Exception {
        var volume = new DataVolume(Files.createDirectory(dir.resolve("data")));
        fill(dir.resolve("outside"), SECRET);
        for (Path parent : new Path[]{volume.root(), volume.root().resolve("folder"), volume.reserved()}) {
            fill(parent.resolve("properties"), "the users'");
            Files.createSymbolicLink(parent.resolve("link"), dir.resolve("outside"));
        }
        var swaps = new AtomicLong();
        var isOver = new AtomicBoolean();
        Thread attacker = Thread.ofPlatform().start(() -> {
            while (!isOver.get()) {
                swap(volume.root());
                swap(volume.root().resolve("folder"));
                swap(volume.reserved());
                swaps.incrementAndGet();
            }
        });
        int reads = 0;
        try (var store = GitStore.open(dir.resolve("git"), "main")) {
            int atLeast = Integer.getInteger("rounds", 50) * FILES;
            while (reads < atLeast || swaps.get() < 10) {
                Snapshot snapshot = Snapshotter.look(volume, store, Optional.empty(), ReadPolicy.BACKUP);
                assertNothingSecretIn(snapshot.root());
                reads += snapshot.files();
            }
        } finally {
            isOver.set(true);
            attacker.join();
        }
        System.out.printf("%d files read while folders and links changed places %d times%n", reads, swaps.get());
    }

    private static void assertNothingSecretIn(Node.Folder folder) {
        ObjectId secret = new ObjectInserter.Formatter().idFor(Constants.OBJ_BLOB, SECRET.getBytes(UTF_8));
        assertThat(folder.files()).noneMatch(file -> file.id().equals(secret));
        folder.folders().forEach(SwappedFolderTest::assertNothingSecretIn);
    }

    private static void swap(Path parent) {
        try {
            AtomicRename.exchange(parent.resolve("properties"), parent.resolve("link"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void fill(Path folder, String content) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < FILES; i++) {
            Files.writeString(folder.resolve("file " + i), content);
        }
    }
}
