package gitdav.e2e.crash;

import gitdav.e2e.pod.PodUser;
import gitdav.e2e.pod.ProgramProcess;
import gitdav.e2e.pod.VolumeShape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/// `kill -9` of webdav-app at a random moment, while many clients write: once it runs again, everything that it has
/// acknowledged is there, byte for byte, and what it has not acknowledged is there as a whole or not at all.
///
/// This shows that nothing is acknowledged before it is with the kernel, and that no state in between is visible. It does
/// not show that anything has reached the disk: the kernel keeps what a killed process has written. `-Dkill.rounds=1000`
/// kills more often.
@Tag("long")
class KilledServerTest {

    private static final int ROUNDS = Integer.getInteger("kill.rounds", 4);
    private static final int WRITERS = 8;

    @TempDir
    private Path dir;
    private Path data;
    private final Random random = new Random();

    @BeforeEach
    void volume() throws IOException {
        data = VolumeShape.inTurn(ROUNDS).make(PodUser.letIn(dir).resolve("data"));
    }

    @Test
    void whatWasAcknowledgedIsThere() throws Exception {
        List<ShareWriter> writers = IntStream.range(0, WRITERS)
                .mapToObj(i -> new ShareWriter("writer-" + i, random.nextLong())).toList();
        for (int round = 0; round <= ROUNDS; round++) {
            // What is started again after the last kill is only looked at.
            try (var server = server(round % 2 == 0 ? "fsync" : "none"); var client = client()) {
                URI share = server.uri();
                if (round == 0) {
                    for (ShareWriter writer : writers) {
                        writer.makeFolder(share, client);
                    }
                } else {
                    lookAtWhatIsThere(writers);
                }
                if (round < ROUNDS) {
                    writeAndKill(server, share, client, writers);
                }
            }
        }
        System.out.println("killed " + ROUNDS + " times, after "
                + writers.stream().mapToInt(ShareWriter::acknowledged).sum() + " acknowledged changes");
    }

    private void writeAndKill(ProgramProcess server, URI share, HttpClient client, List<ShareWriter> writers)
            throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writing = new ArrayList<>();
            for (ShareWriter writer : writers) {
                writing.add(threads.submit(() -> {
                    writer.writeUntilTheServerIsGone(share, client);
                    return null;
                }));
            }
            assertThat(server.killAfter(Duration.ofMillis(300 + random.nextInt(1000)))).isTrue();
            for (Future<?> each : writing) {
                each.get();
            }
        }
        for (ShareWriter writer : writers) {
            assertThat(writer.everSent()).as("no file is visible in parts").containsAll(writer.found(data).values());
        }
    }

    private void lookAtWhatIsThere(List<ShareWriter> writers) throws Exception {
        assertThat(data.resolve(".gitdav/uploads")).isEmptyDirectory();
        assertThat(data.resolve(".gitdav/replaced")).isEmptyDirectory();
        for (ShareWriter writer : writers) {
            Map<String, String> found = writer.found(data);
            assertThat(writer.expected()).contains(found);
            writer.goOnWith(found);
        }
    }

    private ProgramProcess server(String durability) throws Exception {
        return ProgramProcess.startInPod("webdav-app",
                Map.of("DATA_DIR", data.toString(), "PORT", "0", "MANAGEMENT_PORT",
                        "0", "WEBDAV_DURABILITY", durability));
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().version(Version.HTTP_1_1).build();
    }
}
