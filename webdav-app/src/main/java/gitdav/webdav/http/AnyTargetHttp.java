package gitdav.webdav.http;

import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;

/// HTTP/1.1 that hands on every request whatever its [target][RequestTarget], for our own code to take or refuse.
final class AnyTargetHttp extends HttpConnectionFactory {

    AnyTargetHttp(HttpConfiguration configuration) {
        super(configuration);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        return configure(new AnyTargetConnection(getHttpConfiguration(), connector, endPoint), connector, endPoint);
    }

    private static final class AnyTargetConnection extends HttpConnection {

        AnyTargetConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
            super(configuration, connector, endPoint);
        }

        @Override
        protected HttpStreamOverHTTP1 newHttpStream(String method, String target, HttpVersion version) {
            try {
                return super.newHttpStream(method, target, version);
            } catch (IllegalArgumentException noUri) {
                if (HttpMethod.CONNECT.is(method)) {
                    // Its target is no path, but a host and port.
                    throw noUri;
                }
                return super.newHttpStream(method, RequestTarget.marked(target), version);
            }
        }
    }
}
