package gitdav.webdav.http;

import org.eclipse.jetty.util.BufferUtil;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// What was read of a connection before its turn, to find out whether the client has closed its end: nothing else tells,
/// until an answer is written. Thread-safe.
final class ReadAhead {

    /// More than the end of TLS takes. Beyond that, it is not known what follows.
    private static final int MOST_BYTES = 256;

    private ByteBuffer bytes = BufferUtil.EMPTY_BUFFER;

    /// Reads on without waiting.
    ///
    /// @return whether nothing is to follow
    synchronized boolean meetsTheEndOf(SocketChannel channel) {
        bytes = bytes.capacity() == 0 ? ByteBuffer.allocate(MOST_BYTES) : bytes.compact();
        try {
            int read = 1;
            while (read > 0) {
                read = bytes.hasRemaining() ? channel.read(bytes) : 0;
            }
            return read < 0;
        } catch (IOException reset) {
            return true;
        } finally {
            bytes.flip();
        }
    }

    synchronized boolean isEmpty() {
        return !bytes.hasRemaining();
    }

    /// Appends it to a buffer in Jetty's manner.
    ///
    /// @return how many bytes
    synchronized int moveTo(ByteBuffer buffer) {
        return BufferUtil.append(buffer, bytes);
    }
}
