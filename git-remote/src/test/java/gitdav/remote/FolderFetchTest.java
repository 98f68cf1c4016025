package gitdav.remote;

import gitdav.servers.Command;
import gitdav.volume.maintenance.StoreCheck;
import gitdav.volume.restore.Checkout;
import gitdav.volume.snapshot.ReadPolicy;
import gitdav.volume.store.GitStore;
import gitdav.volume.store.IncrementalRepack;
import gitdav.volume.store.Progress;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class FolderFetchTest extends FolderFetchFixture {

    private static final int TIMES = 20;
    /// More than a thread has stack for.
    private static final int LEVELS = 30_000;

    /// git-init and git-backup refuse it, and go on: they have to have it for that.
    @Test
    void commitOfVeryManyFoldersInsideOneAnotherIsFetched() throws IOException {
        ObjectId newest = commitLevels(LEVELS);

        assertThat(fetch(true)).isTrue();

        assertThat(ours.remoteHead()).contains(newest);
        assertThat(StoreCheck.damage(ours.folder(), "main", ReadPolicy.FULL)).isEmpty();
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
    void longCopyIsNotTakenForOneThatStandsStill() throws IOException {
        byte[] large = new byte[8 << 20];
        new Random(1).nextBytes(large);
        Files.write(source.root().resolve("large"), large);
        commit("first");
        var steps = new AtomicInteger();

        assertThat(FolderFetch.run(theirs.folder(), ours, true, new Progress(steps::incrementAndGet))).isTrue();

        assertThat(steps).hasValueGreaterThan(50);
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

    private ObjectId commitLevels(int levels) throws IOException {
        try (var inserter = theirs.newInserter()) {
            ObjectId tree = inserter.insert(new TreeFormatter());
            for (int level = 0; level < levels; level++) {
                var folder = new TreeFormatter();
                folder.append("deeper", FileMode.TREE, tree);
                tree = inserter.insert(folder);
            }
            inserter.flush();
            return theirs.commit(tree, new PersonIdent("test", "test"), "deep\n");
        }
    }
}
