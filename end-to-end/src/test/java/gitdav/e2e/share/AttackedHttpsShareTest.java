package gitdav.e2e.share;

import gitdav.demo.ImageMemory;
import gitdav.e2e.pod.Attackers;
import gitdav.e2e.pod.ProgramProcess;
import gitdav.e2e.pod.TlsFiles;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;

import static org.assertj.core.api.Assertions.assertThat;

/// webdav-app with HTTPS and the memory that `k8s/` gives it: connections take more than twice as much of it
/// (docs/access.md).
@Tag("long")
@Timeout(300)
class AttackedHttpsShareTest {

    private static final int ATTACKERS = 250;

    /// The greatest record of TLS there is begins so ([RFC 8446](https://www.rfc-editor.org/rfc/rfc8446#section-5.1)).
    private static final byte[] RECORD = {23, 3, 3, 0x40, 0};

    @TempDir
    private Path dir;

    @Test
    void unfinishedHandshakesRequestsAndRecords() throws Exception {
        TlsFiles tls = TlsFiles.in(dir);
        SSLContext trust = tls.trust();
        Path data = Files.createDirectory(dir.resolve("data"));
        // More than the kernel keeps for a connection.
        Files.write(data.resolve("film"), new byte[32 * 1024 * 1024]);
        var settings = new HashMap<>(tls.settings());
        settings.putAll(Map.of("DATA_DIR", data.toString(), "PORT", "0", "MANAGEMENT_PORT", "0", "JAVA_TOOL_OPTIONS",
                String.join(" ", ImageMemory.flags(ProgramProcess.ROOT))));
        try (var share = ProgramProcess.start("webdav-app", settings);
                var attackers = new Attackers();
                var client = HttpClient.newBuilder().sslContext(trust).build()) {
            int port = share.uri().getPort();
            attackers.attack(ATTACKERS, port, "\u0016\u0003\u0001@\u0000" + "x".repeat(15_000));
            for (String request : new String[]{"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(8_000),
                    "PUT /slow HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nx",
                    "GET /film HTTP/1.1\r\nHost: localhost\r\n\r\n"}) {
                for (int i = 0; i < ATTACKERS; i++) {
                    attack(attackers.connect(port), trust, request);
                }
                var put = HttpRequest.newBuilder(share.uri().resolve("file"))
                        .PUT(BodyPublishers.ofString("content")).build();
                assertThat(client.send(put, BodyHandlers.ofString()).statusCode()).isIn(201, 204);
                var get = HttpRequest.newBuilder(share.uri().resolve("file")).build();
                assertThat(client.send(get, BodyHandlers.ofString()).body()).isEqualTo("content");
            }
            assertThat(share.isRunning()).as(share.output()).isTrue();
            assertThat(share.output()).doesNotContain("OutOfMemoryError");
        }
    }

    /// Sends a request, and most of a record that is to follow it.
    private static void attack(Socket attacker, SSLContext trust, String request) {
        try {
            var encrypted = trust.getSocketFactory().createSocket(attacker, "localhost", attacker.getPort(), false);
            encrypted.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            attacker.getOutputStream().write(RECORD);
            attacker.getOutputStream().write(new byte[15_000]);
        } catch (IOException refused) {
            // The next one may be taken.
        }
    }
}
