package gitdav.webdav.http;

import gitdav.webdav.memory.MemoryAccount;
import gitdav.webdav.memory.MemoryShare;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection.SslEndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.NanoTime;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A connection with deadlines that people meet and attackers do not: the headers of a request, and the handshake of TLS,
/// are complete within a time and a size, however steadily they trickle in.
///
/// When a request is refused whose body is still on its way, the client gets to read why: see [LingeringClose].
final class ClientConnection extends HttpConnection {

    /// Few clients send more, cookies and all; in bytes. Those take memory that only some can have at a time.
    private static final int USUAL_HEADERS = 8 * 1024;
    /// What headers of the greatest length take, as they are collected and as they are kept; in bytes.
    private static final long MEMORY_OF_LONG_HEADERS = 64 * 1024;
    /// So many connections at a time may be as fast as their lines are.
    private static final int AT_FULL_SPEED = 8;
    /// A client that sends or takes so much is not slow: bytes for each millisecond.
    private static final long FAST = 10;

    private final Connections connections;
    private final MemoryAccount longHeaders;
    private final long maxHeaderMillis;
    private final LingeringClose lingering = new LingeringClose(this);
    /// When the connection was opened, or the first byte of the last request came; by [NanoTime].
    private volatile long began = NanoTime.now();
    private volatile long bytesBefore;
    private boolean isReceiving;
    private boolean isHurried;

    ClientConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint, Connections connections,
            MemoryShare headers, Duration maxHeaderTime) {
        super(configuration, connector, endPoint);
        this.connections = connections;
        longHeaders = new MemoryAccount(headers);
        maxHeaderMillis = maxHeaderTime.toMillis();
    }

    @Override
    protected HttpParser newHttpParser(HttpCompliance compliance) {
        return new FewHeadersParser(super.newHttpParser(compliance), getHttpConfiguration(), compliance);
    }

    /// Hands on every request whatever its target ([RequestTarget]), for our own code to take or refuse.
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

    @Override
    public void onOpen() {
        super.onOpen();
        connections.add(this);
        if (connections.count() > AT_FULL_SPEED) {
            ClientEndPoint.under(this).boundKernelBuffers();
        }
    }

    @Override
    public void onClose(Throwable cause) {
        connections.remove(this);
        longHeaders.close();
        super.onClose(cause);
    }

    /// Called when the client has sent something and no request is being worked on.
    @Override
    public void onFillable() {
        if (getParser().isClose() || getParser().isClosed()) {
            lingering.onFillable();
            return;
        }
        long requests = getMessagesIn();
        if (!isReceiving) {
            isReceiving = true;
            began = NanoTime.now();
            bytesBefore = bytes();
        }
        if (isHurried) {
            isHurried = false;
            getEndPoint().setIdleTimeout(getConnector().getIdleTimeout());
        }
        super.onFillable();
        isReceiving = getMessagesIn() == requests && (!getParser().isStart() || isHandshaking());
        if (isReceiving) {
            long millisLeft = maxHeaderMillis - NanoTime.millisSince(began);
            if (millisLeft <= 0) {
                end(new IOException("The request's headers take too long"));
            } else if (hasLongHeaders() && !mayHaveLongHeaders()) {
                end(new IOException("Too many requests have long headers"));
            } else {
                // Also if nothing more comes.
                isHurried = true;
                getEndPoint().setIdleTimeout(Math.min(millisLeft, getConnector().getIdleTimeout()));
            }
        }
    }

    /// Whether the headers of this request, as far as they have come, are longer than those of almost any.
    boolean hasLongHeaders() {
        return getParser().getHeaderLength() > USUAL_HEADERS;
    }

    /// Whether there is memory for them. It is taken until the connection ends, since Jetty keeps its buffers as long.
    boolean mayHaveLongHeaders() {
        return longHeaders.isUsed() || longHeaders.tryTake(MEMORY_OF_LONG_HEADERS);
    }

    private boolean isHandshaking() {
        return getEndPoint() instanceof SslEndPoint && getBytesIn() == 0;
    }

    /// Whose connection it is: the address without the port; of IPv6, the network that one customer has. A connection that is
    /// closed has none any more.
    Object client() {
        SocketAddress address = getRemoteSocketAddress();
        if (!(address instanceof InetSocketAddress internet)) {
            return String.valueOf(address);
        }
        byte[] bytes = internet.getAddress().getAddress();
        return ByteBuffer.wrap(bytes, 0, Math.min(8, bytes.length));
    }

    /// Whether it is the client's turn: to begin a request, to go on with it, or to take more of the answer.
    boolean isWaiting() {
        return !isWorkedOn() || isFillInterested() || ClientEndPoint.under(this).isWritePending();
    }

    /// For how long the client has sent and taken nothing, or by how much it is too slow.
    long millisBehind() {
        if (!isWorkedOn() && !isReceiving) {
            return ClientEndPoint.under(this).getIdleFor();
        }
        return TimeUnit.NANOSECONDS.toMillis(NanoTime.since(began)) - (bytes() - bytesBefore) / FAST;
    }

    private boolean isWorkedOn() {
        return getMessagesIn() > getMessagesOut();
    }

    private long bytes() {
        return getBytesIn() + getBytesOut();
    }

    /// Closes the connection at once.
    void end(IOException reason) {
        getEndPoint().close(reason);
    }
}
