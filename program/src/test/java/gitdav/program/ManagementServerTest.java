package gitdav.program;

import gitdav.program.ManagementServer.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ManagementServerTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch done = new CountDownLatch(1);
    private ManagementServer server;

    @BeforeEach
    void start() throws IOException {
        server = ManagementServer.on(0).on("POST /work", this::work).start();
    }

    @AfterEach
    void stop() {
        server.close();
        client.close();
    }

    @Test
    void liveAsLongAsItAnswers() throws Exception {
        assertThat(send("GET", "/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void readyOnlyWhileTheProgramSaysSo() throws Exception {
        assertThat(send("GET", "/health/ready").statusCode()).isEqualTo(503);
        server.ready(true);
        assertThat(send("GET", "/health/ready").statusCode()).isEqualTo(200);
        server.ready(false);
        assertThat(send("GET", "/health/ready").statusCode()).isEqualTo(503);
    }

    @Test
    void requestIsAnsweredWhenItsWorkIsDoneAndHoldsUpNoProbe() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = client
                .sendAsync(request("POST", "/work"), BodyHandlers.ofString());

        assertThat(send("GET", "/health/live").statusCode()).isEqualTo(200);
        assertThat(answer).isNotDone();
        done.countDown();

        assertThat(answer.get().body()).isEqualTo("worked\n");
    }

    @Test
    void metricsAreInTheFormatOfPrometheus() throws Exception {
        try (var metrics = new Metrics(Path.of("/"));
                var withMetrics = ManagementServer.on(0).metrics(metrics).start()) {
            metrics.registry().counter("backups").increment();

            var answer = client.send(request("GET", "/metrics", withMetrics), BodyHandlers.ofString());

            assertThat(answer.headers().firstValue("Content-Type"))
                    .contains("text/plain; version=0.0.4; charset=utf-8");
            assertThat(answer.body().lines()).contains("# TYPE backups_total counter", "backups_total 1.0")
                    .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
                    .anyMatch(line -> line.startsWith("process_files_open_files "))
                    .anyMatch(line -> line.startsWith("disk_free_bytes{path=\"/\"}"));
        }
    }

    @Test
    void unknownRequestIsAnsweredWithTheKnownOnes() throws Exception {
        assertThat(send("GET", "/work").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/health/live/").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/").body())
                .isEqualTo("not one of: GET /health/live, GET /health/ready, POST /work\n");
    }

    @Test
    void takenPortIsNamedWithItsSetting() throws IOException {
        try (var taken = new ServerSocket(0)) {
            assertThatThrownBy(() -> ManagementServer.on(taken.getLocalPort()))
                    .hasMessageContainingAll("port " + taken.getLocalPort(), "MANAGEMENT_PORT");
        }
    }

    @Test
    void pageOfAnotherSiteCannotAskForWork() throws Exception {
        done.countDown();

        assertThat(raw("POST /work", "Origin: http://evil.example\nContent-Type: text/plain")).isEqualTo(403);
        assertThat(raw("POST /work", "Origin: null")).isEqualTo(403);
        assertThat(raw("POST /work", "Sec-Fetch-Site: cross-site\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: document"))
                .isEqualTo(403);
        assertThat(raw("POST /work", "Sec-Fetch-Site: same-site")).isEqualTo(403);
        assertThat(raw("POST /work", "Origin: http://127.0.0.1:" + server.port())).isEqualTo(200);
        assertThat(raw("POST /work", "X-Nothing: of a browser")).isEqualTo(200);
    }

    @Test
    void linkOnAnotherSiteIsFollowedAndNothingIsEmbeddedThere() throws Exception {
        assertThat(raw("GET /health/live",
                "Sec-Fetch-Site: cross-site\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: document"))
                .isEqualTo(200);
        assertThat(
                raw("GET /health/live", "Sec-Fetch-Site: cross-site\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: iframe"))
                .isEqualTo(403);
        assertThat(
                raw("GET /health/live", "Sec-Fetch-Site: cross-site\nSec-Fetch-Mode: no-cors\nSec-Fetch-Dest: image"))
                .isEqualTo(403);
        assertThat(raw("GET /health/live", "Sec-Fetch-Site: none\nSec-Fetch-Mode: navigate")).isEqualTo(200);
    }

    @Test
    void nameThatAPageMayHavePointedHereIsRefused() throws Exception {
        done.countDown();

        assertThat(rawTo("evil.example", "POST /work", "Origin: http://evil.example")).isEqualTo(421);
        assertThat(rawTo("evil.example:" + server.port(), "POST /work", "X-Forwarded-Host: localhost")).isEqualTo(421);
        for (String host : List.of("localhost", "LocalHost:1", "10.1.2.3", "[::1]:80", "[fe80::1]")) {
            assertThat(rawTo(host, "POST /work", "X-Nothing: else")).as(host).isEqualTo(200);
        }
    }

    @Test
    void probesAndMetricsAreGivenUnderAnyName() throws Exception {
        assertThat(rawTo("gitdav.gitdav.svc:9090", "GET /health/live", "X-Nothing: else")).isEqualTo(200);
    }

    @Test
    void portIsOpenAtItsAddressOnly() throws Exception {
        InetAddress another = InetAddress.ofLiteral("127.0.0.2");
        try (var elsewhere = ManagementServer.on(another, 0).start()) {
            assertThatThrownBy(() -> send("GET", "/health/live", elsewhere)).isInstanceOf(ConnectException.class);
            new Socket(another, elsewhere.port()).close();
        }
        assertThatThrownBy(() -> ManagementServer.on(InetAddress.ofLiteral("192.0.2.1"), 0))
                .hasMessageContainingAll("192.0.2.1", "MANAGEMENT_ADDRESS");
    }

    private int raw(String request, String headers) throws IOException {
        return rawTo("127.0.0.1:" + server.port(), request, headers);
    }

    /// The status of the answer to a request with headers that Java's client does not let a program set.
    private int rawTo(String host, String request, String headers) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write("%s HTTP/1.1\nHost: %s\n%s\nContent-Length: 0\nConnection: close\n\n"
                    .formatted(request, host, headers).replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
            return Integer.parseInt(
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).split(" ", 3)[1]);
        }
    }

    private Answer work() {
        try {
            done.await();
            return new Answer(200, "worked");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(500, "interrupted");
        }
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        return send(method, path, server);
    }

    private HttpResponse<String> send(String method, String path, ManagementServer server) throws Exception {
        return client.send(request(method, path, server), BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String path) {
        return request(method, path, server);
    }

    private static HttpRequest request(String method, String path, ManagementServer server) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, BodyPublishers.noBody()).build();
    }
}
