package gitdav.webdav.http;

import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.NanoTime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/// The end of a connection whose client is still sending what is not wanted any more: the answer is sent, our side is
/// closed, and the rest is read and thrown away
/// ([RFC 9112, section 9.6](https://www.rfc-editor.org/rfc/rfc9112#section-9.6)). Were the connection closed at once, the
/// client's system would throw away the answer, and its user never learn that the disk is full.
final class LingeringClose {

    private static final Duration MAX_TIME = Duration.ofMinutes(2);
    static final long MAX_BYTES = 1024L * 1024 * 1024;
    private static final int BUFFER_SIZE = 16 * 1024;
    /// After so many buffers it is the turn of other connections.
    private static final int TURN = 64;

    private final ClientConnection connection;
    private long began;
    private long bytes;

    LingeringClose(ClientConnection connection) {
        this.connection = connection;
    }

    /// Called when the client has sent more.
    void onFillable() {
        began = bytes == 0 ? NanoTime.now() : began;
        int read = discard();
        if (read < 0 || bytes > MAX_BYTES || NanoTime.since(began) > MAX_TIME.toNanos()) {
            connection.getEndPoint().close();
        } else {
            connection.fillInterested();
        }
    }

    /// @return negative if the client has closed its side, too
    private int discard() {
        RetainableByteBuffer pooled = connection.getConnector().getByteBufferPool().acquire(BUFFER_SIZE, true);
        try {
            ByteBuffer buffer = pooled.getByteBuffer();
            int read = 1;
            for (int i = 0; i < TURN && read > 0; i++) {
                BufferUtil.clear(buffer);
                read = connection.getEndPoint().fill(buffer);
                bytes += Math.max(0, read);
            }
            return read;
        } catch (IOException gone) {
            return -1;
        } finally {
            pooled.release();
        }
    }
}
