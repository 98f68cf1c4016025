package gitdav.remote;

import gitdav.volume.maintenance.StoreCheck;
import gitdav.volume.snapshot.ReadPolicy;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.LongUnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Fetches from a repository in a folder whose files are damaged.
@Timeout(60)
class DamagedFolderFetchTest extends FolderFetchFixture {

    /// Where [the names](https://git-scm.com/docs/gitformat-pack) begin in an index, and after them the checksums: behind the
    /// header and a table of 256 numbers, the last of which counts them.
    private static final int NAMES_AT = 8 + 256 * Integer.BYTES;

    @Test
    void indexWithWrongChecksumsDoesNotMakeWholeObjectsDamaged() throws IOException {
        ObjectId newest = commit("first");
        Path index = indexes(theirs).getFirst();
        index.toFile().setWritable(true);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(index));
        int objects = bytes.getInt(NAMES_AT - Integer.BYTES);
        for (int i = 0; i < objects; i++) {
            int checksum = NAMES_AT + objects * Constants.OBJECT_ID_LENGTH + i * Integer.BYTES;
            bytes.putInt(checksum, bytes.getInt(checksum) ^ 1);
        }
        Files.write(index, bytes.array());

        assertThat(fetch(true)).isTrue();

        assertThat(ours.remoteHead()).contains(newest);
        assertThat(StoreCheck.damage(ours.folder(), "main", ReadPolicy.FULL)).isEmpty();
    }

    @Test
    void damageThereDoesNotComeHere() throws IOException {
        commit("first");

        // Of the last object; behind it, there is only the checksum of all.
        assertStaysThere(length -> length - 24);
    }

    @Test
    void damageOfALargeFileThereDoesNotComeHere() throws IOException {
        // JGit does not hold it in memory as a whole.
        byte[] content = new byte[9 << 20];
        new Random(1).nextBytes(content);
        Files.write(source.root().resolve("large"), content);
        commit("first");

        assertStaysThere(length -> length / 2);
    }

    private void assertStaysThere(LongUnaryOperator damage) throws IOException {
        assertThat(fetch(true)).isTrue();
        try (var packed = GitStore.open(dir.resolve("packed.git"), "main")) {
            FolderFetch.run(theirs.folder(), packed, true, NullProgressMonitor.INSTANCE);
            packed.takeRemoteHistory();
            // The other has the commit alone.
            Path pack = packs(packed).stream().max(Comparator.comparingLong(path -> path.toFile().length()))
                    .orElseThrow();
            pack.toFile().setWritable(true);
            try (var bytes = new RandomAccessFile(pack.toFile(), "rw")) {
                bytes.seek(damage.applyAsLong(bytes.length()));
                bytes.write(new byte[]{1, 2, 3});
            }
            try (var fresh = GitStore.open(dir.resolve("fresh"), "main")) {
                assertThatThrownBy(() -> FolderFetch.run(packed.folder(), fresh, true, NullProgressMonitor.INSTANCE))
                        .isInstanceOfAny(CorruptObjectException.class, MissingObjectException.class);
                assertThat(fresh.remoteHead()).isEmpty();
                assertThat(files(fresh.folder().resolve("objects/pack"))).isEmpty();
            }
        }
    }

    private static List<Path> indexes(GitStore store) throws IOException {
        return packed(store, ".idx");
    }
}
