package gitdav.webdav.http;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslConnection.SslEndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.NanoTime;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/// A client's end of a connection: how long it may pause, and whether it is still there.
final class ClientEndPoint extends SocketChannelEndPoint {

    /// In bytes; Linux adds as much for its own use.
    private static final int KERNEL_BUFFER = 64 * 1024;

    private final Connector connector;
    private final ReadAhead ahead = new ReadAhead();
    private final Duration writeTimeout;
    /// When the client last took something, or was offered it; by [NanoTime].
    private volatile long flushed = NanoTime.now();

    /// @param writeTimeout how long a client may take nothing of what it is sent
    ClientEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Connector connector,
            Duration writeTimeout) {
        super(channel, selector, key, connector.getScheduler());
        this.connector = connector;
        this.writeTimeout = writeTimeout;
    }

    /// The connection that carries the request's, which may be encrypted.
    static ClientEndPoint under(Request request) {
        return under(request.getConnectionMetaData().getConnection());
    }

    /// What an HTTP connection stands on, with or without TLS in between.
    static ClientEndPoint under(Connection http) {
        return http.getEndPoint() instanceof SslEndPoint decrypted
                ? (ClientEndPoint) decrypted.getSslConnection().getEndPoint()
                : (ClientEndPoint) http.getEndPoint();
    }

    /// Bounds what the kernel keeps of what is sent and received. It lets that grow with the speed of the line, by default to
    /// 4 MB and 6 MB ([tcp(7)](https://man7.org/linux/man-pages/man7/tcp.7.html), `tcp_wmem` and `tcp_rmem`), and cgroup v2
    /// counts it as memory of the container: 40 clients that are fast and then pause would fill one of 256 MiB.
    void boundKernelBuffers() {
        try {
            getChannel().setOption(StandardSocketOptions.SO_SNDBUF, KERNEL_BUFFER);
            getChannel().setOption(StandardSocketOptions.SO_RCVBUF, KERNEL_BUFFER);
        } catch (IOException closed) {
            close(closed);
        }
    }

    /// Whether the client has closed its end. To be asked only while Jetty waits for an answer, and reads nothing itself.
    boolean isClosedByClient() {
        return ahead.meetsTheEndOf(getChannel());
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        return ahead.isEmpty() ? super.fill(buffer) : ahead.moveTo(buffer);
    }

    /// The selector knows nothing of what was read ahead.
    @Override
    protected void needsFillInterest() {
        if (ahead.isEmpty()) {
            super.needsFillInterest();
        } else {
            connector.getExecutor().execute(() -> getFillInterest().fillable());
        }
    }

    /// Whether it is the client's turn to take something.
    boolean isWritePending() {
        return getWriteFlusher().isPending();
    }

    /// A client that sends nothing is given up, and later one that takes nothing. Jetty has one timer for both and calls this
    /// each time that a client may send nothing for: a timer of its own for each answer is not worth being punctual.
    ///
    /// While the server stops, Jetty has connections expire after a second. That is meant for those without a request:
    /// the others have the time that requests get to finish.
    @Override
    protected void onIdleExpired(TimeoutException timeout) {
        boolean mayPause = isWritePending() && NanoTime.since(flushed) < writeTimeout.toNanos();
        if (!mayPause && !(connector.isShutdown() && hasRequest())) {
            super.onIdleExpired(timeout);
        }
    }

    private boolean hasRequest() {
        Connection http = getConnection() instanceof SslConnection encrypted
                ? encrypted.getSslEndPoint().getConnection()
                : getConnection();
        return http.getMessagesIn() > http.getMessagesOut();
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        flushed = NanoTime.now();
        return super.flush(buffers);
    }
}
