package gitdav.webdav.http;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslConnection.SslEndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/// A connection that sends parts of files without looking at them: the kernel takes them from its page cache
/// (sendfile(2)), which spares a copy and a buffer for each download.
///
/// Jetty only knows buffers. It is given one that stands for the part, being as long, and is never read.
final class FileEndPoint extends SocketChannelEndPoint {

    /// So much is sent in one turn; others who wait for the same disk have theirs in between.
    private static final long MAX_PART = 4 * 1024 * 1024;

    private final Connector connector;
    private final ReadAhead ahead = new ReadAhead();
    private final Duration writeTimeout;
    private volatile Part current;
    /// When the client last took something, or was offered it; by [NanoTime].
    private volatile long flushed = NanoTime.now();

    /// @param writeTimeout how long a client may take nothing of what it is sent
    FileEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Connector connector,
            Duration writeTimeout) {
        super(channel, selector, key, connector.getScheduler());
        this.connector = connector;
        this.writeTimeout = writeTimeout;
    }

    /// The request's connection; nothing if what is sent has to be encrypted first.
    static Optional<FileEndPoint> of(Request request) {
        return request.getConnectionMetaData().getConnection().getEndPoint() instanceof FileEndPoint endPoint
                ? Optional.of(endPoint)
                : Optional.empty();
    }

    /// The connection that carries the request's, which may be encrypted.
    static Optional<FileEndPoint> under(Request request) {
        return Optional.of(under(request.getConnectionMetaData().getConnection()));
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

    /// What an HTTP connection stands on, with or without TLS in between.
    static FileEndPoint under(Connection http) {
        return http.getEndPoint() instanceof SslEndPoint decrypted
                ? (FileEndPoint) decrypted.getSslConnection().getEndPoint()
                : (FileEndPoint) http.getEndPoint();
    }

    /// Whether it is the client's turn to take something.
    boolean isWritePending() {
        return getWriteFlusher().isPending();
    }

    /// A client that sends nothing is given up, and later one that takes nothing.
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

    /// Sends part of a file as part of the response's body. Blocks until that is done.
    void send(Response response, FileChannel file, ByteRange range) throws IOException {
        for (long position = range.first(); position <= range.last(); position += MAX_PART) {
            long length = Math.min(MAX_PART, range.last() + 1 - position);
            try (var arena = Arena.ofConfined()) {
                ByteBuffer standIn = file.map(MapMode.READ_ONLY, position, length, arena).asByteBuffer();
                current = new Part(standIn, file, position);
                var sent = new Sent();
                response.write(false, standIn, sent);
                sent.await();
            } finally {
                current = null;
            }
        }
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // buffers are equal if their content is
    public boolean flush(ByteBuffer... buffers) throws IOException {
        flushed = NanoTime.now();
        Part part = current;
        if (part == null) {
            return super.flush(buffers);
        }
        for (ByteBuffer buffer : buffers) {
            if (!(buffer == part.standIn() ? flush(part) : super.flush(buffer))) {
                return false;
            }
        }
        return true;
    }

    private boolean flush(Part part) throws IOException {
        ByteBuffer rest = part.standIn();
        while (rest.hasRemaining()) {
            long from = part.position() + rest.position();
            long sent = transfer(part.file(), from, rest.remaining());
            if (sent == 0 && from >= part.file().size()) {
                throw new EOFException("the file has become shorter while it was sent");
            } else if (sent == 0) {
                return false;
            }
            rest.position(rest.position() + (int) sent);
            notIdle();
        }
        return true;
    }

    private long transfer(FileChannel file, long from, long length) throws IOException {
        try {
            return file.transferTo(from, length, getChannel());
        } catch (IOException clientGone) {
            throw new EofException(clientGone);
        }
    }

    /// @param standIn of the part's length; its position is how much has been sent
    /// @param position where the part begins in the file
    private record Part(ByteBuffer standIn, FileChannel file, long position) {}

    /// Tells the sender when a part is sent. As a callback that may block, it keeps the rest of a part, if the client
    /// was slow to take the first, from being read from the disk by the thread that serves all connections.
    private static final class Sent implements Callback {

        private final CompletableFuture<Void> result = new CompletableFuture<>();

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.BLOCKING;
        }

        @Override
        public void succeeded() {
            result.complete(null);
        }

        @Override
        public void failed(Throwable failure) {
            result.completeExceptionally(failure);
        }

        void await() throws IOException {
            try {
                result.get();
            } catch (ExecutionException failed) {
                throw failed.getCause() instanceof IOException io ? io : new IOException(failed.getCause());
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the server stops");
            }
        }
    }
}
