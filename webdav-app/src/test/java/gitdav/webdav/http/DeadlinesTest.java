package gitdav.webdav.http;

import gitdav.webdav.memory.MemoryBudget;
import gitdav.webdav.memory.MemoryShare;
import gitdav.webdav.protocol.DavException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Limits that attackers meet and people do not, here shorter ones than the program's: a client that sends nothing has a
/// minute.
@Timeout(30)
class DeadlinesTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HEADERS = Duration.ofSeconds(1);
    private static final Duration WINDOW = Duration.ofMillis(200);

    private final ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor();
    private final CountDownLatch isBusy = new CountDownLatch(1);
    private final CountDownLatch isReady = new CountDownLatch(1);
    private JettyServer server;
    private Socket client;

    @BeforeEach
    void start() throws IOException {
        server = new JettyServer(Optional.empty(), new Timeouts(MINUTE, MINUTE, HEADERS, MINUTE), false,
                MemoryBudget.ofThisProcess());
        server.open(InetAddress.getLoopbackAddress(), 0);
        server.start(new Bodies(), new SimpleMeterRegistry());
        client = new Socket(InetAddress.getLoopbackAddress(), server.port());
        client.setSoTimeout(10_000);
    }

    @AfterEach
    void stop() throws IOException {
        drip.shutdownNow();
        client.close();
        server.close();
    }

    @Test
    void headersThatStopHalfwayAreGivenUp() throws Exception {
        send("GET / HTTP/1.1\r\nHost: loc");

        assertThat(client.getInputStream().read()).isNegative();
    }

    @Test
    void headersThatTrickleInAreGivenUp() throws Exception {
        send("GET / HTTP/1.1\r\nX: ");
        drip();

        assertThat(endsWithoutAnAnswer()).isTrue();
    }

    @Test
    void connectionHasTheUsualTimeAgainAfterHeadersThatCameInTwoParts() throws Exception {
        send("GET / HTTP/1.1\r\nHost: loc");
        letPass(HEADERS.dividedBy(20));
        send("alhost\r\n\r\n");
        assertThat(status()).isEqualTo("200");
        client.getInputStream().readNBytes(client.getInputStream().available());

        letPass(HEADERS.multipliedBy(2));

        send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(status()).isEqualTo("200");
    }

    @Test
    void bodyThatTricklesInIsRefused() throws Exception {
        send("PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n");
        drip();

        assertThat(status()).isEqualTo("400");
    }

    @Test
    void bodyThatWaitsForABusyServerIsTaken() throws Exception {
        send("PUT /busy HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
        isBusy.await();
        letPass(WINDOW.multipliedBy(2));
        isReady.countDown();
        send("0\r\n\r\n");

        assertThat(status()).isEqualTo("200");
    }

    /// What is tested is that time passes.
    private static void letPass(Duration time) {
        await().pollDelay(time).until(() -> true);
    }

    /// A byte now and then.
    private void drip() {
        var _ = drip.scheduleAtFixedRate(() -> {
            try {
                send("x");
            } catch (IOException closed) {
                drip.shutdown();
            }
        }, 0, 20, TimeUnit.MILLISECONDS);
    }

    private void send(String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private boolean endsWithoutAnAnswer() throws IOException {
        try {
            return client.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    private String status() throws IOException {
        return new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII).replace("HTTP/1.1 ", "");
    }

    /// Reads each request's body.
    private final class Bodies extends Handler.Abstract {

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            try (var body = new RequestBody(request, Long.MAX_VALUE, new MemoryShare(0), WINDOW)) {
                if (request.getHttpURI().getPath().equals("/busy")) {
                    isBusy.countDown();
                    isReady.await();
                }
                body.readAllBytes();
                response.setStatus(200);
            } catch (DavException refused) {
                response.setStatus(refused.status().code);
            }
            Content.Sink.write(response, true, "", callback);
            return true;
        }
    }
}
