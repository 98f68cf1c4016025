package gitdav.remote.bucket;

import gitdav.remote.GitRemote;
import gitdav.remote.RemoteException;
import gitdav.servers.Command;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// A backup in a bucket, on a real S3 server: what works, what two writers do to each other, and what each failure says.
@Tag("long")
class BucketTest extends BucketFixture {

    @Test
    void emptyBucketHasNothingToFetch() throws Exception {
        assertThat(remote(store).fetch()).isEmpty();
    }

    @Test
    void whatWasPushedComesBack() throws Exception {
        ObjectId commit = commit(store, "one");
        remote(store).push();
        assertThat(store.remoteHead()).contains(commit);

        try (var other = GitStore.open(dir.resolve("other"), "main")) {
            assertThat(remote(other).fetch(1)).contains(commit);
            assertThat(other.history().isAncestor(commit, other.remoteHead().orElseThrow())).isTrue();
        }
        assertThat(dir.resolve("git")).isDirectoryNotContaining("glob:**.bundle");
    }

    @Test
    void nothingNewIsNotUploaded() throws Exception {
        commit(store, "one");
        remote(store).push();
        List<String> before = bundles();

        remote(store).push();

        assertThat(bundles()).isEqualTo(before);
    }

    @Test
    void manyPushesLeaveFewBundlesThatNativeGitRestores() throws Exception {
        ObjectId newest = null;
        try (GitRemote remote = remote(store)) {
            for (int i = 0; i < 40; i++) {
                newest = commit(store, "version " + i + " ".repeat(i * 37 % 500));
                remote.push();
            }
        }

        assertThat(bundles()).hasSizeLessThan(8);
        // What docs/remotes.md says.
        Path clone = dir.resolve("clone");
        List<String> named = manifest().filter(line -> line.startsWith("bundle "))
                .map(line -> line.split(" ", -1))
                .map(field -> "%06d-%s.bundle".formatted(Integer.valueOf(field[1]), field[2]))
                .toList();
        assertThat(bundles()).isEqualTo(named);
        Command.run("git", "clone", "--quiet", bundle(named.getFirst()), clone.toString());
        for (String next : named.subList(1, named.size())) {
            Command.run("git", "-C", clone.toString(), "pull", "--quiet", "--ff-only", bundle(next), "main");
        }
        assertThat(Command.run("git", "-C", clone.toString(), "rev-parse", "HEAD").strip()).isEqualTo(newest.name());
        Command.run("git", "-C", clone.toString(), "fsck", "--strict");
        assertThat(Command.run("git", "-C", clone.toString(), "rev-list", "--count", "HEAD").strip()).isEqualTo("40");
    }

    @Test
    void storeThatHasAPartFetchesTheRest() throws Exception {
        byte[] large = new byte[100_000];
        new Random(1).nextBytes(large);
        commit(store, large);
        remote(store).push();
        try (var other = GitStore.open(dir.resolve("other"), "main")) {
            remote(other).fetch();
            ObjectId second = commit(store, "two");
            remote(store).push();
            // Only the first bundle could bring what is there already.
            Files.delete(Path.of(bundle(bundles().getFirst())));

            assertThat(remote(other).fetch()).contains(second);
        }
    }

    @Test
    void bundleOfManyPartsArrivesWhole() throws Exception {
        byte[] random = new byte[20 << 20];
        new Random(1).nextBytes(random);
        ObjectId commit = commit(store, random);
        remote(store).push();

        try (var other = GitStore.open(dir.resolve("other"), "main")) {
            assertThat(remote(other).fetch()).contains(commit);
            assertThat(other.repository().open(other.repository().resolve("refs/remotes/origin/main:file")).getSize())
                    .isEqualTo(random.length);
        }
    }

    @Test
    void pushNeverOverwritesWhatTheBucketHas() throws Exception {
        ObjectId theirs;
        try (var other = GitStore.open(dir.resolve("other"), "main")) {
            theirs = commit(other, "theirs");
            remote(other).push();
        }
        commit(store, "ours");

        assertThatThrownBy(() -> remote(store).push()).isInstanceOf(RemoteException.class)
                .hasMessageContaining("commits that this volume has not");
        assertThat(remote(store).fetch()).contains(theirs);
    }

    @Test
    void neitherOfTwoRacingWritersLosesACommit() throws Exception {
        int rounds = Integer.getInteger("rounds", 12);
        commit(store, "begin");
        remote(store).push();
        try (var writers = Executors.newFixedThreadPool(2)) {
            Callable<List<ObjectId>> one = () -> commitAndPush("one", rounds);
            Callable<List<ObjectId>> two = () -> commitAndPush("two", rounds);
            List<Future<List<ObjectId>>> confirmed = writers.invokeAll(List.of(one, two));

            ObjectId newest = remote(store).fetch().orElseThrow();
            for (Future<List<ObjectId>> writer : confirmed) {
                assertThat(writer.get()).hasSize(rounds);
                for (ObjectId commit : writer.get()) {
                    assertThat(store.history().isAncestor(commit, newest)).as(commit.name()).isTrue();
                }
            }
        }
    }

    @Test
    void regionMayHaveAnyNameThatAStoreGivesIt() throws Exception {
        assertThat(remote(store, "--s3-region", "my_region.1").fetch()).isEmpty();
    }
}
