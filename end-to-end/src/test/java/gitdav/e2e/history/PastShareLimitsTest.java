package gitdav.e2e.history;

import gitdav.e2e.pod.MountedFolder;
import gitdav.e2e.pod.PodUser;
import gitdav.e2e.pod.ProcessPod;
import gitdav.e2e.pod.UsersFiles;
import gitdav.e2e.pod.VolumeShape;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Who may see the past, and what happens when there is no room for it, or very many look at it at once.
@Tag("long")
class PastShareLimitsTest {

    /// Made by glibc's crypt, of the password.
    private static final String ALICE = "alice:$2b$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW\n";
    private static final String PASSWORD = "secret";
    private static final int CONNECTIONS = 300;
    private static final int CONNECT_MILLIS = 2_000;

    @TempDir
    private Path dir;

    @BeforeEach
    void letThePodIn() throws IOException {
        PodUser.letIn(dir);
    }

    @Test
    void pastIsSeenByUsersAloneAndRestoredByThoseWhoMayWrite() throws Exception {
        Path users = Files.writeString(dir.resolve("users"), ALICE + ALICE.replace("alice", "guest"));
        try (var pod = PastPod.start(podWithNotes(), "--webdav-users-file", users.toString(),
                "--webdav-read-only-users", "guest")) {
            String past = "/.history/" + pod.version() + "/notes.txt";

            assertThat(pod.send("GET", past).statusCode()).isEqualTo(401);
            assertThat(pod.send("PROPFIND", "/.history/", "Depth", "1").statusCode()).isEqualTo(401);
            assertThat(pod.send("COPY", past, "Destination", "/restored").statusCode()).isEqualTo(401);
            assertThat(pod.send("GET", past, login("guest", "wrong")).statusCode()).isEqualTo(401);

            assertThat(pod.send("GET", past, login("guest", PASSWORD)).body()).isEqualTo("as it was");
            assertThat(pod.send("PROPFIND", "/.history/", and(login("guest", PASSWORD), "Depth", "1")).body())
                    .contains(pod.version());
            assertThat(pod.send("COPY", past, and(login("guest", PASSWORD), "Destination", "/restored"))
                    .statusCode()).isEqualTo(403);
            assertThat(dir.resolve("data/restored")).doesNotExist();

            assertThat(pod.send("COPY", past, and(login("alice", PASSWORD), "Destination", "/restored"))
                    .statusCode()).isEqualTo(201);
            assertThat(dir.resolve("data/restored")).hasContent("as it was");
        }
    }

    @Test
    void readOnlyShareShowsItsPastAndRestoresNothing() throws Exception {
        try (var pod = PastPod.start(podWithNotes(), "--webdav-read-only", "true")) {
            String past = "/.history/" + pod.version() + "/notes.txt";

            assertThat(pod.send("GET", past).body()).isEqualTo("as it was");
            assertThat(pod.send("COPY", past, "Destination", "/restored").statusCode()).isEqualTo(403);
            assertThat(dir.resolve("data/restored")).doesNotExist();
        }
    }

    @Test
    void pastIsBelowTheBasePath() throws Exception {
        try (var pod = PastPod.start(podWithNotes(), "--webdav-base-path", "/dav")) {
            String past = "/dav/.history/" + pod.version() + "/";

            assertThat(pod.send("GET", past + "notes.txt").body()).isEqualTo("as it was");
            assertThat(pod.send("PROPFIND", "/dav/.history/", "Depth", "1").body()).contains(">" + past + "<");
            assertThat(pod.send("PROPFIND", past, "Depth", "1").body()).contains(">" + past + "notes.txt<");
            assertThat(pod.send("GET", past).body()).contains("notes.txt");
            assertThat(pod.send("COPY", past + "notes.txt", "Destination", "/dav/restored").statusCode())
                    .isEqualTo(201);
            assertThat(dir.resolve("data/restored")).hasContent("as it was");
            assertThat(pod.send("GET", past.substring("/dav".length()) + "notes.txt").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void fullDiskRefusesToRestoreAndChangesNothing() throws Exception {
        try (var disk = MountedFolder.tmpfs(dir.resolve("data"), "4m")) {
            byte[] film = new byte[1_500_000];
            new Random(1).nextBytes(film);
            Path folder = Files.createDirectory(disk.folder().resolve("films"));
            Files.write(folder.resolve("film"), film);
            PodUser.own(disk.folder());
            try (var pod = PastPod.start(pod(disk.folder()))) {
                Files.write(disk.folder().resolve("other"), new byte[2_000_000]);
                Files.writeString(folder.resolve("film"), "as it is");
                Files.write(disk.folder().resolve("more"), new byte[1_400_000]);
                Map<String, String> before = UsersFiles.in(disk.folder());
                String past = "/.history/" + pod.version() + "/films";

                assertThat(pod.send("COPY", past + "/film", "Destination", "/films/film").statusCode()).isEqualTo(507);
                assertThat(pod.send("COPY", past, "Destination", "/films").statusCode()).isEqualTo(507);
                assertThat(pod.send("COPY", past, "Destination", "/restored").statusCode()).isEqualTo(507);

                assertThat(UsersFiles.in(disk.folder())).isEqualTo(before);
                try (var left = Files.list(disk.folder().resolve(".gitdav/uploads"))) {
                    assertThat(left).isEmpty();
                }
                Files.delete(disk.folder().resolve("more"));
                assertThat(pod.send("COPY", past + "/film", "Destination", "/films/film").statusCode()).isEqualTo(204);
                assertThat(folder.resolve("film")).hasBinaryContent(film);
            }
        }
    }

    @Test
    void threeHundredConnectionsAtOnceAreAllAnswered() throws Exception {
        try (var pod = PastPod.start(podWithNotes());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String file = "/.history/" + pod.version() + "/notes.txt";
            var all = new CountDownLatch(CONNECTIONS);
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                answers.add(threads.submit(() -> {
                    try (var connection = new Socket("localhost", pod.root().getPort())) {
                        connection.setSoTimeout(60_000);
                        all.countDown();
                        all.await();
                        connection.getOutputStream().write(("GET " + file
                                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                        return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                    }
                }));
            }

            for (Future<String> answer : answers) {
                assertThat(answer.get()).startsWith("HTTP/1.1 200 ").endsWith("as it was");
            }
            assertThat(pod.send("GET", file).body()).isEqualTo("as it was");
        }
    }

    @Test
    void halfReadOldFileDelaysNoBackup() throws Exception {
        Path data = VolumeShape.OWN.make(dir.resolve("data"));
        byte[] film = new byte[20_000_000];
        new Random(1).nextBytes(film);
        Files.write(data.resolve("film"), film);
        PodUser.own(data);
        try (var pod = PastPod.start(pod(data));
                var reader = new Socket("localhost", pod.root().getPort())) {
            reader.getOutputStream()
                    .write(("GET /.history/" + pod.version() + "/film HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(reader.getInputStream().readNBytes(15)).asString().isEqualTo("HTTP/1.1 200 OK");
            pod.http().send("PUT", pod.root().resolve("/new"), "new");

            long begin = System.nanoTime();
            String answer = pod.http().send("POST", pod.gitBackup().management().resolve("backup"), "").body();

            assertThat(answer).startsWith("backed up: ");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
        }
    }

    @Test
    void nothingOutsideThePodCanConnectToTheHistory() throws Exception {
        List<InetAddress> outside = NetworkInterface.networkInterfaces().filter(PastShareLimitsTest::isUp)
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress()).toList();
        Assumptions.assumeFalse(outside.isEmpty(), "this machine has no address but the loopback's");
        try (var pod = PastPod.start(podWithNotes())) {
            for (InetAddress address : outside) {
                assertThatThrownBy(() -> connect(address, pod.history().getPort())).as(address.toString())
                        .isInstanceOf(ConnectException.class);
            }
            connect(InetAddress.ofLiteral("127.0.0.1"), pod.history().getPort());
        }
    }

    private static void connect(InetAddress address, int port) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
        }
    }

    private static boolean isUp(NetworkInterface card) {
        try {
            return card.isUp();
        } catch (IOException unknown) {
            return false;
        }
    }

    private ProcessPod podWithNotes() throws IOException {
        Path data = VolumeShape.OWN.make(dir.resolve("data"));
        Files.writeString(data.resolve("notes.txt"), "as it was");
        PodUser.own(data);
        return pod(data);
    }

    private ProcessPod pod(Path data) throws IOException {
        Path backup = VolumeShape.OWN.makeWithoutEntries(dir.resolve("backup"));
        return new ProcessPod(data, backup.resolve("git"), backup.resolve("content.git"));
    }

    private static String[] login(String user, String password) {
        return new String[]{"Authorization", "Basic " + Base64.getEncoder()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8))};
    }

    private static String[] and(String[] headers, String... more) {
        var all = new ArrayList<>(List.of(headers));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
