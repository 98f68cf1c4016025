package gitdav.webdav.http;

import gitdav.webdav.memory.MemoryAccount;
import gitdav.webdav.memory.MemoryShare;
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
import java.util.stream.Stream;

/// The body of an answer. A short one is sent whole at the end, with its length; a long one as it comes, so that it is
/// never in memory as a whole.
public final class ResponseBody extends OutputStream {

    private static final int FIRST_SIZE = 2 * 1024;
    /// Every answer can have a buffer of this size, in bytes.
    private static final int SMALL_SIZE = 8 * 1024;
    /// The size for as many answers as there is memory for.
    private static final int LARGE_SIZE = 64 * 1024;

    private final Response jetty;
    private final ByteBufferPool pool;
    private final MemoryAccount large;
    private byte[] buffer = new byte[FIRST_SIZE];
    private int used;
    private Optional<MemoryAccount> kept = Optional.empty();
    private List<ByteBuffer> remembered = List.of();
    private boolean isCompleting;

    /// The body of this response, empty as yet.
    ///
    /// @param buffers for a large buffer
    public ResponseBody(Response jetty, MemoryShare buffers) {
        this.jetty = jetty;
        large = new MemoryAccount(buffers);
        pool = jetty.getRequest().getComponents().getByteBufferPool();
    }

    /// Keeps what is written, for [#remembered].
    ///
    /// @param memory where it is accounted for
    public void remember(MemoryAccount memory) {
        kept = Optional.of(memory);
        remembered = new ArrayList<>();
    }

    /// Keeps nothing any more. To be called in the end.
    public void forget() {
        kept.ifPresent(MemoryAccount::close);
        kept = Optional.empty();
        remembered = List.of();
        if (!isCompleting) {
            large.close();
        }
    }

    /// All that has been written, as an answer to be given again; nothing if there was no memory for it, or it was not
    /// [to be remembered][#remember].
    public Optional<CachedResponse> remembered(FreshnessCheck freshness) {
        int overhead = 2 * FIRST_SIZE;
        Optional<MemoryAccount> memory = kept.filter(account -> account.tryTake(overhead + used));
        Optional<CachedResponse> answer = memory.map(account -> CachedResponse.of(jetty, Stream
                .concat(remembered.stream(), Stream.of(ByteBuffer.wrap(Arrays.copyOf(buffer, used)))).toList(),
                freshness, account));
        if (answer.isPresent()) {
            kept = Optional.empty();
        }
        return answer;
    }

    /// Whether so many bytes have room in memory.
    public boolean hasRoomFor(long bytes) {
        return bytes <= SMALL_SIZE || (bytes <= LARGE_SIZE && mayBeLarge());
    }

    private boolean mayBeLarge() {
        return large.isUsed() || large.tryTake(LARGE_SIZE);
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
        RetainableByteBuffer pooled = pool.acquire(mayBeLarge() ? LARGE_SIZE : SMALL_SIZE, true);
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
    /// @param callback completed when all of it is sent
    public void complete(Callback callback) {
        isCompleting = true;
        ByteBuffer rest = used == 0 ? BufferUtil.EMPTY_BUFFER : ByteBuffer.wrap(buffer, 0, used);
        jetty.write(true, rest, Callback.from(callback, large::close));
    }

    /// Blocks until the buffer can be used again.
    private void send(ByteBuffer content) throws IOException {
        try (var sending = Blocker.callback()) {
            jetty.write(false, content, sending);
            sending.block();
        }
    }

    /// Long listings take turns with all else that wants the processor: a virtual thread gives it up only where it waits.
    @SuppressWarnings("ThreadPriorityCheck")
    private void makeRoom() throws IOException {
        int larger = Math.min(4 * buffer.length, LARGE_SIZE);
        if (larger > buffer.length && hasRoomFor(larger)) {
            buffer = Arrays.copyOf(buffer, larger);
            return;
        }
        send(ByteBuffer.wrap(buffer));
        used = 0;
        Thread.yield();
        if (kept.isPresent() && buffer.length == LARGE_SIZE && kept.get().tryTake(LARGE_SIZE)) {
            remembered.add(ByteBuffer.wrap(buffer));
            buffer = new byte[LARGE_SIZE];
        } else {
            kept.ifPresent(MemoryAccount::close);
            kept = Optional.empty();
            remembered = List.of();
        }
    }
}
