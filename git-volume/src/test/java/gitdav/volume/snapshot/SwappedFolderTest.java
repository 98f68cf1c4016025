package gitdav.volume.snapshot;

import gitdav.files.SwappingProcess;
import gitdav.volume.DataVolume;
import gitdav.volume.store.GitStore;
import gitdav.volume.tree.Node;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/// An application that has been taken over exchanges folders with links to folders outside, while they are backed up.
/// `-Drounds=1000` for 20,000 files that are read.
class SwappedFolderTest {

    private static final int FILES = 20;
    private static final String SECRET = "the key";

    @TempDir
    private Path dir;

    @Test
    void nothingOutsideTheVolumeIsEverRead() throws Exception {
        var volume = new DataVolume(Files.createDirectory(dir.resolve("data")));
        fill(dir.resolve("outside"), SECRET);
        var pairs = new ArrayList<Path>();
        for (Path parent : List.of(volume.root(), volume.root().resolve("folder"), volume.reserved())) {
            pairs.add(fill(parent.resolve("properties"), "the users'"));
            pairs.add(Files.createSymbolicLink(parent.resolve("link"), dir.resolve("outside")));
        }
        int reads = 0;
        try (var store = GitStore.open(dir.resolve("git"), "main");
                var attacker = SwappingProcess.start(pairs.toArray(Path[]::new))) {
            long before = attacker.swaps();
            int atLeast = Integer.getInteger("rounds", 5) * FILES;
            while (reads < atLeast || attacker.swaps() - before < atLeast) {
                Snapshot snapshot = Snapshotter.look(volume, store, Optional.empty(), ReadPolicy.BACKUP);
                assertNothingSecretIn(snapshot.root());
                reads += snapshot.files();
            }
            System.out.printf("%d files read while folders and links changed places %d times%n", reads,
                    attacker.swaps() - before);
        }
    }

    private static void assertNothingSecretIn(Node.Folder folder) {
        ObjectId secret = new ObjectInserter.Formatter().idFor(Constants.OBJ_BLOB, SECRET.getBytes(UTF_8));
        assertThat(folder.files()).noneMatch(file -> file.id().equals(secret));
        folder.folders().forEach(SwappedFolderTest::assertNothingSecretIn);
    }

    private static Path fill(Path folder, String content) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < FILES; i++) {
            Files.writeString(folder.resolve("file " + i), content);
        }
        return folder;
    }
}
