package gitdav.e2e;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// The life of a share on the volumes that clusters hand out, for programs that are not root: empty, written to, backed up,
/// found intact, lost, and restored. Nothing is changed of what is not ours, the volumes' roots included.
class VolumeShapesTest {

    @TempDir
    private Path dir;

    @BeforeEach
    void letThePodIn() throws IOException {
        PodUser.letIn(dir);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "ROOTS_ALONE")
    void shareIsStartedBackedUpAndRestored(VolumeShape shape) throws Exception {
        shape.makeWithoutEntries(dir.resolve("backup"));
        Map<String, String> first = pod(shape, "first");
        run("git-init", first, "--git-create-remote", "true");
        upload(first, "file", "content");
        assertThat(run("git-backup", first, "--once")).contains("backed up: commit ");
        assertThat(run("git-init", first)).contains("/data is intact");
        assertThat(run("git-backup", first, "--once")).contains("nothing to do");
        assertUntouched(shape, first);

        Map<String, String> second = pod(shape, "second");
        run("git-init", second);
        if (!shape.foreign().isEmpty()) {
            // What somebody else has put there is joined with what is restored, and so there is something to back up.
            run("git-backup", second, "--once");
        }

        assertThat(UsersFiles.in(data(second))).isEqualTo(UsersFiles.in(data(first))).containsEntry("file", "content");
        assertThat(run("git-init", second)).contains("/data is intact");
        assertThat(run("git-backup", second, "--once")).contains("nothing to do");
        assertUntouched(shape, second);
        upload(second, "another", "content");
        assertThat(run("git-backup", second, "--once")).contains("added another");
    }

    private static void assertUntouched(VolumeShape shape, Map<String, String> pod) throws IOException {
        assertThat(UsersFiles.in(data(pod))).containsAllEntriesOf(shape.foreign());
        shape.assertUntouched(data(pod));
        shape.assertUntouched(Path.of(pod.get("GIT_STORE")));
    }

    private void upload(Map<String, String> pod, String name, String content) throws Exception {
        var settings = new TreeMap<>(Map.of("DATA_DIR", pod.get("DATA_DIR"), "PORT", "0", "MANAGEMENT_PORT", "0"));
        try (var webdavApp = ProgramProcess.startInPod("webdav-app", settings);
                var client = HttpClient.newHttpClient()) {
            await().atMost(Duration.ofMinutes(1)).until(() -> webdavApp.output().contains("on http://localhost:"));
            URI share = URI.create(webdavApp.output().replaceFirst("(?s).*(http://localhost:\\d+/).*", "$1"));
            var put = HttpRequest.newBuilder(share.resolve(name)).PUT(BodyPublishers.ofString(content)).build();
            assertThat(client.send(put, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
            webdavApp.sigterm();
            assertThat(webdavApp.exitCode()).as(webdavApp.output()).isZero();
        }
    }

    private static String run(String program, Map<String, String> pod, String... arguments) throws Exception {
        try (var process = ProgramProcess.startInPod(program, pod, arguments)) {
            assertThat(process.exitCode()).as(process.output()).isZero();
            assertThat(process.output()).doesNotContain("Operation not permitted", "ermission denied: ", "\tat ");
            return process.output();
        }
    }

    private Map<String, String> pod(VolumeShape shape, String name) throws IOException {
        Path pod = PodUser.letIn(Files.createDirectory(dir.resolve(name)));
        return new HashMap<>(Map.of("DATA_DIR", shape.make(pod.resolve("data")).toString(), "GIT_STORE",
                shape.makeWithoutEntries(pod.resolve("git")).toString(), "GIT_URL",
                dir.resolve("backup/content.git").toUri().toString()));
    }

    private static Path data(Map<String, String> pod) {
        return Path.of(pod.get("DATA_DIR"));
    }
}
