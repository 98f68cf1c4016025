package gitdav.e2e.pod;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Clients that open many connections at a port of this machine, begin a request on each, and read no answer.
public final class Attackers implements AutoCloseable {

    private static final int CONNECT_MILLIS = 5000;
    private static final int ANSWER_MILLIS = 30_000;
    /// So little that almost all of an answer waits in the server; in bytes.
    private static final int RECEIVE_BUFFER = 4096;

    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    /// Opens connections that say this and then nothing, as many as are taken.
    public void attack(int connections, int port, String request) {
        int taken = 0;
        for (int i = 0; i < connections; i++) {
            try {
                Socket attacker = connect(port);
                attacker.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                taken++;
            } catch (IOException refused) {
                // The next one may be taken.
            }
        }
        if (taken == 0) {
            throw new AssertionError("none of " + connections + " connections is taken: nothing is attacked");
        }
    }

    /// Opens a connection that says nothing.
    public Socket connect(int port) throws IOException {
        var attacker = new Socket();
        connections.add(attacker);
        attacker.setReceiveBufferSize(RECEIVE_BUFFER);
        attacker.setSoTimeout(ANSWER_MILLIS);
        attacker.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
        return attacker;
    }

    /// From now on, each of them sends a byte a second.
    public void trickle() {
        var _ = clock.scheduleAtFixedRate(() -> connections.forEach(Attackers::sendAByte), 1, 1, TimeUnit.SECONDS);
    }

    private static void sendAByte(Socket attacker) {
        try {
            attacker.getOutputStream().write('x');
        } catch (IOException ended) {
            // By the server, as it should be.
        }
    }

    @Override
    public void close() throws IOException {
        clock.shutdownNow();
        for (Socket attacker : connections) {
            attacker.close();
        }
    }
}
