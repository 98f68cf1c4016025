package gitdav.backup.history;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import gitdav.volume.VolumePath;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/// One request with its answer, which is sent as it is written. If that breaks off, so does the connection: no client takes
/// half an answer for the whole. Not thread-safe.
final class HistoryRequest {

    private static final int BUFFER = 1 << 16;

    private final HttpExchange exchange;
    private boolean begun;

    HistoryRequest(HttpExchange exchange) {
        this.exchange = exchange;
    }

    /// What writes an answer.
    interface Writer {

        void writeTo(OutputStream out) throws IOException;
    }

    /// The path, as it was sent.
    String path() {
        return exchange.getRequestURI().getRawPath();
    }

    /// Whether only the headers of the answer are wanted.
    boolean isHead() {
        return exchange.getRequestMethod().equals("HEAD");
    }

    /// A header of the request.
    Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    /// A parameter behind the path's question mark.
    Optional<String> parameter(String name) {
        try {
            return sent(name).map(value -> URLDecoder.decode(value, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException noText) {
            throw new RefusedException(400, name + ": " + noText.getMessage());
        }
    }

    /// A parameter that is a path in the share. Its bytes need not be UTF-8.
    Optional<Path> pathParameter(String name) {
        return sent(name).map(value -> pathIn(value.replace("+", "%20").replaceAll("(?i)%2f", "/")));
    }

    private Optional<String> sent(String name) {
        String query = exchange.getRequestURI().getRawQuery();
        for (String pair : (query == null ? "" : query).split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return Optional.of(pair.substring(name.length() + 1));
            }
        }
        return Optional.empty();
    }

    /// The path in the share that a percent-encoded text means.
    static Path pathIn(String encoded) {
        try {
            return VolumePath.decode(encoded);
        } catch (IllegalArgumentException noPath) {
            throw new RefusedException(400, "'" + encoded + "' is no path in the share");
        }
    }

    /// The headers of the answer, to be set before it begins.
    Headers answerHeaders() {
        return exchange.getResponseHeaders();
    }

    /// Whether it is too late for another answer.
    boolean hasBegun() {
        return begun;
    }

    /// Answers with a sentence.
    void answer(int status, String sentence) throws IOException {
        byte[] line = (sentence + "\n").getBytes(StandardCharsets.UTF_8);
        answer(status, "text/plain; charset=utf-8", line.length, out -> out.write(line));
    }

    /// Answers with JSON of any length.
    void answerJson(Writer writer) throws IOException {
        begin(200, "application/json", isHead() ? -1 : 0);
        write(writer);
    }

    /// Answers with so many bytes.
    void answer(int status, String contentType, long length, Writer writer) throws IOException {
        if (isHead()) {
            answerHeaders().set("Content-Length", Long.toString(length));
        }
        // To this server, 0 means any length.
        begin(status, contentType, isHead() || length == 0 ? -1 : length);
        write(writer);
    }

    /// Answers with the headers alone.
    void answer(int status) throws IOException {
        begun = true;
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private void begin(int status, String contentType, long length) throws IOException {
        begun = true;
        answerHeaders().set("Content-Type", contentType);
        answerHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.sendResponseHeaders(status, length);
    }

    /// The body is closed only if all of it was written: to close it is to end the answer in order.
    private void write(Writer writer) throws IOException {
        if (!isHead()) {
            var out = new BufferedOutputStream(exchange.getResponseBody(), BUFFER);
            writer.writeTo(out);
            out.flush();
        }
        exchange.close();
    }
}
