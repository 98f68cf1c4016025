package gitdav.webdav.http;

import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/// Makes connections ([ClientEndPoint]), and ends them when the server stops.
final class ShareConnector extends ServerConnector {

    private final Timeouts timeouts;

    ShareConnector(Server server, Timeouts timeouts, ConnectionFactory... factories) {
        super(server, factories);
        this.timeouts = timeouts;
        setIdleTimeout(timeouts.read().toMillis());
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
