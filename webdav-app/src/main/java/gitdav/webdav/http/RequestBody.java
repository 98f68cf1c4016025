package gitdav.webdav.http;

import gitdav.webdav.disk.SpaceReservation;
import gitdav.webdav.memory.MemoryShare;
import gitdav.webdav.protocol.DavException;
import io.milton.http.Response.Status;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.NanoTime;

import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;

/// A request's body, which tells the client's failures from the disk's: a body shorter than announced, a broken chunk
/// or a lost connection is a bad request, as is one that trickles in; one larger than allowed is refused as soon as that is
/// known.
public final class RequestBody extends FilterInputStream {

    /// The kernel takes a large file in pieces of this size in a quarter of the time that Jetty's usual 8 KiB cost. In
    /// bytes.
    private static final int LARGE_PIECE = 64 * 1024;

    /// Of the time that is spent waiting for the client, so much is looked at as a whole.
    private static final Duration WINDOW = Duration.ofSeconds(30);
    /// What has to come in that time, in bytes a second, as Apache's mod_reqtimeout asks for.
    private static final long LEAST_RATE = 500;

    private final Request source;
    private final long most;
    private final MemoryShare buffers;
    private final Duration window;
    private long waited;
    private long received;
    private long total;

    /// The body of this request, none of which has been read.
    ///
    /// @param most how many bytes there may be
    /// @param buffers for large pieces
    /// @throws DavException if there are more, as far as the client has said
    public RequestBody(Request request, long most, MemoryShare buffers) {
        this(request, most, buffers, WINDOW);
    }

    /// @param window in which enough has to come
    RequestBody(Request request, long most, MemoryShare buffers, Duration window) {
        super(Content.Source.asInputStream(request));
        this.window = window;
        this.buffers = buffers;
        source = request;
        this.most = most;
        requireAtMost(request.getLength());
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        long begin = NanoTime.now();
        int read;
        try {
            read = super.read(buffer, offset, length);
        } catch (IOException | RuntimeException failure) {
            throw broken(failure);
        }
        waited += NanoTime.since(begin);
        requireProgress(Math.max(read, 0), read < 0);
        return read;
    }

    /// Writes all of it to a file, from the buffers it comes in.
    ///
    /// @param room asked before they are written
    /// @return how many bytes
    public long writeTo(FileChannel file, SpaceReservation room) throws IOException {
        boolean isLarge = source.getLength() < 0 || source.getLength() > LARGE_PIECE;
        if (isLarge && source.getConnectionMetaData().getConnection() instanceof AbstractConnection connection
                && buffers.tryTake(LARGE_PIECE)) {
            int usual = connection.getInputBufferSize();
            connection.setInputBufferSize(LARGE_PIECE);
            try {
                return writeAll(file, room);
            } finally {
                connection.setInputBufferSize(usual);
                buffers.giveBack(LARGE_PIECE);
            }
        }
        return writeAll(file, room);
    }

    private long writeAll(FileChannel file, SpaceReservation room) throws IOException {
        long written = 0;
        while (true) {
            Content.Chunk chunk = next();
            try {
                var content = chunk.getByteBuffer();
                requireProgress(content.remaining(), chunk.isLast());
                room.take(content.remaining());
                written += content.remaining();
                requireAtMost(written);
                while (content.hasRemaining()) {
                    file.write(content);
                }
                if (chunk.isLast()) {
                    return written;
                }
            } finally {
                chunk.release();
            }
        }
    }

    private Content.Chunk next() {
        try {
            while (true) {
                Content.Chunk chunk = source.read();
                if (chunk == null) {
                    awaitMore();
                } else if (Content.Chunk.isFailure(chunk)) {
                    throw broken(chunk.getFailure());
                } else {
                    return chunk;
                }
            }
        } catch (IOException failure) {
            throw broken(failure);
        }
    }

    private void awaitMore() throws IOException {
        long begin = NanoTime.now();
        try (var more = Blocker.runnable()) {
            source.demand(more);
            more.block();
        }
        waited += NanoTime.since(begin);
    }

    /// Of a body that is there as a whole, the server has taken the time, not the client.
    ///
    /// @param bytes that have come
    private void requireProgress(int bytes, boolean isLast) {
        received += bytes;
        total += bytes;
        if (waited > window.toNanos() && !isLast && total != source.getLength()) {
            if (received < LEAST_RATE * window.toMillis() / 1000) {
                throw broken(new IOException("less than " + LEAST_RATE + " bytes a second came in "
                        + window.toSeconds() + " s"));
            }
            waited = 0;
            received = 0;
        }
    }

    private void requireAtMost(long length) {
        if (length > most) {
            throw new DavException(Status.SC_REQUEST_TOO_LONG,
                    "Not more than " + most + " bytes may be uploaded at once (WEBDAV_MAX_UPLOAD)");
        }
    }

    private static DavException broken(Throwable failure) {
        return new DavException(Status.SC_BAD_REQUEST, "The request's body broke off: " + failure.getMessage());
    }
}
