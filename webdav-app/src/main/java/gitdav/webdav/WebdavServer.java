package gitdav.webdav;

import gitdav.container.SettingsException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/// A running WebDAV server: Jetty, listening on one port, on one folder.
public final class WebdavServer implements AutoCloseable {

    /// The longest path that Linux takes is 4 KiB, three times as much in a URI, and MOVE names two.
    private static final int MAX_REQUEST_HEADERS = 32 * 1024;
    private static final int MAX_CONNECTIONS = 4096;
    /// Without a byte from the client, or to it, for this long, a connection ends.
    private static final Duration IDLE = Duration.ofSeconds(30);
    /// The same, as long as there are as many connections as there may be.
    private static final Duration IDLE_WHEN_CROWDED = Duration.ofSeconds(2);

    /// Buffers that are kept for later, in bytes; as many again on the heap. Jetty's own limit grows with the heap's.
    private static final long MAX_POOLED = 8 * 1024 * 1024;

    private final Server server;
    private final ServerConnector connector;
    private final Optional<Tls> tls;
    /// What is to be closed when the server has stopped.
    private final List<AutoCloseable> companions = new ArrayList<>();

    private WebdavServer(WebdavOptions options) throws SettingsException {
        tls = options.tls();
        var threads = new QueuedThreadPool();
        threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        server = new Server(threads, null,
                new ArrayByteBufferPool(-1, -1, -1, Integer.MAX_VALUE, MAX_POOLED, MAX_POOLED));
        server.setErrorHandler(new PlainErrors());
        server.setStopTimeout(options.shutdownTimeout().toMillis());
        connector = new FileConnector(server, protocols());
        connector.setPort(options.port());
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
        var limit = new NetworkConnectionLimit(MAX_CONNECTIONS, connector);
        limit.setEndPointIdleTimeout(IDLE_WHEN_CROWDED.toMillis());
        server.addBean(limit);
    }

    /// Serves the folder at once, at [#uri()].
    ///
    /// @param metrics where the server's are added
    /// @throws SettingsException if the folder cannot be shared, or the settings do not go together
    /// @throws IOException if the port is taken
    public static WebdavServer start(WebdavOptions options, MeterRegistry metrics)
            throws IOException, SettingsException {
        options.check();
        var started = new WebdavServer(options);
        try {
            // Before the folder is touched: a second server by mistake must not clear away the uploads of the first.
            started.connector.open();
            started.server.setHandler(handlers(options, metrics));
            started.server.setRequestLog(started.requestLog(options, metrics));
            started.server.start();
            started.watchFiles(options);
        } catch (Exception failure) {
            started.close();
            throw explained(failure, options.port());
        }
        return started;
    }

    /// Where the share is, seen from this machine.
    public URI uri() {
        return URI.create((isEncrypted() ? "https" : "http") + "://localhost:" + connector.getLocalPort() + "/");
    }

    /// Whether it is served over HTTPS.
    public boolean isEncrypted() {
        return tls.isPresent();
    }

    /// Takes no more requests, and returns when the running ones have finished.
    ///
    /// @throws IOException if they have not when their time is up; they are given up then
    @Override
    public void close() throws IOException {
        try {
            stop();
        } catch (TimeoutException late) {
            throw new IOException("Requests that were still running " + server.getStopTimeout()
                    + " ms after the end was asked for are given up (SHUTDOWN_TIMEOUT)", late);
        } catch (Exception failure) {
            throw new IOException("The server did not stop in order: " + failure, failure);
        }
    }

    private void stop() throws Exception {
        try {
            server.stop();
        } finally {
            for (AutoCloseable companion : companions) {
                companion.close();
            }
        }
    }

    /// What a request passes, from the outside in. What is not asked for is not there, and costs nothing.
    private static Handler handlers(WebdavOptions options, MeterRegistry metrics)
            throws IOException, SettingsException {
        Share share = Share.open(options);
        Gauge.builder("webdav.locks", share.locks(), Locks::count).register(metrics);
        Handler handler = new DavHandler(share, options.maxUpload());
        handler = new UploadsInProgress(metrics, handler);
        if (options.hasReaders()) {
            handler = new ReadOnly(options::mayOnlyRead, handler);
        }
        if (options.users().isPresent()) {
            handler = new Authentication(options.users().get(), handler);
        }
        var graceful = new GracefulHandler(handler);
        Gauge.builder("webdav.requests.in.flight", graceful, GracefulHandler::getCurrentRequestCount)
                .register(metrics);
        return graceful;
    }

    private RequestLog requestLog(WebdavOptions options, MeterRegistry metrics) {
        var counted = new RequestMetrics(metrics);
        if (!options.accessLog()) {
            return counted;
        }
        var accessLog = new AccessLog();
        companions.add(accessLog);
        return new RequestLog.Collection(counted, accessLog);
    }

    private void watchFiles(WebdavOptions options) {
        options.users().ifPresent(users -> companions.add(new FileWatch(List.of(users.path()), users::reload)));
        tls.ifPresent(files -> companions.add(new FileWatch(files.files(), files::reload)));
    }

    private ConnectionFactory[] protocols() {
        var http = new HttpConnectionFactory(httpConfiguration());
        return tls.map(encrypted -> new ConnectionFactory[]{encrypted.over(http), http})
                .orElseGet(() -> new ConnectionFactory[]{http});
    }

    private static HttpConfiguration httpConfiguration() {
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_REQUEST_HEADERS);
        http.addCustomizer(new SecurityHeaders());
        // "%25": a percent sign in a file name is nothing ambiguous, since paths are decoded once only (SharePath).
        http.setUriCompliance(UriCompliance.DEFAULT.with("DAV", Violation.AMBIGUOUS_PATH_ENCODING));
        return http;
    }

    private static IOException explained(Exception failure, int port) throws SettingsException {
        return switch (failure) {
            case SettingsException wrong -> throw wrong;
            case IOException taken when taken.getCause() instanceof BindException -> new IOException(
                    "Cannot listen on port " + port + ": another program does; stop it or change PORT", taken);
            case IOException disk -> disk;
            default -> new IOException("Cannot start the server: " + failure, failure);
        };
    }
}
