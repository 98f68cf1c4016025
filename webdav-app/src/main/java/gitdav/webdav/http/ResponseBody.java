package gitdav.webdav.http;

import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/// The body of an answer. A short one is sent whole at the end, with its length; a long one as it comes, so that it is
/// never in memory as a whole.
public final class ResponseBody extends OutputStream {

    private static final int FIRST_SIZE = 2 * 1024;
    private static final int BUFFER_SIZE = 64 * 1024;
    private static final int FILE_BUFFER_SIZE = 64 * 1024;
    /// Of what is remembered ([Answers]), no single answer may take more.
    private static final int MAX_REMEMBERED = 10 * 1024 * 1024;

    /// Whose answer is larger than a buffer can be remembered; all of them together would not fit into the heap.
    private static final Semaphore LARGE_ONE = new Semaphore(1);

    private final Response jetty;
    private final ByteBufferPool pool;
    private byte[] buffer = new byte[FIRST_SIZE];
    private int used;
    private List<ByteBuffer> remembered;
    private boolean isTheLargeOne;
    private long sent;

    /// The body of this response, empty as yet.
    public ResponseBody(Response jetty) {
        this.jetty = jetty;
        pool = jetty.getRequest().getComponents().getByteBufferPool();
    }

    /// Keeps what is written, for [#remembered()].
    public void remember() {
        remembered = new ArrayList<>();
    }

    /// Keeps nothing any more. To be called in the end.
    public void forget() {
        remembered = null;
        if (isTheLargeOne) {
            isTheLargeOne = false;
            LARGE_ONE.release();
        }
    }

    /// All that has been written, unless that is too much or nobody had asked for it.
    public Optional<List<ByteBuffer>> remembered() {
        return remembered == null || sent + used > MAX_REMEMBERED
                ? Optional.empty()
                : Optional
                        .of(Stream.concat(remembered.stream(), Stream.of(ByteBuffer.wrap(Arrays.copyOf(buffer, used))))
                                .toList());
    }

    @Override
    public void write(int value) throws IOException {
        if (used == buffer.length) {
            makeRoom();
        }
        buffer[used++] = (byte) value;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (used == buffer.length) {
                makeRoom();
            }
            int part = Math.min(length - done, buffer.length - used);
            System.arraycopy(bytes, offset + done, buffer, used, part);
            used += part;
            done += part;
        }
    }

    /// Sends part of a file, after what has been written before.
    public void send(FileChannel file, ByteRange range) throws IOException {
        if (used > 0) {
            send(ByteBuffer.wrap(buffer, 0, used));
            used = 0;
        }
        Optional<FileEndPoint> direct = FileEndPoint.of(jetty.getRequest());
        if (direct.isPresent()) {
            direct.get().send(jetty, file, range);
        } else {
            sendCopied(file, range);
        }
    }

    private void sendCopied(FileChannel file, ByteRange range) throws IOException {
        RetainableByteBuffer pooled = pool.acquire(FILE_BUFFER_SIZE, true);
        try {
            ByteBuffer part = pooled.getByteBuffer();
            for (long position = range.first(); position <= range.last(); position += part.limit()) {
                BufferUtil.clearToFill(part);
                part.limit((int) Math.min(part.capacity(), range.last() + 1 - position));
                if (file.read(part, position) <= 0) {
                    throw new EOFException("the file has become shorter while it was read");
                }
                part.flip();
                send(part);
            }
        } finally {
            pooled.release();
        }
    }

    /// Sends the rest.
    ///
    /// @param callback told when all of it is sent
    public void complete(Callback callback) {
        ByteBuffer rest = used == 0 ? BufferUtil.EMPTY_BUFFER : ByteBuffer.wrap(buffer, 0, used);
        jetty.write(true, rest, callback);
    }

    /// Blocks until the buffer can be used again.
    private void send(ByteBuffer content) throws IOException {
        try (var sending = Blocker.callback()) {
            jetty.write(false, content, sending);
            sending.block();
        }
    }

    private void makeRoom() throws IOException {
        if (buffer.length < BUFFER_SIZE) {
            buffer = Arrays.copyOf(buffer, Math.min(4 * buffer.length, BUFFER_SIZE));
            return;
        }
        send(ByteBuffer.wrap(buffer));
        sent += used;
        used = 0;
        isTheLargeOne = isTheLargeOne || (remembered != null && LARGE_ONE.tryAcquire());
        if (sent > MAX_REMEMBERED || !isTheLargeOne) {
            forget();
        }
        if (remembered != null) {
            remembered.add(ByteBuffer.wrap(buffer));
            buffer = new byte[BUFFER_SIZE];
        }
    }
}
