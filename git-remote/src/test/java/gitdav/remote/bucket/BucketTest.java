package gitdav.remote.bucket;

import gitdav.remote.GitRemote;
import gitdav.remote.RemoteException;
import gitdav.remote.RemoteOptions;
import gitdav.servers.Command;
import gitdav.servers.S3Server;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// A backup in a bucket, on a real S3 server: what works, what two writers do to each other, and what each failure says.
@Tag("long")
class BucketTest {

    private static final String BUCKET = "backup";

    @TempDir
    private Path dir;
    private Path credentials;
    private S3Server server;
    private GitStore store;

    @BeforeEach
    void emptyBucketAndStore() throws IOException {
        server = S3Server.start(dir.resolve("s3"), BUCKET);
        credentials = Files.writeString(dir.resolve("credentials"), server.credentials());
        store = GitStore.open(dir.resolve("git"), "main");
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
        store.close();
    }

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

    /// @return the commits of which the bucket has said that it has them
    private List<ObjectId> commitAndPush(String name, int rounds) throws Exception {
        var confirmed = new ArrayList<ObjectId>();
        try (var mine = GitStore.open(dir.resolve(name), "main"); GitRemote remote = remote(mine)) {
            remote.fetch();
            mine.takeRemoteHistory();
            for (int i = 0; i < rounds; i++) {
                ObjectId commit = commit(mine, name + i);
                while (true) {
                    try {
                        remote.push();
                        break;
                    } catch (RemoteException movedOn) {
                        assertThat(movedOn).hasMessageContaining("commits that this volume has not");
                        ObjectId theirs = remote.fetch().orElseThrow();
                        ObjectId ours = mine.head().orElseThrow();
                        mine.advance(mine.head(), mine.write(mine.headTree().orElseThrow(), List.of(ours, theirs),
                                new PersonIdent(name, name), "merge\n"), "merge");
                    }
                }
                confirmed.add(commit);
            }
        }
        return confirmed;
    }

    @Test
    void pushThatIsKilledBeforeTheManifestLeavesTheLastGoodState() throws Exception {
        ObjectId first = commit(store, "one");
        remote(store).push();
        ObjectId second = commit(store, "two");
        server.close();
        server = S3Server.failingAt(dir.resolve("s3"), BUCKET, "manifest");
        assertThatThrownBy(() -> remote(store).push()).isInstanceOf(RemoteException.class);
        assertThat(bundles()).hasSize(2);
        try (var other = GitStore.open(dir.resolve("other"), "main")) {
            assertThat(remote(other).fetch()).contains(first);
        }
        server.close();
        server = S3Server.start(dir.resolve("s3"), BUCKET);

        remote(store).push();

        assertThat(remote(store).fetch()).contains(second);
        assertThat(bundles()).hasSize(1);
    }

    @Test
    void storeThatIgnoresConditionsIsRefusedUnlessNobodyElseWrites() throws Exception {
        server.close();
        server = S3Server.unconditional(dir.resolve("s3"), BUCKET);
        ObjectId commit = commit(store, "one");

        assertThatThrownBy(() -> remote(store).push()).isInstanceOf(RemoteException.class)
                .hasMessageContaining("no conditional writes").hasMessageContaining("S3_SINGLE_WRITER=true");
        assertThat(remote(store).fetch()).isEmpty();
        remote(store, "--s3-single-writer=true").push();
        assertThat(remote(store).fetch()).contains(commit);
    }

    @Test
    void keyThatMayOnlyReadIsTold() throws Exception {
        ObjectId first = commit(store, "one");
        remote(store).push();
        commit(store, "two");
        server.close();
        server = S3Server.readOnly(dir.resolve("s3"), BUCKET);

        assertThatThrownBy(() -> remote(store).push()).isInstanceOfSatisfying(RemoteException.class,
                e -> assertThat(e.kind()).isEqualTo(RemoteException.Kind.READ_ONLY));
        assertThat(remote(store).fetch()).contains(first);
    }

    @Test
    void damagedBundleIsNamed() throws Exception {
        commit(store, "one");
        remote(store).push();
        Path bundle = Path.of(bundle(bundles().getFirst()));
        byte[] bytes = Files.readAllBytes(bundle);
        bytes[bytes.length / 2] ^= 1;
        Files.write(bundle, bytes);

        try (var other = GitStore.open(dir.resolve("other"), "main")) {
            assertThatThrownBy(() -> remote(other).fetch()).hasMessageContaining(bundles().getFirst())
                    .hasMessageContaining("is damaged");
        }
    }

    @Test
    void misspeltBranchIsAnErrorAndNotAnEmptyBucket() throws Exception {
        commit(store, "one");
        remote(store).push();
        try (var elsewhere = GitStore.open(dir.resolve("other"), "mian")) {
            assertThatThrownBy(() -> remote(elsewhere).fetch()).hasMessageContaining("no branch 'mian', only main");
        }
    }

    @Test
    void storeWithHalfAHistoryIsToldHowToBegin() throws Exception {
        ObjectId commit = commit(store, "one");
        store.history().cutOffBefore(commit);

        assertThatThrownBy(() -> remote(store).push()).hasMessageContaining("GIT_DEPTH=0");
    }

    @Test
    void wrongCredentialsBucketAndAddressAreNamed() throws Exception {
        String wrong = Files.writeString(dir.resolve("wrong"), server.credentials().replace("s3cret", "wr0ng"))
                .toString();

        assertThatThrownBy(() -> remote(store, "--s3-credentials-file", wrong).fetch())
                .hasMessageContaining("S3_CREDENTIALS_FILE").message().doesNotContain("wr0ng");
        assertThatThrownBy(() -> remote(store, "--git-url", "s3://no-such-bucket/share").fetch())
                .hasMessageContaining("there is no such bucket");
        String endpoint = server.endpoint();
        server.close();
        assertThatThrownBy(() -> remote(store, "--s3-endpoint", endpoint).fetch())
                .hasMessageContaining("Connection refused");
    }

    @Test
    void regionMayHaveAnyNameThatAStoreGivesIt() throws Exception {
        assertThat(remote(store, "--s3-region", "my_region.1").fetch()).isEmpty();
    }

    private GitRemote remote(GitStore of, String... settings) throws Exception {
        var options = new RemoteOptions();
        var all = new ArrayList<>(List.of("--git-url", "s3://" + BUCKET + "/some/share", "--s3-endpoint",
                server.endpoint(), "--s3-path-style", "true", "--s3-credentials-file", credentials.toString()));
        all.addAll(List.of(settings));
        new CommandLine(options).setOverwrittenOptionsAllowed(true).parseArgs(all.toArray(String[]::new));
        options.check();
        return options.remote(of);
    }

    private String bundle(String name) {
        return server.file(BUCKET, "some/share/bundles").resolve(name).toString();
    }

    private List<String> bundles() throws IOException {
        try (Stream<Path> files = Files.list(server.file(BUCKET, "some/share/bundles"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Stream<String> manifest() throws IOException {
        return Files.readAllLines(server.file(BUCKET, "some/share/manifest")).stream();
    }

    private static ObjectId commit(GitStore in, String content) throws IOException {
        return commit(in, Constants.encode(content));
    }

    private static ObjectId commit(GitStore in, byte[] content) throws IOException {
        try (ObjectInserter inserter = in.repository().newObjectInserter()) {
            var tree = new TreeFormatter();
            tree.append("file", FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, content));
            ObjectId id = inserter.insert(tree);
            inserter.flush();
            return in.commit(id, new PersonIdent("test", "test"), "test\n");
        }
    }
}
