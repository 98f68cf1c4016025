package gitdav.benchmark;

import org.eclipse.jetty.server.NetworkConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class BareJettyTest {

    private static final int BIG = (1 << 21) + 1;

    @Test
    void answersAsLongAsWhatWasUploaded(@TempDir Path home) throws Exception {
        var server = BareJetty.start(0);
        try {
            var uri = URI.create("http://127.0.0.1:" + ((NetworkConnector) server.getConnectors()[0]).getLocalPort());
            Path bigFile = Files.write(home.resolve("big"), new byte[BIG]);

            new Share(uri.resolve("/")).fill(List.of(Row.GETBIG), bigFile);

            assertThat(body("GET", uri.resolve("/small/99"))).hasSize(4096);
            assertThat(body("GET", uri.resolve("/1m"))).hasSize(1 << 20);
            assertThat(body("GET", uri.resolve("/big"))).hasSize(BIG);
            assertThat(responses(uri.resolve("/small/"))).isEqualTo(101);
            assertThat(responses(uri.resolve("/small/1"))).isEqualTo(1);
        } finally {
            server.stop();
        }
    }

    private static int responses(URI uri) throws Exception {
        return new String(body("PROPFIND", uri), StandardCharsets.UTF_8).split("<D:response>").length - 1;
    }

    private static byte[] body(String method, URI uri) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build();
            return client.send(request, BodyHandlers.ofByteArray()).body();
        }
    }
}
