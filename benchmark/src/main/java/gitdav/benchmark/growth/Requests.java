package gitdav.benchmark.growth;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// A client of the programs. Thread-safe.
final class Requests implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(10);

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

    /// Asks again and again until an answer has a text in it, for at most ten minutes.
    ///
    /// @throws IOException if none has
    String await(URI uri, String text) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        String answer;
        do {
            answer = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
        } while (!answer.contains(text) && System.nanoTime() < end);
        if (!answer.contains(text)) {
            throw new IOException(uri + " was never answered with " + text);
        }
        return answer;
    }

    @Override
    public void close() {
        client.close();
    }
}
