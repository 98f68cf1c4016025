package gitdav.program;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Answers Kubernetes' probes, and people who ask how the program does, on a port of its own that users need not reach.
///
/// `GET /health/live` is 200 as long as the process answers at all, `GET /health/ready` is 200 while the program does its
/// work and 503 before and after
/// ([probes](https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/)). Programs add
/// requests of their own. Web pages of other sites get no answer ([CrossSite]); of what a cluster asks for, probes and
/// metrics, any name of the host is good. It is a [SmallHttpServer], with that one's limits.
public final class ManagementServer implements AutoCloseable {

    private static final Pattern ASKED_BY_A_CLUSTER = Pattern.compile("/health/.*|/metrics");

    private final SmallHttpServer http;
    private final Map<String, Function<Headers, Answer>> requests = new HashMap<>();
    private volatile boolean ready;

    /// What a request is answered with.
    ///
    /// @param status the HTTP status code
    /// @param contentType what kind of text it is
    public record Answer(int status, String contentType, String text) {

        /// Plain text, a line of it.
        public Answer(int status, String line) {
            this(status, "text/plain; charset=utf-8", line + "\n");
        }
    }

    private ManagementServer(SmallHttpServer http) {
        this.http = http;
        on("GET /health/live", () -> new Answer(200, "live"));
        on("GET /health/ready", () -> ready ? new Answer(200, "ready") : new Answer(503, "not ready"));
    }

    /// A server on the loopback address that does not answer yet.
    ///
    /// @param port the TCP port; 0 for any free one
    /// @throws IOException if the port is taken
    public static ManagementServer on(int port) throws IOException {
        return on(InetAddress.getLoopbackAddress(), port);
    }

    /// A server that does not answer yet.
    ///
    /// @param port the TCP port; 0 for any free one
    /// @throws IOException if the port is taken, or the address is not this machine's
    public static ManagementServer on(InetAddress address, int port) throws IOException {
        return new ManagementServer(SmallHttpServer.on(address, port, "MANAGEMENT_PORT"));
    }

    /// Adds a request. To be called before [#start].
    ///
    /// @param request method and path, such as `POST /backup`
    public ManagementServer on(String request, Supplier<Answer> answer) {
        return on(request, _ -> answer.get());
    }

    /// Adds a request whose answer depends on its headers.
    public ManagementServer on(String request, Function<Headers, Answer> answer) {
        requests.put(request, answer);
        return this;
    }

    /// Adds `GET /metrics`. To be called before [#start].
    ///
    /// @param metrics called for every answer
    public ManagementServer metrics(Metrics metrics) {
        return on("GET /metrics", () -> new Answer(200, Metrics.CONTENT_TYPE, metrics.text()));
    }

    /// Begins to answer.
    public ManagementServer start() {
        http.start(this::answer);
        return this;
    }

    /// Says whether the program does its work from now on.
    public void ready(boolean isReady) {
        ready = isReady;
    }

    /// The TCP port.
    public int port() {
        return http.port();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        Function<Headers, Answer> known = requests.get(request);
        Answer answer = known == null
                ? new Answer(404, "not one of: " + String.join(", ", requests.keySet().stream().sorted().toList()))
                : refusal(exchange).orElseGet(() -> known.apply(exchange.getRequestHeaders()));
        byte[] body = Secrets.masked(answer.text()).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        exchange.sendResponseHeaders(answer.status(), body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /// For what a web page of another site might have sent.
    private static Optional<Answer> refusal(HttpExchange exchange) {
        boolean mayBeAnyName = ASKED_BY_A_CLUSTER.matcher(exchange.getRequestURI().getPath()).matches();
        return SmallHttpServer.crossSite(exchange).map(reason -> new Answer(403, reason))
                .or(() -> mayBeAnyName
                        ? Optional.empty()
                        : SmallHttpServer.unknownHost(exchange).map(reason -> new Answer(421, reason)));
    }

    @Override
    public void close() {
        http.close();
    }
}
