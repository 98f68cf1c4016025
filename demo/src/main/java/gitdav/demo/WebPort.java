package gitdav.demo;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// The port at which the share is served.
record WebPort(int number) {

    /// Makes sure, before anything is started, that the port is free.
    ///
    /// @param wanted the port; 0 for any that is free
    /// @throws IOException if it is taken
    static WebPort reserve(int wanted) throws IOException {
        try (var socket = new ServerSocket(wanted)) {
            return new WebPort(socket.getLocalPort());
        } catch (BindException e) {
            throw new IOException("port " + wanted + " is taken: " + e.getMessage()
                    + "; stop what uses it, or choose another with --port", e);
        }
    }

    /// The share's URL.
    URI url() {
        return URI.create("http://127.0.0.1:" + number + "/");
    }

    /// Whether the application answers already.
    boolean answers() throws InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(url()).method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                    .timeout(Duration.ofSeconds(2)).build();
            return client.send(request, BodyHandlers.discarding()).statusCode() < 500;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public String toString() {
        return String.valueOf(number);
    }
}
