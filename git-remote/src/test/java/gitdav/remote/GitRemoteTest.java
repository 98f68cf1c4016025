package gitdav.remote;

import gitdav.files.FileTree;
import gitdav.servers.GitServer;
import gitdav.servers.Line;
import gitdav.servers.SshKey;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Against a real SSH server: what works, and what each failure says.
class GitRemoteTest {

    private static final SshKey DEPLOY_KEY = SshKey.generate();
    private static final SshKey HOST_KEY = SshKey.generate();

    @TempDir
    private Path dir;
    private GitStore theirs;
    private GitStore store;
    private GitServer server;

    @BeforeEach
    void startServer() throws IOException {
        theirs = GitStore.open(dir.resolve("remotes/content.git"), "main");
        store = GitStore.open(dir.resolve("git"), "main");
        server = GitServer.start(dir.resolve("remotes"), HOST_KEY, List.of(DEPLOY_KEY));
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
        store.close();
        theirs.close();
    }

    @Test
    void emptyRemoteHasNothingToFetch() throws IOException {
        assertThat(remote().fetch()).isEmpty();
    }

    @Test
    void fetchBringsTheNewestCommit() throws IOException {
        ObjectId commit = commit(theirs, "first");

        assertThat(remote().fetch()).contains(commit);
        assertThat(store.has(commit)).isTrue();
        assertThat(store.remoteHead()).contains(commit);
        assertThat(store.head()).isEmpty();
    }

    @Test
    void pushIsInTheRemoteWhenItReturns() throws IOException {
        ObjectId commit = commit(store, "ours");

        remote().push();

        assertThat(theirs.head()).contains(commit);
        assertThat(store.remoteHead()).contains(commit);
    }

    @Test
    void repositoryInAFolderIsARemoteToo() throws IOException {
        ObjectId commit = commit(store, "ours");

        remote(theirs.folder().toUri().toString(), known(server.knownHost())).push();

        assertThat(theirs.head()).contains(commit);
    }

    @Test
    void missingFolderBecomesARepositoryWithoutCommits() throws Exception {
        Path missing = dir.resolve("backup/content.git");
        Files.createDirectories(dir.resolve("backup/content.git.unfinished/objects")); // the process was killed
        try (var remote = remote(missing.toUri().toString(), Optional.empty())) {
            assertThat(remote.createIfMissing()).isTrue();
            assertThat(remote.fetch()).isEmpty();
            assertThat(remote.createIfMissing()).isFalse();
        }
        assertThat(missing.resolveSibling("content.git.unfinished")).doesNotExist();
        assertThat(missing.resolve("HEAD")).hasContent("ref: refs/heads/main");
    }

    @Test
    void volumeThatIsNotMountedIsNotTakenForAnEmptyBackup() throws Exception {
        try (var remote = remote(dir.resolve("no-such-volume/content.git").toUri().toString(), Optional.empty())) {
            assertThatThrownBy(remote::createIfMissing).isInstanceOf(NoSuchFileException.class);
        }
        assertThat(dir.resolve("no-such-volume")).doesNotExist();
    }

    @Test
    void pushNeverOverwritesWhatTheRemoteHas() throws IOException {
        ObjectId newer = commit(theirs, "theirs");
        commit(store, "ours");

        assertThatThrownBy(() -> remote().push()).isInstanceOf(RemoteException.class)
                .hasMessageContaining("commits that this volume has not");
        assertThat(theirs.head()).contains(newer);
    }

    @Test
    void pushWhileSomebodyElsePushesIsNoRefusal() throws IOException {
        commit(store, "ours");
        Files.createFile(theirs.folder().resolve("refs/heads/main.lock"));

        assertThatThrownBy(() -> remote().push()).hasMessageContaining("another push to it is running")
                .isInstanceOfSatisfying(RemoteException.class,
                        e -> assertThat(e.kind()).isEqualTo(RemoteException.Kind.MOVED_ON));
    }

    @Test
    void misspeltBranchIsAnErrorAndNotAnEmptyRemote() throws IOException {
        commit(theirs, "first");
        try (var elsewhere = GitStore.open(dir.resolve("git2"), "mian")) {
            assertThatThrownBy(() -> remote(elsewhere).fetch()).hasMessageContaining("no branch 'mian', only main")
                    .hasMessageContaining("GIT_BRANCH");
        }
    }

    @Test
    void rememberedBranchIsWhatTheRemoteHasNow() throws IOException {
        commit(theirs, "first");
        remote().fetch();
        theirs.close();
        FileTree.delete(theirs.folder());
        theirs = GitStore.open(theirs.folder(), "main");
        assertThat(remote().fetch()).isEmpty();
        assertThat(store.remoteHead()).isEmpty();

        ObjectId unrelated = commit(theirs, "unrelated");

        assertThat(remote().fetch()).contains(unrelated);
        assertThat(store.remoteHead()).contains(unrelated);
    }

    @Test
    void unknownHostKeyIsRefusedWithItsFingerprint() {
        assertThatThrownBy(() -> remote(url(), Optional.empty()).fetch()).hasMessageContaining("is not known")
                .hasMessageContaining("ssh-ed25519 SHA256:").hasMessageContaining("SSH_KNOWN_HOSTS_FILE");
    }

    @Test
    void serverThatIsAwayAfterItWasRefusedIsSaidToBeAway() throws IOException {
        try (GitRemote remote = remote(url(), Optional.empty())) {
            assertThatThrownBy(remote::fetch).hasMessageContaining("is not known");
            server.close();

            assertThatThrownBy(remote::fetch).hasMessageContaining("Connection refused").isInstanceOfSatisfying(
                    RemoteException.class, e -> assertThat(e.kind()).isEqualTo(RemoteException.Kind.UNREACHABLE));
        }
    }

    @Test
    void changedHostKeyIsRefusedWithBothFingerprints() throws IOException {
        String before = server.knownHost().replace(HOST_KEY.publicKey(), SshKey.generate().publicKey());

        assertThatThrownBy(() -> remote(url(), known(before)).fetch()).hasMessageContaining("has changed")
                .message().containsPattern("SHA256:.*SHA256:");
    }

    @Test
    void acceptNewRemembersTheServerAndTrustsNoOtherKeyLater() throws IOException {
        acceptNew().fetch();
        Path remembered = store.folder().resolve("known_hosts");
        assertThat(remembered).content().contains(HOST_KEY.publicKey());
        Files.writeString(remembered,
                Files.readString(remembered).replace(HOST_KEY.publicKey(), SshKey.generate().publicKey()));

        assertThatThrownBy(() -> acceptNew().fetch()).hasMessageContaining("has changed");
    }

    @Test
    void wrongKeyIsNamed() {
        String wrong = server.url("content.git", SshKey.generate());

        assertThatThrownBy(() -> remote(wrong, known(server.knownHost())).fetch())
                .hasMessageContaining("ssh://git@127.0.0.1").hasMessageContaining("deploy key");
    }

    @Test
    void missingRepositoryIsNamed() {
        String missing = server.url("no-such.git", DEPLOY_KEY);

        assertThatThrownBy(() -> remote(missing, known(server.knownHost())).fetch()).hasMessageContaining("no-such.git")
                .hasMessageContaining("there is no such repository");
    }

    @Test
    void unknownHostIsNamed() {
        String nowhere = url().replace("127.0.0.1", "no-such-host.invalid");

        assertThatThrownBy(() -> remote(nowhere, Optional.empty()).fetch()).hasMessageContaining("no-such-host.invalid")
                .hasMessageContaining("GIT_URL");
    }

    @Test
    void serverThatIsDownIsNamed() throws IOException {
        String url = url();
        server.close();

        assertThatThrownBy(() -> remote(url, Optional.empty()).fetch()).hasMessageContaining("127.0.0.1")
                .hasMessageContaining("Connection refused");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000})
    void lineThatBreaksBeforeTheLoginIsDoneIsNamed(int afterBytes) throws IOException {
        try (var line = new Line(server.port())) {
            line.cutAfter(afterBytes);
            String url = url().replace(":" + server.port(), ":" + line.port());

            assertThatThrownBy(() -> remote(store, url, "accept-new", Optional.empty()).fetch())
                    .hasMessageEndingWith("the line broke, or the server hung up, before the login was done")
                    .isInstanceOfSatisfying(RemoteException.class,
                            e -> assertThat(e.kind()).isEqualTo(RemoteException.Kind.UNREACHABLE));
        }
    }

    /// What the other end's kernel says if it closes before it has read everything.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void lineThatIsResetBeforeTheLoginIsDoneIsNamed(boolean afterGreeting) throws Exception {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String url = url().replace(":" + server.port(), ":" + listener.getLocalPort());
            var reset = threads.submit(() -> {
                try (Socket client = listener.accept()) {
                    client.setSoLinger(true, 0);
                    if (afterGreeting) {
                        client.getInputStream().read();
                    }
                }
                return true;
            });

            assertThatThrownBy(() -> remote(store, url, "accept-new", Optional.empty()).fetch())
                    .hasMessageEndingWith("the line broke, or the server hung up, before the login was done")
                    .isInstanceOfSatisfying(RemoteException.class,
                            e -> assertThat(e.kind()).isEqualTo(RemoteException.Kind.UNREACHABLE));
            assertThat(reset.get()).isTrue();
        }
    }

    @Test
    @Timeout(30)
    void serverThatSaysNothingIsGivenUp() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = url().replace(":" + server.port(), ":" + silent.getLocalPort());

            assertThatThrownBy(() -> remote(store, url, "strict", Optional.empty(), "--git-timeout", "2s").fetch())
                    .isInstanceOf(RemoteException.class);
        }
    }

    private String url() {
        return server.url("content.git", DEPLOY_KEY);
    }

    private GitRemote remote() throws IOException {
        return remote(store);
    }

    private GitRemote remote(GitStore local) throws IOException {
        return remote(local, url(), "strict", known(server.knownHost()));
    }

    private GitRemote remote(String url, Optional<Path> knownHosts) throws IOException {
        return remote(store, url, "strict", knownHosts);
    }

    private GitRemote acceptNew() throws IOException {
        return remote(store, url(), "accept-new", Optional.empty());
    }

    private static GitRemote remote(GitStore local, String url, String hostKeys, Optional<Path> knownHosts,
            String... more) throws IOException {
        var settings = new ArrayList<>(List.of("--git-url", url, "--ssh-host-keys", hostKeys));
        settings.addAll(List.of(more));
        knownHosts.ifPresent(file -> settings.addAll(List.of("--ssh-known-hosts-file", file.toString())));
        return CommandLine.populateCommand(new RemoteOptions(), settings.toArray(String[]::new)).remote(local);
    }

    private Optional<Path> known(String line) throws IOException {
        return Optional.of(Files.writeString(dir.resolve("known_hosts"), line + "\n"));
    }

    private static ObjectId commit(GitStore in, String content) throws IOException {
        try (ObjectInserter inserter = in.repository().newObjectInserter()) {
            var tree = new TreeFormatter();
            tree.append("file", FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, Constants.encode(content)));
            ObjectId id = inserter.insert(tree);
            inserter.flush();
            return in.commit(id, new PersonIdent("test", "test"), "test");
        }
    }
}
