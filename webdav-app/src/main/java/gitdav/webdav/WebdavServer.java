package gitdav.webdav;

import gitdav.container.SettingsException;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// A running WebDAV server: Jetty, listening on one port, on one folder.
public final class WebdavServer implements AutoCloseable {

    /// How long running requests may take to finish once the server has been told to stop.
    private static final Duration DRAIN = Duration.ofSeconds(10);
    /// The longest path that Linux takes is 4 KiB, three times as much in a URI, and MOVE names two.
    private static final int MAX_REQUEST_HEADERS = 32 * 1024;

    private final Server server;
    private final ServerConnector connector;

    private WebdavServer(int port) {
        var threads = new QueuedThreadPool();
        threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        server = new Server(threads);
        connector = new FileConnector(server, new HttpConnectionFactory(httpConfiguration()));
        connector.setPort(port);
        server.addConnector(connector);
        server.setStopTimeout(DRAIN.toMillis());
    }

    /// Serves the folder at once, at [#uri()].
    ///
    /// @throws SettingsException if the folder cannot be shared
    /// @throws IOException if the port is taken
    public static WebdavServer start(WebdavOptions options) throws IOException, SettingsException {
        var started = new WebdavServer(options.port());
        try {
            // Before the folder is touched: a second server by mistake must not clear away the uploads of the first.
            started.connector.open();
            started.server.setHandler(new GracefulHandler(new DavHandler(Share.open(options))));
            started.server.start();
        } catch (Exception failure) {
            started.close();
            throw explained(failure, options.port());
        }
        return started;
    }

    /// Where the share is, seen from this machine.
    public URI uri() {
        return URI.create("http://localhost:" + connector.getLocalPort() + "/");
    }

    /// Takes no more requests, and returns when the running ones have finished or their time is up.
    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception failure) {
            throw new IOException("The server did not stop in order: " + failure, failure);
        }
    }

    private static HttpConfiguration httpConfiguration() {
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_REQUEST_HEADERS);
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

    /// What makes connections that can send files.
    private static final class FileConnector extends ServerConnector {

        FileConnector(Server server, ConnectionFactory... factories) {
            super(server, factories);
        }

        @Override
        protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector,
                SelectionKey key) {
            var endPoint = new FileEndPoint(channel, selector, key, getScheduler());
            endPoint.setIdleTimeout(getIdleTimeout());
            return endPoint;
        }
    }
}
