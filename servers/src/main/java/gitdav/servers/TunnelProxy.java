package gitdav.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/// An HTTP proxy on the loopback address that does nothing but tunnel (`CONNECT`, RFC 9110 section 9.3.6).
public final class TunnelProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final AtomicInteger tunnels = new AtomicInteger();

    private TunnelProxy(ServerSocket listener) {
        this.listener = listener;
    }

    /// Starts it on a free port.
    public static TunnelProxy start() throws IOException {
        var proxy = new TunnelProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().start(proxy::acceptAll);
        return proxy;
    }

    /// Its URL.
    public String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /// How many tunnels it has made.
    public int tunnels() {
        return tunnels.get();
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> tunnel(client));
            } catch (SocketException closed) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void tunnel(Socket client) {
        try (client; var server = new Socket()) {
            String[] hostAndPort = HttpLine.read(client.getInputStream()).split(" ", 3)[1].split(":", 2);
            while (!HttpLine.read(client.getInputStream()).isEmpty()) {
                // The other headers are of no use to a tunnel.
            }
            server.connect(new InetSocketAddress(hostAndPort[0], Integer.parseInt(hostAndPort[1])));
            tunnels.incrementAndGet();
            client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            Thread back = Thread.ofVirtual().start(() -> copy(server, client));
            copy(client, server);
            back.join();
        } catch (IOException | InterruptedException hasGone) {
            // So has the tunnel.
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
            to.shutdownOutput();
        } catch (IOException hasGone) {
            // The other direction ends, too.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
