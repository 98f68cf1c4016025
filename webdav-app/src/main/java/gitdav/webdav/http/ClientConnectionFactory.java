package gitdav.webdav.http;

import gitdav.webdav.memory.MemoryShare;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;

import java.time.Duration;

/// Makes each connection a [ClientConnection].
final class ClientConnectionFactory extends HttpConnectionFactory {

    private final Connections connections;
    private final MemoryShare headers;
    private final Duration maxHeaderTime;

    /// @param connections where they are counted
    /// @param headers for long headers that are not complete
    /// @param maxHeaderTime in which headers are complete
    ClientConnectionFactory(HttpConfiguration configuration, Connections connections, MemoryShare headers,
            Duration maxHeaderTime) {
        super(configuration);
        this.connections = connections;
        this.headers = headers;
        this.maxHeaderTime = maxHeaderTime;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        return configure(new ClientConnection(getHttpConfiguration(), connector, endPoint, connections, headers,
                maxHeaderTime),
                connector, endPoint);
    }
}
