package gitdav.remote;

import gitdav.servers.Command;
import gitdav.volume.DataVolume;
import gitdav.volume.maintenance.StoreCheck;
import gitdav.volume.restore.Checkout;
import gitdav.volume.snapshot.ReadPolicy;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.GitStore;
import gitdav.volume.store.IncrementalRepack;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class FolderFetchTest {

    /// Where [the names](https://git-scm.com/docs/gitformat-pack) begin in an index, and after them the checksums: behind the
    /// header and a table of 256 numbers, the last of which counts them.
    private static final int NAMES_AT = 8 + 256 * Integer.BYTES;

    private static final int TIMES = 20;

    @TempDir
    private Path dir;
    private DataVolume source;
    private GitStore theirs;
    private GitStore ours;

    @BeforeEach
    void openStores() throws IOException {
        source = new DataVolume(Files.createDirectory(dir.resolve("source")));
        theirs = GitStore.open(dir.resolve("content.git"), "main");
        ours = GitStore.open(dir.resolve("git"), "main");
    }

    @AfterEach
    void closeStores() {
        theirs.close();
        ours.close();
    }

    @Test
    void newestCommitComesWholeAndAlone() throws IOException {
        ObjectId first = commit("first");
        ObjectId newest = commit("second");

        assertThat(fetch(true)).isTrue();

        assertThat(ours.remoteHead()).contains(newest);
        assertThat(ours.has(first)).isFalse();
        assertThat(ours.history().isShallow()).isTrue();
        assertThat(StoreCheck.damage(ours.folder(), "main", ReadPolicy.FULL)).isEmpty();
        Path restored = Files.createDirectory(dir.resolve("restored"));
        assertThat(Checkout.write(ours, newest, restored).files()).isEqualTo(4);
        assertThat(restored.resolve("folder/second")).hasContent("content of second");
    }

    @Test
    void onlyCommitThereIsCutsNothingOff() throws IOException {
        commit("first");

        assertThat(fetch(true)).isTrue();

        assertThat(ours.history().isShallow()).isFalse();
    }

    @Test
    void nothingNewIsKnownAtOnceAndAllElseIsLeftToOthers() throws IOException {
        commit("first");
        assertThat(fetch(false)).isFalse();
        fetch(true);
        assertThat(fetch(false)).isTrue();
        commit("second");
        assertThat(fetch(false)).isFalse();

        try (var other = GitStore.open(dir.resolve("other"), "another-branch")) {
            assertThat(FolderFetch.run(theirs.folder(), other, true, NullProgressMonitor.INSTANCE)).isFalse();
            assertThat(FolderFetch.run(dir.resolve("nothing"), other, true, NullProgressMonitor.INSTANCE)).isFalse();
        }
    }

    @Test
    void whatIsStoredAsDifferenceComesToo() throws Exception {
        var random = new Random(1);
        byte[] content = new byte[10_000];
        random.nextBytes(content);
        for (int i = 0; i < 20; i++) {
            content[i * 400]++;
            Files.write(source.root().resolve("file " + i), content);
        }
        ObjectId newest = commit("first");
        Command.run("git", "-C", theirs.folder().toString(), "repack", "-a", "-d", "-f", "-q");
        assertThat(Files.size(packs(theirs).getFirst())).as("differences").isLessThan(2L * content.length);

        assertThat(fetch(true)).isTrue();

        assertThat(StoreCheck.damage(ours.folder(), "main", ReadPolicy.FULL)).isEmpty();
        Path restored = Files.createDirectory(dir.resolve("restored"));
        Checkout.write(ours, newest, restored);
        assertThat(restored.resolve("file 19")).hasBinaryContent(content);
    }

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

    @Test
    void packsThatArePutTogetherMeanwhileDoNotFailAFetch() throws Exception {
        for (int i = 0; i < 10; i++) {
            commit("file " + i);
        }
        var tidying = CompletableFuture.supplyAsync(this::tidyUpOften);
        try {
            for (int i = 0; !tidying.isDone(); i++) {
                try (var fresh = GitStore.open(dir.resolve("fresh " + i), "main")) {
                    assertThat(FolderFetch.run(theirs.folder(), fresh, true, NullProgressMonitor.INSTANCE)).isTrue();
                    assertThat(StoreCheck.damage(fresh.folder(), "main", ReadPolicy.FULL)).isEmpty();
                }
            }
        } finally {
            assertThat(tidying.get(30, TimeUnit.SECONDS)).isEqualTo(TIMES);
        }
    }

    /// As a push does it that finds many packs.
    private int tidyUpOften() {
        int times = 0;
        try {
            for (; times < TIMES; times++) {
                try (Repository other = new FileRepositoryBuilder().setGitDir(theirs.folder().toFile()).build()) {
                    commit("another " + times);
                    new IncrementalRepack(other, _ -> true).run(List.of());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return times;
    }

    private boolean fetch(boolean newestOnly) throws IOException {
        return FolderFetch.run(theirs.folder(), ours, newestOnly, NullProgressMonitor.INSTANCE);
    }

    private ObjectId commit(String name) throws IOException {
        for (String file : List.of(name, "folder/" + name)) {
            Path path = source.root().resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, "content of " + name);
        }
        ObjectId tree = Snapshotter.take(source, theirs, theirs.headTree()).tree();
        return theirs.commit(tree, new PersonIdent("test", "test"), name + "\n");
    }

    private static List<Path> packs(GitStore store) throws IOException {
        return packed(store, ".pack");
    }

    private static List<Path> indexes(GitStore store) throws IOException {
        return packed(store, ".idx");
    }

    private static List<Path> packed(GitStore store, String suffix) throws IOException {
        return files(store.folder().resolve("objects/pack")).stream().filter(file -> file.toString().endsWith(suffix))
                .toList();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
