package gitdav.e2e.share;

import gitdav.e2e.pod.Http;
import gitdav.e2e.pod.PodUser;
import gitdav.e2e.pod.ProgramProcess;
import gitdav.e2e.pod.VolumeShape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// webdav-app as a process: what it says when it starts, what it can be asked, and how it ends.
class ShareProcessTest {

    /// Made by `htpasswd -nbB -C 4 alice geheim`.
    private static final String USER = "alice:$2y$04$wb8M6Zt4u6vBfiodm8EYFulzFP3UfMzVvstAhVVZCmDbGSQ5c6QF2\n";

    @TempDir
    private Path dir;
    private Path data;
    private final Http http = new Http();

    @BeforeEach
    void volumeWithAFile() throws IOException {
        data = VolumeShape.inTurn(1).make(PodUser.letIn(dir).resolve("data"));
        Files.writeString(data.resolve("file"), "content");
    }

    @AfterEach
    void closeClient() {
        http.close();
    }

    @Test
    void shareWithoutUsersIsAnnouncedLoudly() throws Exception {
        try (var share = started(Map.of())) {
            assertThat(share.output()).contains("WARN", "everybody may read and write: WEBDAV_USERS_FILE is not set");
        }
        try (var share = started(Map.of("WEBDAV_READ_ONLY", "true"))) {
            assertThat(share.output()).contains("WARN", "everybody may read: WEBDAV_USERS_FILE is not set");
        }
    }

    @Test
    void passwordsWithoutHttpsAreWarnedAbout() throws Exception {
        Path users = Files.writeString(dir.resolve("users"), USER);

        try (var share = started(Map.of("WEBDAV_USERS_FILE", users.toString()))) {
            await().until(() -> share.output().contains("WARN"));
            assertThat(share.output()).contains("to the users in " + users, "set TLS_CERTIFICATE_FILE")
                    .doesNotContain("$2y$", "alice");
        }
    }

    @Test
    void metricsTellOfRequestsTheDiskAndTheMachine() throws Exception {
        try (var share = started(Map.of())) {
            assertThat(http.get(share.uri().resolve("file")).body()).isEqualTo("content");

            await().untilAsserted(() -> assertThat(http.get(share.management().resolve("metrics")).body().lines())
                    .anyMatch(line -> line
                            .matches("webdav_requests_seconds_bucket\\{method=\"GET\",status=\"200\",le=.*"))
                    .contains("webdav_requests_seconds_count{method=\"GET\",status=\"200\"} 1",
                            "webdav_sent_bytes_total 7.0",
                            "webdav_requests_in_flight 0.0", "webdav_uploads_in_progress 0.0")
                    .anyMatch(line -> line.startsWith("disk_free_bytes"))
                    .anyMatch(line -> line.startsWith("jvm_memory_used_bytes"))
                    .anyMatch(line -> line.startsWith("process_cpu_usage")));
        }
    }

    @Test
    void accessLogIsOneLineForEachRequestInEitherFormat() throws Exception {
        try (var share = started(Map.of("ACCESS_LOG", "true"))) {
            http.get(share.uri().resolve("file"));
            await().until(() -> share.output().contains("INFO  127.0.0.1 - \"GET /file\" 200 7 bytes "));
        }
        try (var share = started(Map.of("ACCESS_LOG", "true", "LOG_FORMAT", "json"))) {
            http.get(share.uri().resolve("file"));
            await().until(() -> share.output().lines().count() == 2);
            JsonNode line = JsonMapper.shared().readTree(share.output().lines().toList().getLast());
            assertThat(line.get("method").stringValue()).isEqualTo("GET");
            assertThat(line.get("path").stringValue()).isEqualTo("/file");
            assertThat(line.get("status").intValue()).isEqualTo(200);
            assertThat(line.get("bytes").intValue()).isEqualTo(7);
        }
    }

    @Test
    void runningUploadIsFinishedAfterItIsNoLongerReady() throws Exception {
        try (var share = started(Map.of()); var socket = halfAnUpload(share)) {
            assertThat(http.get(share.management().resolve("health/ready")).statusCode()).isEqualTo(200);
            share.sigterm();

            await().until(() -> http.get(share.management().resolve("health/ready")).statusCode() == 503);
            write(socket, "67890");

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 201");
            assertThat(share.exitCode()).as(share.output()).isZero();
            assertThat(share.output()).contains("stopped, all requests are finished");
        }
        assertThat(data.resolve("upload")).hasContent("1234567890");
    }

    @Test
    void requestThatTakesTooLongIsGivenUpAtItsTimeout() throws Exception {
        try (var share = started(Map.of("SHUTDOWN_TIMEOUT", "500ms")); var socket = halfAnUpload(share)) {
            share.sigterm();

            assertThat(share.exitCode()).isEqualTo(1);
            assertThat(share.output()).contains("still running 500 ms after", "SHUTDOWN_TIMEOUT");
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        }
        assertThat(data.resolve("upload")).doesNotExist();
    }

    private ProgramProcess started(Map<String, String> settings) throws IOException {
        var all = new HashMap<>(Map.of("DATA_DIR", data.toString(), "PORT", "0", "MANAGEMENT_PORT", "0"));
        all.putAll(settings);
        return ProgramProcess.startInPod("webdav-app", all).atWork();
    }

    private Socket halfAnUpload(ProgramProcess share) throws IOException {
        var socket = new Socket("localhost", share.uri().getPort());
        write(socket, "PUT /upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n12345");
        await().until(() -> http.get(share.management().resolve("metrics")).body()
                .contains("webdav_uploads_in_progress 1.0"));
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }
}
