package gitdav.webdav.http;

import gitdav.program.PortFailure;
import gitdav.webdav.memory.MemoryBudget;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpCompliance.Violation;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/// Jetty as this server needs it: one port with HTTP or HTTPS, bounds for everything that a client can take up, every
/// request measured.
public final class JettyServer implements AutoCloseable {

    /// The longest path that Linux takes is 4 KiB, three times as much in a URI, and MOVE names two.
    private static final int MAX_REQUEST_HEADERS = 32 * 1024;

    private final Server server;
    private final ShareConnector connector;
    private final Connections connections;
    private final MemoryBudget memory;
    private final Optional<AccessLog> accessLog;

    /// A server that is yet to be opened and started.
    ///
    /// @param tls nothing means HTTP
    /// @param timeouts when clients are given up
    /// @param logsAccess whether there is to be a log line for each request
    /// @param memory what clients have their share of
    public JettyServer(Optional<Tls> tls, Timeouts timeouts, boolean logsAccess, MemoryBudget memory) {
        this.memory = memory;
        connections = new Connections(memory.connections(tls.isPresent()));
        accessLog = logsAccess ? Optional.of(new AccessLog()) : Optional.empty();
        var threads = new QueuedThreadPool();
        threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        server = new Server(threads, null, new ArrayByteBufferPool(-1, -1, -1, Integer.MAX_VALUE, memory.idleBuffers(),
                memory.idleBuffers()));
        server.setErrorHandler(new PlainErrors());
        server.setStopTimeout(timeouts.shutdown().toMillis());
        connector = new ShareConnector(server, timeouts, protocols(tls, timeouts.headers()));
        server.addConnector(connector);
    }

    /// Takes the port, and no requests yet.
    ///
    /// @param address of this machine
    /// @param port 0 for any free one
    /// @throws IOException if it is another program's
    public void open(InetAddress address, int port) throws IOException {
        connector.setHost(address.getHostAddress());
        connector.setPort(port);
        try {
            connector.open();
        } catch (IOException failure) {
            throw failure.getCause() instanceof BindException bind
                    ? PortFailure.of(bind, address, port, "PORT")
                    : failure;
        }
    }

    /// The port that has been taken.
    public int port() {
        return connector.getLocalPort();
    }

    /// Takes requests.
    ///
    /// @param handler gets all of them
    /// @param metrics where they are counted
    /// @throws IOException if Jetty does not start
    public void start(Handler handler, MeterRegistry metrics) throws IOException {
        var graceful = new GracefulHandler(handler);
        Gauge.builder("webdav.requests.in.flight", graceful, GracefulHandler::getCurrentRequestCount)
                .register(metrics);
        // A connection that had to give way leaves its request behind, and that its memory, until its thread has noticed.
        connector.holdBackWhile(() -> graceful.getCurrentRequestCount() > 2L * connections.most());
        Gauge.builder("webdav.connections", connections, Connections::count).register(metrics);
        server.setHandler(new Endings(new LongHeaders(graceful)));
        var counted = new RequestMetrics(metrics);
        server.setRequestLog(accessLog.<RequestLog>map(log -> new RequestLog.Collection(counted, log)).orElse(counted));
        try {
            server.start();
        } catch (IOException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IOException("Cannot start the server: " + failure, failure);
        }
    }

    /// Takes no more requests, and returns when the running ones have finished.
    ///
    /// @throws IOException if they have not when their time is up; they are given up then
    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (TimeoutException late) {
            throw new IOException("Requests that were still running " + server.getStopTimeout()
                    + " ms after the end was asked for are given up (SHUTDOWN_TIMEOUT)", late);
        } catch (Exception failure) {
            throw new IOException("The server did not stop in order: " + failure, failure);
        }
    }

    /// Whether the client has closed its end of the connection since it sent the request.
    public static boolean isClientGone(Request request) {
        return ClientEndPoint.under(request).isClosedByClient();
    }

    private ConnectionFactory[] protocols(Optional<Tls> tls, Duration maxHeaderTime) {
        HttpConfiguration configuration = httpConfiguration();
        tls.ifPresent(_ -> configuration.addCustomizer(Tls.customizer()));
        var http = new ClientConnectionFactory(configuration, connections, memory.headers(), maxHeaderTime);
        return tls.map(encrypted -> new ConnectionFactory[]{encrypted.over(http), http})
                .orElseGet(() -> new ConnectionFactory[]{http});
    }

    private static HttpConfiguration httpConfiguration() {
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_REQUEST_HEADERS);
        http.addCustomizer(new SecurityHeaders());
        // Which paths are taken and which are refused is for SpelledPath to say; nothing else reads them.
        http.setUriCompliance(UriCompliance.UNSAFE);
        // RFC 9112, section 3.2.2: with an absolute target, whatever Host says does not matter.
        http.setHttpCompliance(HttpCompliance.RFC9110.with("DAV", Violation.MISMATCHED_AUTHORITY));
        return http;
    }
}
