package gitdav.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// The line to a server: a TCP proxy that can be cut, stand still, or be slow, at once or after so many bytes.
public final class Line implements AutoCloseable {

    private static final int PIECE = 4096;
    /// A slow line is no slower for a machine that wakes up late, within this.
    private static final long LATE_NANOS = 100_000_000;

    private final int server;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong sent = new AtomicLong();
    private volatile Trouble trouble = Trouble.NONE;
    private volatile long nanosForAPiece;

    private enum Trouble {
        NONE, CUT, STALL
    }

    /// @param server the TCP port on the loopback address that it leads to
    public Line(int server) throws IOException {
        this.server = server;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    /// The TCP port on the loopback address at which clients find it.
    public int port() {
        return listener.getLocalPort();
    }

    /// How many bytes clients have sent so far.
    public long sent() {
        return sent.get();
    }

    /// Breaks every connection once clients have sent this many bytes more.
    public void cutAfter(long bytes) {
        left.set(bytes);
        trouble = Trouble.CUT;
    }

    /// Lets nothing through in either direction once clients have sent this many bytes more; connections stay.
    public void stallAfter(long bytes) {
        left.set(bytes);
        trouble = Trouble.STALL;
    }

    /// Lets this many bytes through in a second, from clients to the server.
    public void throttle(long bytesInASecond) {
        nanosForAPiece = PIECE * 1_000_000_000L / bytesInASecond;
    }

    /// As good as new, for new connections.
    public void mend() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        trouble = Trouble.NONE;
        left.set(Long.MAX_VALUE);
        nanosForAPiece = 0;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                var connection = new Socket(InetAddress.getLoopbackAddress(), server);
                sockets.add(client);
                sockets.add(connection);
                threads.execute(() -> copy(client, connection, true));
                threads.execute(() -> copy(connection, client, false));
            } catch (IOException closedOrServerIsDown) {
                // A client that connects now finds no server.
            }
        }
    }

    private void copy(Socket from, Socket to, boolean fromClient) {
        try (from; to; InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
            byte[] piece = new byte[PIECE];
            long due = System.nanoTime();
            for (int length; (length = in.read(piece)) >= 0;) {
                if (fromClient) {
                    due = Math.max(due, System.nanoTime() - LATE_NANOS) + nanosForAPiece * length / PIECE;
                    LockSupport.parkNanos(due - System.nanoTime());
                    left.addAndGet(-length);
                    sent.addAndGet(length);
                }
                if (left.get() < 0) {
                    switch (trouble) {
                        case CUT -> {
                            return;
                        }
                        case STALL -> closed.await();
                        case NONE -> {
                        }
                    }
                }
                out.write(piece, 0, length);
            }
        } catch (IOException brokenByTheOtherEnd) {
            // Both ends are closed on the way out.
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
        mend();
        threads.shutdownNow();
    }
}
