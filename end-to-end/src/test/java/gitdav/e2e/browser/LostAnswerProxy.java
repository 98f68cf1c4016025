package gitdav.e2e.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/// A line to a server that drops when the first answer to a method is on it: the server has done it, and the client does not
/// know.
final class LostAnswerProxy implements AutoCloseable {

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int serverPort;
    private final String request;
    private final AtomicBoolean isLost = new AtomicBoolean();

    /// @param method whose answer is lost, once
    LostAnswerProxy(URI server, String method) throws IOException {
        serverPort = server.getPort();
        request = method + " ";
        Thread.startVirtualThread(this::accept);
    }

    /// Where the server is, seen through the line.
    URI uri(URI server) {
        return URI.create("http://localhost:" + listening.getLocalPort() + server.getPath());
    }

    /// Whether it has happened.
    boolean isLost() {
        return isLost.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                var isLosing = new AtomicBoolean();
                Thread.startVirtualThread(() -> copy(client, server, false, isLosing));
                Thread.startVirtualThread(() -> copy(server, client, true, isLosing));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    /// A request begins with a read of its own: browsers wait for the answer before they send the next one.
    private void copy(Socket from, Socket to, boolean isAnswer, AtomicBoolean isLosing) {
        try (from; to; InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0 && !(isAnswer && isLosing.get()); read = in.read(buffer)) {
                if (!isAnswer && new String(buffer, 0, read, StandardCharsets.ISO_8859_1).startsWith(request)
                        && isLost.compareAndSet(false, true)) {
                    isLosing.set(true);
                }
                out.write(buffer, 0, read);
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
