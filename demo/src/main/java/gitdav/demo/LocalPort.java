package gitdav.demo;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// A TCP port of the loopback address, at which a container is to answer.
record LocalPort(int number) {

    /// Makes sure, before anything is started, that the port is free.
    ///
    /// @param wanted the port; 0 for any that is free
    /// @throws IOException if it is taken
    static LocalPort reserve(int wanted) throws IOException {
        try (var socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
            return new LocalPort(socket.getLocalPort());
        } catch (BindException e) {
            throw new IOException("port " + wanted + " is taken: " + e.getMessage()
                    + "; stop what uses it, or choose another with --port", e);
        }
    }

    /// The URL of a path at this port.
    URI url(String path) {
        return URI.create("http://127.0.0.1:" + number + path);
    }

    /// Whether a GET of the path is answered with success: what an HTTP probe asks.
    boolean succeeds(String path) throws InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(url(path)).timeout(Duration.ofSeconds(2)).build();
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public String toString() {
        return String.valueOf(number);
    }
}
