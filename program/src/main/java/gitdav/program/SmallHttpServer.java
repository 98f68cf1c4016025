package gitdav.program;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The JDK's HTTP server with limits, for what a program answers beside its work. Each request is answered in a thread of
/// its own, so that a long one holds up no other. Connections are bounded in number, requests in size, and both in the time
/// in which they may do nothing.
public final class SmallHttpServer implements AutoCloseable {

    static {
        // The JDK's server reads its limits once, when the first of them is made: from the system's properties.
        limit("jdk.httpserver.maxConnections", 256);
        limit("sun.net.httpserver.maxIdleConnections", 64);
        limit("sun.net.httpserver.maxReqHeaders", 50);
        limit("sun.net.httpserver.maxReqHeaderSize", 16 * 1024);
        // Seconds until a request is complete, or begins; how long it is worked on has no limit, since a backup may take
        // hours.
        limit("sun.net.httpserver.maxReqTime", 5);
        limit("sun.net.httpserver.idleInterval", 30);
        // Milliseconds after which it looks for those whose time is over.
        limit("sun.net.httpserver.clockTick", 1000);
    }

    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private SmallHttpServer(HttpServer http) {
        this.http = http;
    }

    /// A server that does not answer yet.
    ///
    /// @param port the TCP port; 0 for any free one
    /// @param setting the port's, such as `MANAGEMENT_PORT`
    /// @throws IOException if the port is taken, or the address is not this machine's
    public static SmallHttpServer on(InetAddress address, int port, String setting) throws IOException {
        try {
            return new SmallHttpServer(HttpServer.create(new InetSocketAddress(address, port), 0));
        } catch (BindException e) {
            throw PortFailure.of(e, address, port, setting);
        }
    }

    /// Begins to answer.
    ///
    /// @param handler of all requests; used by many threads
    public void start(HttpHandler handler) {
        http.createContext("/", handler);
        http.setExecutor(threads);
        http.start();
    }

    /// The TCP port.
    public int port() {
        return http.getAddress().getPort();
    }

    /// Why what a web page of another site has a browser send is refused ([CrossSite]); empty for everything else.
    public static Optional<String> crossSite(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        return CrossSite.sends(exchange.getRequestMethod(), headers::getFirst)
                ? Optional.of("refused: a web page of another site sends this")
                : Optional.empty();
    }

    /// Why a request is refused whose Host a web page may have pointed here
    /// ([DNS rebinding](https://en.wikipedia.org/wiki/DNS_rebinding)); empty if it is `localhost` or an IP address.
    public static Optional<String> unknownHost(HttpExchange exchange) {
        String host = exchange.getRequestHeaders().getFirst("Host");
        return host == null || CrossSite.needsNoNameServer(host)
                ? Optional.empty()
                : Optional.of(
                        "refused: the Host " + host + " is neither localhost nor an IP address, and a web page may have"
                                + " pointed that name here; use the IP address");
    }

    private static void limit(String property, int value) {
        System.setProperty(property, Integer.toString(value));
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
