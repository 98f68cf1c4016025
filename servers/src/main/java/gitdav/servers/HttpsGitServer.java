package gitdav.servers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// Native git over https on the loopback address, for clients with a name and a password. Its certificate vouches for
/// itself, as in a network of one's own.
public final class HttpsGitServer implements AutoCloseable {

    private static final int MOVED_PERMANENTLY = 301;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NO_BODY = -1;

    private final HttpsServer server;
    private final Certificate certificate;
    private volatile String expected;
    private volatile boolean readOnly;
    private volatile String lastLogin = "";
    private final List<String> admitted = new CopyOnWriteArrayList<>();

    private HttpsGitServer(HttpsServer server, Certificate certificate, String login) {
        this.server = server;
        this.certificate = certificate;
        this.expected = basic(login);
    }

    /// Starts the server on a free port.
    ///
    /// @param root the folder whose repositories are served
    /// @param login `USER:PASSWORD`
    public static HttpsGitServer start(Path root, String login) throws IOException {
        return start(root, login, Certificate.selfSigned(root));
    }

    /// The same with a certificate that has expired.
    public static HttpsGitServer startExpired(Path root, String login) throws IOException {
        return start(root, login, Certificate.expired(root));
    }

    private static HttpsGitServer start(Path root, String login, Certificate certificate) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        var git = new HttpsGitServer(server, certificate, login);
        var backend = new GitHttpBackend(root);
        server.createContext("/", exchange -> {
            if (git.admits(exchange)) {
                backend.handle(exchange);
            }
        });
        server.start();
        return git;
    }

    /// From now on, pushes are refused.
    public void becomeReadOnly() {
        readOnly = true;
    }

    /// From now on, requests below this path get that answer, as from something in between that is no
    /// git server.
    public void answer(String path, int status, String page) {
        server.createContext(path, exchange -> {
            byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    /// Changes the name and the password that let clients in.
    ///
    /// @param login `USER:PASSWORD`
    public void expect(String login) {
        expected = basic(login);
    }

    private static String basic(String login) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    /// Redirects requests below this path to another server.
    ///
    /// @param path begins and ends with a slash
    public void redirect(String path, HttpsGitServer other) {
        server.createContext(path, exchange -> {
            lastLogin = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            String rest = exchange.getRequestURI().toString().substring(path.length());
            exchange.getResponseHeaders().add("Location", other.url(rest));
            exchange.sendResponseHeaders(MOVED_PERMANENTLY, NO_BODY);
            exchange.close();
        });
    }

    /// The TCP port on the loopback address.
    public int port() {
        return server.getAddress().getPort();
    }

    /// A repository's URL, without a login.
    public String url(String repository) {
        return url(port(), repository);
    }

    /// The same by way of a [Line] to the server.
    ///
    /// @param port of the line
    public static String url(int port, String repository) {
        return "https://127.0.0.1:" + port + "/" + repository;
    }

    /// The certificate to trust, as a PEM file.
    public String certificate() throws IOException {
        return certificate.pem();
    }

    /// The header with which the last request said who it is; "null" if it did not.
    public String lastLogin() {
        return lastLogin;
    }

    /// The requests of clients that were let in, in that order: paths with their queries.
    public List<String> admitted() {
        return List.copyOf(admitted);
    }

    private boolean admits(HttpExchange exchange) throws IOException {
        lastLogin = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!lastLogin.equals(expected)) {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
            return refuse(exchange, UNAUTHORIZED);
        }
        admitted.add(exchange.getRequestURI().toString());
        return !readOnly || !exchange.getRequestURI().toString().contains("git-receive-pack")
                || refuse(exchange, FORBIDDEN);
    }

    private static boolean refuse(HttpExchange exchange, int status) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(status, NO_BODY);
        exchange.close();
        return false;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
