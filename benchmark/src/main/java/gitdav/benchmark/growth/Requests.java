package gitdav.benchmark.growth;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/// A client of the programs. Thread-safe.
final class Requests implements AutoCloseable {

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// Sends a request and takes the whole answer.
    ///
    /// @throws IOException if the answer is no success
    void send(String method, URI uri, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofString(body));
        if (method.equals("PROPFIND")) {
            request.header("Depth", "1");
        }
        var answer = client.send(request.build(), BodyHandlers.discarding());
        if (answer.statusCode() >= 300) {
            throw new IOException(method + " " + uri + " was answered with " + answer.statusCode());
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
