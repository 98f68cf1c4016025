package gitdav.webdav.http;

import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Makes connections ([ClientEndPoint]), and ends them when the server stops.
final class ShareConnector extends ServerConnector {

    private static final Duration PAUSE = Duration.ofMillis(1);

    private final Timeouts timeouts;
    private BooleanSupplier isCrowded = () -> false;

    ShareConnector(Server server, Timeouts timeouts, ConnectionFactory... factories) {
        super(server, factories);
        this.timeouts = timeouts;
        setIdleTimeout(timeouts.read().toMillis());
    }

    /// Leaves new clients waiting in the kernel as long as this holds. To be called before the start.
    void holdBackWhile(BooleanSupplier crowded) {
        isCrowded = crowded;
    }

    @Override
    public void accept(int acceptor) throws IOException {
        while (isCrowded.getAsBoolean() && isRunning() && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        super.accept(acceptor);
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        var endPoint = new ClientEndPoint(channel, selector, key, this, timeouts.write());
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }

    /// A request that is given up gets no answer
    /// ([RFC 9110, section 9.2.2](https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2): the client may send it again).
    /// Jetty would have it fail first and close its connection then, so that the client would get the failure as its
    /// own.
    @Override
    protected void doStop() throws Exception {
        getConnectedEndPoints().forEach(EndPoint::close);
        super.doStop();
    }
}
