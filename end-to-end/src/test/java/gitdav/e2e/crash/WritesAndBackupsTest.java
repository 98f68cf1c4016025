package gitdav.e2e.crash;

import gitdav.e2e.pod.PodUser;
import gitdav.e2e.pod.ProgramLoop;
import gitdav.e2e.pod.ProgramProcess;
import gitdav.e2e.pod.VolumeShape;
import gitdav.servers.Command;
import gitdav.servers.HttpsGitServer;
import gitdav.servers.Line;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Clients write, rename, copy and delete through webdav-app as fast as it answers, while git-backup backs up every second
/// and its remote goes down, comes back, and refuses. Then the pod ends as pods do, and another pod restores what was
/// acknowledged: all of it, and nothing else.
///
/// `-Drounds=50` for more trouble, `-Dseed=...` for the same lines that break and the same changes once more.
@Tag("long")
class WritesAndBackupsTest {

    private static final int WRITERS = 4;
    private static final String LOGIN = "somebody:s3cret-password";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    private Path dir;
    private Path repository;
    private HttpsGitServer server;
    private Line line;

    @BeforeEach
    void startServer() throws IOException {
        repository = Files.createDirectory(dir.resolve("remotes")).resolve("content.git");
        Command.run("git", "init", "--quiet", "--bare", "--initial-branch=main", repository.toString());
        server = HttpsGitServer.start(repository.getParent(), LOGIN);
        line = new Line(server.port());
    }

    @AfterEach
    void stopServer() throws IOException {
        line.close();
        server.close();
    }

    @Test
    void everyAcknowledgedWriteIsInTheLastBackup() throws Exception {
        var rounds = Rounds.of(1);
        var random = rounds.random();
        List<ShareWriter> writers = IntStream.range(0, WRITERS)
                .mapToObj(i -> new ShareWriter("writer-" + i, random.nextLong())).toList();

        Map<String, String> pod = pod("one");
        ProgramLoop.sharedInPod().succeed("git-init", pod);
        try (var gitBackup = ProgramProcess.startInPod("git-backup", pod, "--runat", "1s", "--management-port", "0")) {
            try (var webdavApp = ProgramProcess.startInPod("webdav-app",
                    Map.of("DATA_DIR", pod.get("DATA_DIR"), "PORT", "0",
                            "MANAGEMENT_PORT", "0"));
                    var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> writing = begin(writers, webdavApp.uri(), threads);
                for (int round = 0; round < rounds.number(); round++) {
                    bringTrouble(gitBackup, random);
                }
                writers.forEach(ShareWriter::expectTheEnd);
                webdavApp.sigterm();
                assertThat(webdavApp.exitCode()).as(webdavApp.output()).isZero();
                for (Future<?> each : writing) {
                    each.get();
                }
            }
            gitBackup.sigterm();
            assertThat(gitBackup.exitCode()).as(gitBackup.output()).isZero();
            System.out.printf("%d changes acknowledged, %d backups, %d that failed%n",
                    writers.stream().mapToInt(ShareWriter::acknowledged).sum(), times("backed up: ", gitBackup),
                    times("backup failed: ", gitBackup));
        }

        Map<String, String> other = pod("other");
        ProgramLoop.sharedInPod().succeed("git-init", other);
        for (ShareWriter writer : writers) {
            assertThat(writer.expected()).contains(writer.found(Path.of(other.get("DATA_DIR"))));
        }
        Command.run("git", "--git-dir", repository.toString(), "fsck", "--full", "--strict");
    }

    /// Clients that write until the server is gone.
    private static List<Future<?>> begin(List<ShareWriter> writers, URI share, ExecutorService threads)
            throws IOException, InterruptedException {
        var client = HttpClient.newBuilder().version(Version.HTTP_1_1).build();
        var writing = new ArrayList<Future<?>>();
        for (ShareWriter writer : writers) {
            writer.makeFolder(share, client);
            writing.add(threads.submit(() -> {
                writer.writeUntilTheServerIsGone(share, client);
                return null;
            }));
        }
        return writing;
    }

    /// Everything once: a line that breaks at any moment, a server without the repository, and one that refuses.
    private void bringTrouble(ProgramProcess gitBackup, Random random) throws IOException {
        awaitOneMore("backed up: ", gitBackup);
        line.cutAfter(random.nextInt(200_000));
        awaitOneMore("backup failed: ", gitBackup);
        line.mend();
        awaitOneMore("backed up: ", gitBackup);

        Path away = repository.resolveSibling("away");
        Files.move(repository, away);
        awaitOneMore("backup failed: ", gitBackup);
        Files.move(away, repository);
        awaitOneMore("backed up: ", gitBackup);

        Path hook = Files.writeString(repository.resolve("hooks/pre-receive"), "#!/bin/sh\nexit 1\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwx------"));
        awaitOneMore("backup failed: ", gitBackup);
        Files.delete(hook);
        awaitOneMore("backed up: ", gitBackup);
    }

    private static void awaitOneMore(String event, ProgramProcess gitBackup) {
        int before = times(event, gitBackup);
        await().atMost(TIMEOUT).untilAsserted(
                () -> assertThat(times(event, gitBackup)).as(gitBackup.output()).isGreaterThan(before));
    }

    private static int times(String event, ProgramProcess gitBackup) {
        return gitBackup.output().split(event, -1).length - 1;
    }

    private Map<String, String> pod(String name) throws IOException {
        Path pod = Files.createDirectory(PodUser.letIn(dir).resolve(name));
        VolumeShape shape = VolumeShape.inTurn(name.length());
        return Map.of("DATA_DIR", shape.make(pod.resolve("data")).toString(), "GIT_STORE",
                shape.makeWithoutEntries(pod.resolve("git")).toString(), "GIT_URL",
                HttpsGitServer.url(line.port(), "content.git"),
                "HTTPS_CREDENTIALS_FILE", Files.writeString(pod.resolve("login"), LOGIN).toString(), "TLS_CA_FILE",
                Files.writeString(pod.resolve("ca.pem"), server.certificate()).toString());
    }
}
