package gitdav.remote;

import gitdav.servers.Command;
import gitdav.servers.GitServer;
import gitdav.servers.Line;
import gitdav.servers.S3Server;
import gitdav.servers.SshKey;
import gitdav.volume.store.GitStore;
import gitdav.volume.store.History;
import gitdav.volume.store.Reach;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/// Of remotes of each kind; the git store is looked at by native git.
@Timeout(120)
@Tag("long")
class OlderVersionsTest {

    private static final SshKey DEPLOY_KEY = SshKey.generate();
    private static final SshKey HOST_KEY = SshKey.generate();
    /// So many that JGit names its own commits to a server in several rounds.
    private static final int VERSIONS = 150;
    private static final int NEWEST_ONLY = 1;

    @TempDir
    private Path dir;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<ObjectId> commits = new ArrayList<>();
    private GitStore theirs;
    private GitStore store;

    /// Where the remote is.
    enum Kind {
        SSH, FOLDER
    }

    @BeforeEach
    void remoteWithHistoryAndStoreWithoutIt() throws IOException {
        theirs = opened(GitStore.open(dir.resolve("remotes/content.git"), "main"));
        store = opened(GitStore.open(dir.resolve("git"), "main"));
        for (int i = 0; i < VERSIONS; i++) {
            commits.add(commit(theirs, 20_000));
        }
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void historyReachesBackAsFarAsIsAskedForAndThenToItsBeginning(Kind kind) throws IOException {
        RemoteOptions remotes = remotes(kind);
        restoreNewest(remotes);

        assertThat(older(remotes).fetch(5)).isTrue();
        assertThat(reach()).isEqualTo(5);
        assertWhole(5);
        assertThat(older(remotes).fetch(100)).isTrue();
        assertThat(reach()).isEqualTo(100);
        assertThat(older(remotes).fetch(History.WHOLE)).isTrue();

        assertThat(store.history().isShallow()).isFalse();
        assertWhole(VERSIONS);
        assertThat(older(remotes).fetch(1000)).isFalse();
        assertThat(dir.resolve("git/scratch")).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource
    void depthBeyondTheFirstVersionBringsAll(Kind kind) throws IOException {
        RemoteOptions remotes = remotes(kind);
        restoreNewest(remotes);

        assertThat(older(remotes).fetch(1000)).isTrue();

        assertThat(store.history().isShallow()).isFalse();
        assertWhole(VERSIONS);
    }

    @ParameterizedTest
    @EnumSource
    void remoteThatMovesOnMeanwhileTakesNothingAway(Kind kind) throws IOException {
        RemoteOptions remotes = remotes(kind);
        restoreNewest(remotes);
        older(remotes).fetch(8);
        for (int i = 0; i < 10; i++) {
            commit(theirs, 10);
        }

        // Counted from the new end, that is no more than what is here.
        older(remotes).fetch(9);

        assertThat(reach()).isEqualTo(8);
        assertWhole(8);
        older(remotes).fetch(25);
        assertThat(reach()).isEqualTo(15);
        assertWhole(15);
    }

    @ParameterizedTest
    @EnumSource
    void whatWasNeverPushedStays(Kind kind) throws IOException {
        RemoteOptions remotes = remotes(kind);
        restoreNewest(remotes);
        ObjectId ours = commit(store, 10);

        older(remotes).fetch(History.WHOLE);

        assertThat(store.head()).contains(ours);
        assertWhole(VERSIONS + 1);
        try (GitRemote remote = remotes.remote(store)) {
            remote.push();
        }
        assertThat(theirs.head()).contains(ours);
    }

    @Test
    void folderThatHasNoMoreItselfIsTheEnd() throws IOException {
        Command.run("git", "clone", "--quiet", "--bare", "--depth=3",
                dir.resolve("remotes/content.git").toUri().toString(),
                dir.resolve("shallow.git").toString());
        RemoteOptions remotes = options("--git-url", dir.resolve("shallow.git").toUri().toString());
        restoreNewest(remotes);

        older(remotes).fetch(10);

        assertThat(older(remotes).fetch(20)).isFalse();
        assertWhole(Reach.of(store, store.head().orElseThrow()).depth());
    }

    @Test
    void bucketBringsAllAtOnce() throws Exception {
        var server = opened(S3Server.start(dir.resolve("s3"), "backup"));
        RemoteOptions remotes = options("--git-url", "s3://backup/share", "--s3-endpoint", server.endpoint(),
                "--s3-path-style", "true", "--s3-credentials-file",
                Files.writeString(dir.resolve("credentials"), server.credentials()).toString());
        try (GitRemote bucket = remotes.remote(theirs)) {
            bucket.push();
        }
        // As a store that was tidied up, which is the only one that lacks something of a bucket.
        restoreNewest(remotes(Kind.FOLDER));

        assertThat(older(remotes).fetch(5)).isTrue();

        assertThat(store.history().isShallow()).isFalse();
        assertWhole(VERSIONS);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 2_000, 3_000, 4_000})
    void givenUpAtAnyMomentItHasChangedNothing(int sentUntilTheLineStandsStill) throws Exception {
        var server = opened(GitServer.start(dir.resolve("remotes"), HOST_KEY, List.of(DEPLOY_KEY)));
        var line = opened(new Line(server.port()));
        RemoteOptions remotes = options("--git-url",
                server.url("content.git", DEPLOY_KEY).replace(":" + server.port(), ":" + line.port()),
                "--ssh-host-keys", "accept-new");
        restoreNewest(remotes(Kind.FOLDER));
        line.stallAfter(sentUntilTheLineStandsStill);
        long before = line.sent();
        OlderVersions older = older(remotes);

        var fetch = CompletableFuture.supplyAsync(() -> fetch(older, History.WHOLE));
        await().atMost(30, SECONDS)
                .until(() -> fetch.isDone() || line.sent() - before > sentUntilTheLineStandsStill);
        older.giveUp();

        await().atMost(10, SECONDS).until(fetch::isDone);
        assertThat(reach()).isEqualTo(1);
        assertWhole(1);
        assertThatThrownBy(() -> older.fetch(5)).isInstanceOfSatisfying(RemoteException.class,
                e -> assertThat(e.kind()).isEqualTo(RemoteException.Kind.GIVEN_UP));
        line.mend();
        older.resume();
        assertThat(older.fetch(History.WHOLE)).isTrue();
        assertWhole(VERSIONS);
    }

    private static boolean fetch(OlderVersions older, int depth) {
        try {
            return older.fetch(depth);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private OlderVersions older(RemoteOptions remotes) {
        return new OlderVersions(store, remotes);
    }

    private int reach() throws IOException {
        return Reach.of(store, store.remoteHead().orElseThrow()).depth();
    }

    private void restoreNewest(RemoteOptions remotes) throws IOException {
        try (GitRemote remote = remotes.remote(store)) {
            remote.fetch(NEWEST_ONLY);
        }
        store.takeRemoteHistory();
    }

    /// Native git reads every object, and knows so many versions.
    private void assertWhole(int versions) throws IOException {
        Command.run("git", "--git-dir", store.folder().toString(), "fsck", "--full", "--strict");
        assertThat(Command.run("git", "--git-dir", store.folder().toString(), "log", "--format=%H", "main").lines())
                .hasSize(versions);
    }

    private RemoteOptions remotes(Kind kind) throws IOException {
        if (kind == Kind.FOLDER) {
            return options("--git-url", dir.resolve("remotes/content.git").toUri().toString());
        }
        var server = opened(GitServer.start(dir.resolve("remotes"), HOST_KEY, List.of(DEPLOY_KEY)));
        return options("--git-url", server.url("content.git", DEPLOY_KEY), "--ssh-host-keys", "accept-new");
    }

    private static RemoteOptions options(String... settings) {
        return CommandLine.populateCommand(new RemoteOptions(), settings);
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.add(resource);
        return resource;
    }

    private static ObjectId commit(GitStore in, int size) throws IOException {
        byte[] content = new byte[size];
        new Random().nextBytes(content);
        try (ObjectInserter inserter = in.repository().newObjectInserter()) {
            var tree = new TreeFormatter();
            tree.append("file", FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, content));
            ObjectId id = inserter.insert(tree);
            inserter.flush();
            return in.commit(id, new PersonIdent("test", "test"), "test\n");
        }
    }
}
