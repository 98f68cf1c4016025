package gitdav.volume.store;

import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

class PackReuseTest {

    private final Random random = new Random(1);
    private final AtomicInteger steps = new AtomicInteger();

    @TempDir
    private Path dir;
    private GitStore theirs;
    private GitStore ours;

    @BeforeEach
    void openStores() throws IOException {
        theirs = GitStore.open(dir.resolve("theirs"), "main");
        ours = GitStore.open(dir.resolve("ours"), "main");
    }

    @AfterEach
    void closeStores() {
        theirs.close();
        ours.close();
    }

    @Test
    void whatIsStoredWholeIsCopiedByteForByte() throws IOException {
        List<RevObject> objects = pack(1000, 20, 300_000);

        assertThat(copy(objects.reversed())).isEmpty();

        assertThat(packs(ours)).singleElement()
                .satisfies(pack -> assertThat(pack).hasSameBinaryContentAs(packs(theirs).getFirst()));
    }

    @Test
    void whatIsInNoPackIsLeft() throws IOException {
        List<RevObject> objects = pack(1000, 20);
        Path pack = packs(theirs).getFirst();
        Files.delete(pack.resolveSibling(pack.getFileName().toString().replace(".pack", ".idx")));
        Files.delete(pack);
        theirs.repository().getObjectDatabase().close();

        assertThat(copy(objects)).isEqualTo(objects);
    }

    @Test
    void nothingIsCopiedFromAPackThatIsCutShort() throws IOException {
        List<RevObject> objects = pack(50, 20);
        Path pack = packs(theirs).getFirst();
        pack.toFile().setWritable(true);
        byte[] whole = Files.readAllBytes(pack);
        for (int length = 0; length < whole.length - Constants.OBJECT_ID_LENGTH; length++) {
            Files.write(pack, Arrays.copyOf(whole, length));

            assertThat(copy(objects)).isEqualTo(objects);
        }
        assertThat(packs(ours)).isEmpty();
    }

    @Test
    void longCopyIsNotTakenForOneThatStandsStill() throws IOException {
        List<RevObject> large = pack(8 << 20);
        try (PackReuse reuse = reuse()) {
            assertThat(reuse.copy(large)).isEmpty();
            int copied = steps.get();
            assertThat(copied).isGreaterThan(50);

            reuse.finish();

            assertThat(steps.get() - copied).as("while the checksum of all is computed").isGreaterThan(50);
        }
    }

    private List<RevObject> copy(List<RevObject> objects) throws IOException {
        try (PackReuse reuse = reuse()) {
            List<RevObject> left = reuse.copy(objects);
            reuse.finish();
            return left;
        }
    }

    private PackReuse reuse() throws IOException {
        return new PackReuse(theirs.repository(), ours.repository(), new Progress(steps::incrementAndGet));
    }

    /// @param lengths of the objects, in bytes
    private List<RevObject> pack(int... lengths) throws IOException {
        var objects = new ArrayList<RevObject>();
        try (var inserter = theirs.newInserter(); RevWalk walk = new RevWalk(theirs.repository())) {
            for (int length : lengths) {
                byte[] content = new byte[length];
                random.nextBytes(content);
                objects.add(walk.lookupBlob(inserter.insert(Constants.OBJ_BLOB, content)));
            }
            inserter.flush();
        }
        return objects;
    }

    private static List<Path> packs(GitStore store) {
        return ((ObjectDirectory) store.repository().getObjectDatabase()).getPacks().stream().map(Pack::getPackFile)
                .map(File::toPath).toList();
    }
}
