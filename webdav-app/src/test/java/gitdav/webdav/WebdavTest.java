package gitdav.webdav;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/// A server on a folder of its own, and a client.
public abstract class WebdavTest {

    /// Around the share, so that what leads out of it is seen, and is the test's own.
    @TempDir
    private Path surroundings;

    protected Path data;
    protected WebdavServer server;
    protected final MeterRegistry metrics = new SimpleMeterRegistry();
    private URI uri;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    @BeforeEach
    protected void startServer() throws Exception {
        data = Files.createDirectories(surroundings.resolve("outer/share"));
        server = start();
        uri = server.uri();
    }

    /// Starts a server on the test's folder and any free port.
    ///
    /// @param settings what is to be otherwise, as on the command line
    protected WebdavServer start(String... settings) throws Exception {
        Stream<String> own = Stream.of("--data-dir=" + data, "--port=0");
        return WebdavServer.start(WebdavOptions.of(Stream.concat(own, Stream.of(settings)).toArray(String[]::new)),
                metrics);
    }

    /// Stops the server and starts another on the same folder, with these settings.
    protected void restart(String... settings) throws Exception {
        server.close();
        server = start(settings);
        uri = server.uri();
    }

    @AfterEach
    protected void stopServer() throws Exception {
        http.close();
        server.close();
    }

    /// Sends a request and waits for its answer.
    ///
    /// @param path percent-encoded
    /// @param headers names and values in turn
    protected HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(server.uri().resolve(path)).timeout(Duration.ofSeconds(10))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    protected int status(String method, String path, String... headers) throws Exception {
        return send(method, path, "", headers).statusCode();
    }

    protected int put(String path, String content, String... headers) throws Exception {
        return send("PUT", path, content, headers).statusCode();
    }

    /// Sends bytes as they are and returns the whole answer: for what a well-behaved client refuses to send.
    protected String sendRaw(String request) throws IOException {
        try (Socket socket = connect()) {
            write(socket, request);
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    protected int rawStatus(String method, String target, String... headerLines) throws IOException {
        String answer = sendRaw("%s %s HTTP/1.1\nHost: localhost\nConnection: close\n%s\n".formatted(method, target,
                String.join("", Stream.of(headerLines).map(line -> line + "\n").toList())));
        return Integer.parseInt(answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
    }

    protected Socket connect() throws IOException {
        return new Socket(uri.getHost(), uri.getPort());
    }

    /// Writes text with the line ends of HTTP.
    protected static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    protected String content(String file) throws IOException {
        return Files.readString(data.resolve(file));
    }

    protected List<String> uploadsInProgress() throws IOException {
        return namesIn(data.resolve(".gitdav/uploads"));
    }

    protected static List<String> namesIn(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    protected static String[] basic(String user, String password) {
        return basic(user, password, StandardCharsets.UTF_8);
    }

    protected static String[] basic(String user, String password, Charset charset) {
        return new String[]{"Authorization",
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(charset))};
    }
}
