package gitdav.webdav.http;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// What the kernel keeps for clients that are fast, and then pause. A container has to pay for it (cgroup v2).
@EnabledOnOs(OS.LINUX)
class KernelBuffersTest extends WebdavTest {

    private static final int CLIENTS = 24;
    private static final int FAST = 8;
    private static final int MIB = 1024 * 1024;
    private static final int FILM = 64 * MIB;
    /// Until the kernel has let the buffers of a connection grow.
    private static final int QUICKLY = 12 * MIB;
    private static final String REQUEST = "GET /film HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final ByteBuffer MANY_REQUESTS = ascii(REQUEST.repeat(400)).asReadOnlyBuffer();

    /// An established connection.
    private static final Pattern ROW = Pattern
            .compile(" *\\d+: \\w+:(?<port>\\w{4}) \\w+:\\w{4} 01 (?<sent>\\w{8}):(?<received>\\w{8})");

    private final List<SocketChannel> clients = new ArrayList<>();

    @AfterEach
    void closeClients() throws IOException {
        for (SocketChannel client : clients) {
            client.close();
        }
    }

    @Test
    void crowdThatPausesLeavesLittleInTheKernel() throws Exception {
        Files.write(data.resolve("film"), new byte[FILM]);
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(SocketChannel
                    .open(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.uri().getPort())));
        }
        for (SocketChannel client : clients) {
            upload(client);
            client.write(ascii(REQUEST));
            read(client, QUICKLY);
        }
        for (SocketChannel client : clients) {
            client.configureBlocking(false);
        }
        await().until(this::kernelTakesNoMore);

        List<Integer> kept = kept();
        assertThat(kept).hasSize(CLIENTS);
        assertThat(kept.stream().filter(bytes -> bytes > MIB / 2).count()).isLessThanOrEqualTo(FAST);
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void upload(SocketChannel client) throws IOException {
        client.write(ascii("PUT /upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + QUICKLY + "\r\n\r\n"));
        client.write(ByteBuffer.allocate(QUICKLY));
        ByteBuffer answer = ByteBuffer.allocate(1024);
        client.read(answer);
        assertThat(new String(answer.array(), StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 20");
    }

    private static void read(SocketChannel client, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(MIB);
        for (int left = bytes; left > 0;) {
            int read = client.read(buffer.clear());
            assertThat(read).isPositive();
            left -= read;
        }
    }

    /// Sends more requests, whose answers are not read.
    private boolean kernelTakesNoMore() throws IOException {
        boolean isFull = true;
        for (SocketChannel client : clients) {
            while (client.write(MANY_REQUESTS.duplicate()) > 0) {
                isFull = false;
            }
        }
        return isFull;
    }

    /// How many bytes the kernel keeps for each connection of the server, in both directions
    /// ([proc_pid_net(5)](https://man7.org/linux/man-pages/man5/proc_pid_net.5.html)).
    private List<Integer> kept() throws IOException {
        String port = "%04X".formatted(server.uri().getPort());
        var kept = new ArrayList<Integer>();
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(Path.of("/proc/net", table))) {
                Matcher row = ROW.matcher(line);
                if (row.lookingAt() && row.group("port").equals(port)) {
                    kept.add(Integer.parseInt(row.group("sent"), 16) + Integer.parseInt(row.group("received"), 16));
                }
            }
        }
        return kept;
    }
}
