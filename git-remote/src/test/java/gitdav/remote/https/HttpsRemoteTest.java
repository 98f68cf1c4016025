package gitdav.remote.https;

import gitdav.remote.GitRemote;
import gitdav.remote.RemoteException;
import gitdav.remote.RemoteOptions;
import gitdav.servers.Command;
import gitdav.servers.HttpsGitServer;
import gitdav.servers.Line;
import gitdav.servers.TunnelProxy;
import gitdav.volume.DataVolume;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import java.io.IOException;
import java.net.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/// Against native git over https: who gets in, how, and what each failure says.
@Tag("long")
class HttpsRemoteTest {

    /// Git knows it without being told.
    private static final String EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
    private static final String PASSWORD = "s3cret/p@ss:word";

    @TempDir
    private Path dir;
    private GitStore store;
    private HttpsGitServer server;
    private ObjectId commit;

    @BeforeEach
    void serverWithAnEmptyRepository() throws IOException {
        Path root = Files.createDirectory(dir.resolve("remotes"));
        Command.run("git", "init", "--quiet", "--bare", "--initial-branch=main",
                root.resolve("content.git").toString());
        server = HttpsGitServer.start(root, "git:" + PASSWORD);
        store = GitStore.open(dir.resolve("git"), "main");
        // More than JGit keeps in memory before it sends.
        commit(random(3 << 20));
    }

    private void commit(byte[] content) throws IOException {
        var files = new DataVolume(Files.createDirectories(dir.resolve("files")));
        Files.write(files.root().resolve("large"), content);
        ObjectId tree = Snapshotter.take(files, store, store.headTree()).tree();
        commit = store.commit(tree, new PersonIdent("test", "test"), "test\n");
    }

    @AfterEach
    void stopServer() {
        server.close();
        store.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"git:" + PASSWORD, "git:" + PASSWORD + "\n"})
    void nameAndPasswordFromAFileLetUsIn(String credentials) throws Exception {
        assertPushes(server.url("content.git"), "--https-credentials-file", file(credentials));
    }

    @Test
    void passwordFromAFileGoesWithTheNameInTheUrl() throws Exception {
        assertPushes(server.url("content.git").replace("//", "//git@"), "--https-credentials-file", file(PASSWORD));
    }

    @Test
    void loginInTheUrlIsDecoded() throws Exception {
        assertPushes(server.url("content.git").replace("//", "//git:s3cret%2Fp%40ss%3Aword@"));
    }

    @Test
    void tokenAloneIsEnough() throws Exception {
        server.close();
        server = HttpsGitServer.start(dir.resolve("remotes"), "git:t0ken_x");

        assertPushes(server.url("content.git"), "--https-credentials-file", file("t0ken_x"));
        assertPushes(server.url("content.git").replace("//", "//t0ken_x@"));
    }

    @Test
    void redirectIsFollowedWithinOneServer() throws Exception {
        server.redirect("/moved/", server);

        assertPushes(server.url("moved/content.git"), "--https-credentials-file", file("git:" + PASSWORD));
    }

    @Test
    void passwordIsNotToldToAnotherServer() throws Exception {
        try (var other = HttpsGitServer.start(dir.resolve("remotes"), "git:" + PASSWORD)) {
            server.redirect("/moved/", other);
            Path both = Files.writeString(dir.resolve("both.pem"), server.certificate() + other.certificate());

            assertThatThrownBy(() -> remote(server.url("moved/content.git"), "--https-credentials-file",
                    file("git:" + PASSWORD), "--tls-ca-file", both.toString()).fetch())
                    .hasMessageContaining("does not accept");
            assertThat(other.lastLogin()).isEqualTo("null");
        }
    }

    @Test
    void proxyIsUsedExceptForTheHostsThatNeedNone() throws Exception {
        try (TunnelProxy proxy = TunnelProxy.start()) {
            assertPushes(server.url("content.git"), "--https-credentials-file", file("git:" + PASSWORD),
                    "--https-proxy", proxy.url());
            int before = proxy.tunnels();
            assertThat(before).isPositive();

            assertPushes(server.url("content.git"), "--https-credentials-file", file("git:" + PASSWORD),
                    "--https-proxy", proxy.url(), "--no-proxy", "example.org,127.0.0.1");
            assertThat(proxy.tunnels()).isEqualTo(before);
        }
    }

    @Test
    void domainsWithoutProxyIncludeTheirHosts() {
        var proxy = new HttpProxy("proxy.example", 3128);

        assertThat(proxy.to("git.example.org", List.of("example.org"))).isEqualTo(Proxy.NO_PROXY);
        assertThat(proxy.to("git.example.org", List.of(" .Example.org"))).isEqualTo(Proxy.NO_PROXY);
        assertThat(proxy.to("git.example.org", List.of("*"))).isEqualTo(Proxy.NO_PROXY);
        assertThat(proxy.to("myexample.org", List.of("example.org", ""))).isNotEqualTo(Proxy.NO_PROXY);
    }

    @Test
    void certificateThatNobodyVouchesForIsRefused() {
        assertThatThrownBy(() -> plainRemote("--git-url", server.url("content.git")).fetch())
                .hasMessageContaining("certificate").hasMessageContaining("TLS_CA_FILE");
    }

    @Test
    void wrongPasswordIsNamedAndNotQuoted() {
        assertThatThrownBy(() -> remote(server.url("content.git"), "--https-credentials-file", file("git:wr0ng"))
                .fetch()).isInstanceOf(RemoteException.class).hasMessageContaining("HTTPS_CREDENTIALS_FILE")
                .message().doesNotContain("wr0ng");
        assertThatThrownBy(() -> remote(server.url("content.git")).fetch())
                .hasMessageContaining("HTTPS_CREDENTIALS_FILE");
    }

    @Test
    void missingRepositoryIsNamed() {
        assertThatThrownBy(() -> remote(server.url("no-such.git"), "--https-credentials-file", file("git:" + PASSWORD))
                .fetch()).hasMessageContaining("there is no such repository");
    }

    @Test
    void loginThatMayNotPushIsTold() throws Exception {
        server.becomeReadOnly();

        assertThatThrownBy(() -> remote(server.url("content.git"), "--https-credentials-file",
                file("git:" + PASSWORD)).push()).hasMessageContaining("may only read")
                .isInstanceOfSatisfying(RemoteException.class,
                        e -> assertThat(e.kind()).isEqualTo(RemoteException.Kind.READ_ONLY));
    }

    @Test
    void pushWhileSomebodyElsePushesIsNoRefusal() throws Exception {
        Path repository = dir.resolve("remotes/content.git");
        Path lock = Files.createFile(repository.resolve("refs/heads/main.lock"));
        assertMeetsAnotherPush();
        Files.delete(lock);

        // Their push is done when ours is about to be.
        whilePushing(repository, "refs/heads/main");
        assertMeetsAnotherPush();
    }

    @Test
    void branchThatCannotBeWrittenIsARefusalInTheServersWords() throws Exception {
        // Below the name of ours there is another, so that ours cannot be a file.
        whilePushing(dir.resolve("remotes/content.git"), "refs/heads/main/other");

        assertThatThrownBy(() -> remote(server.url("content.git"), "--https-credentials-file",
                file("git:" + PASSWORD)).push()).hasMessageContaining("the server refuses it")
                .hasMessageContaining("cannot lock ref 'refs/heads/main'").isInstanceOfSatisfying(RemoteException.class,
                        e -> assertThat(e.kind()).isEqualTo(RemoteException.Kind.REFUSED));
    }

    /// Somebody makes a branch when the server has got all of a push, and has not written its branch yet.
    private static void whilePushing(Path repository, String branch) throws IOException {
        String theirs = Command.run("git", "--git-dir", repository.toString(), "-c", "user.name=t", "-c",
                "user.email=t@localhost", "commit-tree", "-m", "theirs", EMPTY_TREE).strip();
        Path hook = Files.writeString(repository.resolve("hooks/pre-receive"), """
                #!/bin/sh
                unset GIT_QUARANTINE_PATH
                git update-ref %s %s
                """.formatted(branch, theirs));
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwx------"));
    }

    private void assertMeetsAnotherPush() {
        assertThatThrownBy(() -> remote(server.url("content.git"), "--https-credentials-file",
                file("git:" + PASSWORD)).push()).hasMessageContaining("another push to it is running")
                .isInstanceOfSatisfying(RemoteException.class,
                        e -> assertThat(e.kind()).isEqualTo(RemoteException.Kind.MOVED_ON));
    }

    @Test
    @Timeout(30)
    void serverThatStopsReadingIsGivenUpAndTheConnectionClosed() throws Exception {
        // More than the buffers on the way hold.
        commit(random(32 << 20));
        try (var line = new Line(server.port())) {
            line.stallAfter(1_000_000);

            assertThatThrownBy(() -> remote(HttpsGitServer.url(line.port(), "content.git"), "--https-credentials-file",
                    file("git:" + PASSWORD), "--git-timeout", "2s").push())
                    .hasMessageContaining("Write timed out after 2,000 ms")
                    .isInstanceOfSatisfying(RemoteException.class,
                            e -> assertThat(e.kind()).isEqualTo(RemoteException.Kind.STALLED));
            await().until(() -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("transfer")));
        }
    }

    @Test
    void lineThatIsSlowTakesLongerThanTheTimeoutAndIsWaitedFor() throws Exception {
        commit(random(16 << 20));
        try (var line = new Line(server.port())) {
            line.throttle(4 << 20);
            long begin = System.nanoTime();

            assertPushes(HttpsGitServer.url(line.port(), "content.git"), "--https-credentials-file",
                    file("git:" + PASSWORD), "--git-timeout", "3s");

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void fetchAsksOnlyOnceWhatTheServerHas() throws Exception {
        try (GitRemote remote = remote(server.url("content.git"), "--https-credentials-file",
                file("git:" + PASSWORD))) {
            remote.push();
            store.forgetRemote();
            int before = server.admitted().size();

            assertThat(remote.fetch()).contains(commit);

            assertThat(server.admitted().subList(before, server.admitted().size()))
                    .filteredOn(path -> path.contains("/info/refs")).hasSize(1);
        }
    }

    @Test
    void settingsThatAreNoneAreRefused() throws IOException {
        assertThatThrownBy(() -> plainRemote("--git-url=https://host/x", "--https-proxy=https://u:s3cret@proxy:1"))
                .hasMessageContaining("is not a proxy").message().doesNotContain("s3cret");
        String garbage = file("garbage");
        assertThatThrownBy(() -> plainRemote("--git-url=https://host/x", "--tls-ca-file", garbage))
                .hasMessageContaining(garbage);
    }

    private void assertPushes(String url, String... settings) throws Exception {
        try (GitRemote remote = remote(url, settings)) {
            remote.fetch();
            remote.push();
            store.forgetRemote();
            assertThat(remote.fetch()).contains(commit);
        }
        assertThat(Command.run("git", "--git-dir", dir.resolve("remotes/content.git").toString(), "rev-parse", "main"))
                .startsWith(commit.name());
        Command.run("git", "--git-dir", dir.resolve("remotes/content.git").toString(), "update-ref", "-d",
                "refs/heads/main");
        store.forgetRemote();
    }

    private GitRemote remote(String url, String... settings) throws Exception {
        List<String> all = new ArrayList<>(List.of("--git-url", url));
        if (!List.of(settings).contains("--tls-ca-file")) {
            all.addAll(List.of("--tls-ca-file", file(server.certificate())));
        }
        all.addAll(List.of(settings));
        return plainRemote(all.toArray(String[]::new));
    }

    private GitRemote plainRemote(String... settings) throws Exception {
        RemoteOptions options = CommandLine.populateCommand(new RemoteOptions(), settings);
        options.check();
        return options.remote(store);
    }

    private String file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(dir, "setting", null), content).toString();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}
