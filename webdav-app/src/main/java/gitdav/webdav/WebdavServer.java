package gitdav.webdav;

import gitdav.program.SettingsException;
import gitdav.webdav.access.AllowedHosts;
import gitdav.webdav.access.Authentication;
import gitdav.webdav.access.CrossOrigin;
import gitdav.webdav.access.ReadOnly;
import gitdav.webdav.history.History;
import gitdav.webdav.http.JettyServer;
import gitdav.webdav.http.Tls;
import gitdav.webdav.http.UploadsInProgress;
import gitdav.webdav.lock.Locks;
import gitdav.webdav.memory.MemoryBudget;
import gitdav.webdav.method.DavHandler;
import gitdav.webdav.share.Share;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.eclipse.jetty.server.Handler;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A running WebDAV server, on one port and one folder.
public final class WebdavServer implements AutoCloseable {

    private final Optional<Tls> tls;
    private final InetAddress address;
    private final JettyServer jetty;
    private final List<FileWatch> watches = new ArrayList<>();
    private Optional<Share> share = Optional.empty();

    private WebdavServer(WebdavOptions options, MemoryBudget memory) throws SettingsException {
        tls = options.tls();
        address = options.address();
        jetty = new JettyServer(tls, options.timeouts(), options.accessLog(), memory);
    }

    /// Serves the folder at once, at [#uri()].
    ///
    /// @param metrics where the server's are added
    /// @throws SettingsException if the folder cannot be shared, or the settings do not go together
    /// @throws IOException if the port is taken
    public static WebdavServer start(WebdavOptions options, MeterRegistry metrics)
            throws IOException, SettingsException {
        options.check();
        var memory = MemoryBudget.ofThisProcess();
        var started = new WebdavServer(options, memory);
        try {
            // Before the folder is touched: a second server by mistake must not clear away the uploads of the first.
            started.jetty.open(options.address(), options.port());
            Set<String> hidden = options.historyUrl().isPresent() ? Set.of(History.NAME) : Set.of();
            started.share = Optional
                    .of(Share.open(options.dataDir(), options.durability(), options.quota(), memory, hidden));
            started.jetty.start(handlers(started.share.get(), options, metrics, memory), metrics);
            started.watchFiles(options);
        } catch (IOException | SettingsException failure) {
            started.close();
            throw failure;
        } catch (RuntimeException failure) {
            started.close();
            throw new IOException("Cannot start the server: " + failure, failure);
        }
        return started;
    }

    /// Where the share is, seen from this machine.
    public URI uri() {
        boolean here = address.isAnyLocalAddress() || address.isLoopbackAddress();
        String ip = address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
        return URI.create(
                (isEncrypted() ? "https://" : "http://") + (here ? "localhost" : ip) + ":" + jetty.port() + "/");
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
        watches.forEach(FileWatch::close);
        jetty.close();
        // Not if requests had to be given up, which may still use it.
        share.ifPresent(Share::close);
    }

    /// What a request passes, from the outside in. What is not asked for is not there, and costs nothing.
    private static Handler handlers(Share share, WebdavOptions options, MeterRegistry metrics, MemoryBudget memory) {
        Gauge.builder("webdav.locks", share.locks(), Locks::count).register(metrics);
        Handler handler = new DavHandler(share, memory, options.basePath(), options.maxUpload(),
                options.isInfinityAllowed(), options.historyUrl().map(History::new));
        handler = new UploadsInProgress(metrics, handler);
        if (options.hasReaders()) {
            handler = new ReadOnly(options::mayOnlyRead, handler);
        }
        if (options.users().isPresent()) {
            handler = new Authentication(options.users().get(), JettyServer::isClientGone, handler);
        }
        handler = new CrossOrigin(options.corsOrigins(), handler);
        if (options.mustKnowHosts()) {
            handler = new AllowedHosts(options.hosts(), handler);
        }
        return handler;
    }

    private void watchFiles(WebdavOptions options) {
        options.users().ifPresent(users -> watches.add(new FileWatch(List.of(users.path()), users::reload)));
        tls.ifPresent(files -> watches.add(new FileWatch(files.files(), files::reload)));
    }
}
