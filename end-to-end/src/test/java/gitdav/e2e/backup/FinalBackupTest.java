package gitdav.e2e.backup;

import gitdav.e2e.pod.PodUser;
import gitdav.e2e.pod.ProgramLoop;
import gitdav.e2e.pod.ProgramProcess;
import gitdav.e2e.pod.VolumeShape;
import gitdav.servers.GitServer;
import gitdav.servers.SshKey;
import gitdav.volume.store.GitStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// git-backup as a process: what SIGTERM makes of it, and who else may use its store.
class FinalBackupTest {

    private static final SshKey KEY = SshKey.generate();

    @TempDir
    private Path dir;
    private final List<SshKey> letIn = new CopyOnWriteArrayList<>(List.of(KEY));
    private GitServer server;
    private Map<String, String> settings;

    @BeforeEach
    void volumeThatGitInitHasMadeUsable() throws Exception {
        GitStore.open(dir.resolve("remotes/content.git"), "main").close();
        server = GitServer.start(dir.resolve("remotes"), SshKey.generate(), letIn);
        Path knownHosts = Files.writeString(dir.resolve("known_hosts"), server.knownHost());
        VolumeShape shape = VolumeShape.inTurn(1);
        settings = Map.of("DATA_DIR", shape.make(PodUser.letIn(dir).resolve("data")).toString(), "GIT_STORE",
                shape.makeWithoutEntries(dir.resolve("git")).toString(), "GIT_URL", server.url("content.git", KEY),
                "SSH_KNOWN_HOSTS_FILE", knownHosts.toString());
        ProgramLoop.sharedInPod().succeed("git-init", settings);
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
    }

    @Test
    void lastWriteIsInTheRemoteWhenTheProcessHasEnded() throws Exception {
        try (var gitBackup = started("--runat", "1h")) {
            Files.writeString(dir.resolve("data/last"), "word");
            gitBackup.sigterm();

            assertThat(gitBackup.exitCode()).as(gitBackup.output()).isZero();
            assertThat(gitBackup.output()).contains("SIGTERM: final backup", "added last");
        }
        try (var remote = GitStore.open(dir.resolve("remotes/content.git"), "main")) {
            assertThat(remote.repository().resolve("main:last")).isNotNull();
        }
    }

    /// As a kubelet replaces a Secret: the files are links into a folder, which is a link that is renamed.
    @Test
    void finalBackupUsesTheSecretThatHasReplacedTheFirst() throws Exception {
        SshKey second = SshKey.generate();
        Path secret = Files.createDirectory(dir.resolve("secret"));
        replace(secret, "first", KEY);
        for (String file : List.of("key", "known_hosts")) {
            Files.createSymbolicLink(secret.resolve(file), Path.of("..data", file));
        }
        var all = new HashMap<>(settings);
        all.putAll(Map.of("GIT_URL", "ssh://git@127.0.0.1:" + server.port() + "/content.git", "SSH_KEY_FILE",
                secret.resolve("key").toString(), "SSH_KNOWN_HOSTS_FILE", secret.resolve("known_hosts").toString()));
        settings = all;
        try (var gitBackup = started("--runat", "1s")) {
            Files.writeString(dir.resolve("data/first"), "word");
            await().until(() -> gitBackup.output().contains("added first"));
            letIn.set(0, second);
            replace(secret, "second", second);
            Files.writeString(dir.resolve("data/last"), "word");
            gitBackup.sigterm();

            assertThat(gitBackup.exitCode()).as(gitBackup.output()).isZero();
        }
        try (var remote = GitStore.open(dir.resolve("remotes/content.git"), "main")) {
            assertThat(remote.repository().resolve("main:last")).isNotNull();
        }
    }

    private void replace(Path secret, String version, SshKey key) throws IOException {
        Path folder = Files.createDirectory(secret.resolve(".." + version));
        Files.writeString(folder.resolve("key"), key.privateKey());
        Files.writeString(folder.resolve("known_hosts"), server.knownHost());
        Path link = Files.createSymbolicLink(secret.resolve("..data_tmp"), folder.getFileName());
        Files.move(link, secret.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void finalBackupThatFailsIsSaidAndLeavesTheCommit() throws Exception {
        try (var gitBackup = started("--runat", "1s")) {
            Files.writeString(dir.resolve("data/first"), "word");
            await().until(() -> gitBackup.output().contains("added first"));
            server.close();
            Files.writeString(dir.resolve("data/last"), "word");
            gitBackup.sigterm();

            assertThat(gitBackup.exitCode()).isEqualTo(1);
            assertThat(gitBackup.output()).contains("ERROR backup failed: cannot fetch from ssh://git@127.0.0.1",
                    "Connection refused", "1 commit waits in the git store");
        }
        try (var store = GitStore.open(dir.resolve("git"), "main")) {
            assertThat(store.repository().resolve("main:last")).isNotNull();
        }
    }

    @Test
    @Tag("long")
    void finalBackupThatHangsEndsAtItsTimeout() throws Exception {
        Files.writeString(dir.resolve("data/first"), "word");
        try (var gitBackup = started("--runat", "1h", "--final-backup-timeout", "10s", "--git-timeout", "1h")) {
            await().until(() -> gitBackup.output().contains("added first"));
            Files.writeString(dir.resolve("data/last"), "word");
            int port = server.port();
            server.close();
            try (var silent = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertThat(silent.isBound()).isTrue();
                gitBackup.sigterm();

                assertThat(gitBackup.exitCode()).isEqualTo(1);
                assertThat(gitBackup.output()).contains("given up, to make way for a backup",
                        "1 commit waits in the git store");
            }
        }
    }

    @Test
    @Tag("long")
    void lastWriteIsCommittedAlthoughAPushHangs() throws Exception {
        try (var gitBackup = started("--runat", "1s", "--final-backup-timeout", "4s", "--git-timeout", "1h")) {
            await().until(() -> gitBackup.output().contains("backed up"));
            int port = server.port();
            server.close();
            try (var silent = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                Files.writeString(dir.resolve("data/first"), "word");
                silent.accept();
                Files.writeString(dir.resolve("data/last"), "word");
                gitBackup.sigterm();

                assertThat(gitBackup.exitCode()).isNotZero();
            }
        }
        try (var store = GitStore.open(dir.resolve("git"), "main")) {
            assertThat(store.repository().resolve("main:last")).isNotNull();
        }
    }

    @Test
    void backupOnRequestIsAnsweredWhenItIsDone() throws Exception {
        try (var gitBackup = started("--runat", "1h"); var client = HttpClient.newHttpClient()) {
            Files.writeString(dir.resolve("data/now"), "please");
            HttpRequest request = backupNow(gitBackup);

            assertThat(client.send(request, BodyHandlers.ofString()).body()).startsWith("backed up: commit ")
                    .contains("added now");
            assertThat(client.send(request, BodyHandlers.ofString()).body()).startsWith("nothing to do");
            server.close();
            Files.writeString(dir.resolve("data/now"), "again");
            var failed = client.send(request, BodyHandlers.ofString());

            assertThat(failed.statusCode()).isEqualTo(500);
            assertThat(failed.body()).startsWith("backup failed: cannot fetch from ssh://git@127.0.0.1");
        }
    }

    @Test
    @Tag("long")
    void requestsThatWaitKeepNothingFromTheFinalBackup() throws Exception {
        try (var gitBackup = started("--runat", "1h"); var client = HttpClient.newHttpClient()) {
            HttpRequest request = backupNow(gitBackup);
            var answers = IntStream.range(0, 800).mapToObj(_ -> client.sendAsync(request, BodyHandlers.ofString())
                    .thenApply(HttpResponse::statusCode)).toList();
            await().until(() -> answers.stream().anyMatch(CompletableFuture::isDone));
            Files.writeString(dir.resolve("data/last"), "word");
            gitBackup.sigterm();

            assertThat(gitBackup.exitCode()).as(gitBackup.output()).isZero();
            // Some fail only now: they had found no connection yet.
            await().until(() -> answers.stream().allMatch(CompletableFuture::isDone));
            assertThat(
                    answers.stream().filter(answer -> !answer.isCompletedExceptionally()).map(answer -> answer.join()))
                    .isSubsetOf(200, 503);
            assertThat(gitBackup.output().lines().filter(line -> line.contains("INFO  nothing to do")))
                    .hasSizeLessThan(20);
        }
        try (var remote = GitStore.open(dir.resolve("remotes/content.git"), "main")) {
            assertThat(remote.repository().resolve("main:last")).isNotNull();
        }
    }

    @Test
    void formOfAnotherSiteStartsNoBackup() throws Exception {
        try (var gitBackup = started("--runat", "1h"); var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(backupNow(gitBackup).uri()).header("Origin", "http://evil")
                    .header("Content-Type", "text/plain").POST(BodyPublishers.ofString("x=y")).build();

            assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
            assertThat(gitBackup.output()).doesNotContain("backed up", "nothing to do");
        }
    }

    private static HttpRequest backupNow(ProgramProcess gitBackup) {
        return HttpRequest.newBuilder(gitBackup.management().resolve("backup")).POST(BodyPublishers.noBody()).build();
    }

    @Test
    @Tag("long")
    void secondWriterWaitsAndSaysForWhom() throws Exception {
        try (var gitBackup = started("--runat", "1h"); var second = ProgramProcess.startInPod("git-init", settings)) {
            await().until(() -> second.output().contains("waiting for the git store"));
            assertThat(second.output()).contains("in use by process ");

            gitBackup.sigterm();

            assertThat(second.exitCode()).as(second.output()).isZero();
        }
    }

    private ProgramProcess started(String... arguments) throws IOException {
        var all = new HashMap<>(settings);
        all.put("MANAGEMENT_PORT", "0");
        return ProgramProcess.startInPod("git-backup", all, arguments).atWork();
    }
}
