package gitdav.e2e.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;

/// A line to a server that drops connections, each time after so many more bytes have gone to the server.
final class FlakyProxy implements AutoCloseable {

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int serverPort;
    private final long limit;
    private final int drops;
    private final AtomicLong sent = new AtomicLong();

    /// @param limit how many bytes come through before the line drops
    /// @param drops how often it does; a browser itself sends again what a first drop has interrupted
    FlakyProxy(URI server, long limit, int drops) throws IOException {
        serverPort = server.getPort();
        this.limit = limit;
        this.drops = drops;
        Thread.startVirtualThread(this::accept);
    }

    /// Where the server is, seen through the line.
    URI uri(URI server) {
        return URI.create("http://localhost:" + listening.getLocalPort() + server.getPath());
    }

    /// How many bytes have gone to the server.
    long sent() {
        return sent.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                Thread.startVirtualThread(() -> copy(client, server, true));
                Thread.startVirtualThread(() -> copy(server, client, false));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void copy(Socket from, Socket to, boolean isCounted) {
        try (from; to; InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                if (isCounted) {
                    long before = sent.getAndAdd(read);
                    if (before / limit < (before + read) / limit && before / limit < drops) {
                        return;
                    }
                }
            }
        } catch (IOException dropped) {
            // So is the line.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
