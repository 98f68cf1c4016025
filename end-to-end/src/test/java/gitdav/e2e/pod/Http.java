package gitdav.e2e.pod;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// An HTTP client of the tests. Several threads may use it.
public final class Http implements AutoCloseable {

    /// Longer than any answer takes, that to a backup on request included.
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build();

    /// Downloads.
    public HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return send("GET", uri, "");
    }

    /// Sends any request.
    ///
    /// @param body none if empty
    /// @param headers names and values in turn
    /// @throws IOException if there is no answer within two minutes
    public HttpResponse<String> send(String method, URI uri, String body, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).method(method,
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.close();
    }
}
