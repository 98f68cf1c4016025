package gitdav.webdav.http;

import gitdav.webdav.memory.MemoryBudget;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.eclipse.jetty.server.handler.DefaultHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Many clients, with the memory for few.
class ConnectionsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final MemoryBudget SMALL = MemoryBudget.of(0);

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<SocketChannel> clients = new ArrayList<>();
    private JettyServer server;

    @BeforeEach
    void start() throws IOException {
        server = new JettyServer(Optional.empty(), new Timeouts(MINUTE, MINUTE, MINUTE, MINUTE), false, SMALL);
        server.open(InetAddress.getLoopbackAddress(), 0);
        server.start(new DefaultHandler(), metrics);
    }

    @AfterEach
    void stop() throws IOException {
        for (SocketChannel client : clients) {
            client.close();
        }
        server.close();
    }

    @Test
    void asManyAreEndedAsComeTooManyAtOnce() throws Exception {
        int most = SMALL.connections(false);
        for (int i = 0; i < 4 * most; i++) {
            var client = SocketChannel
                    .open(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
            clients.add(client);
            client.write(ByteBuffer.wrap("GET / HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII)));
            client.configureBlocking(false);
        }

        await().untilAsserted(() -> assertThat(clients.stream().filter(ConnectionsTest::isOpen).count())
                .isEqualTo(most));
        assertThat(metrics.get("webdav.connections").gauge().value()).isEqualTo(most);
    }

    private static boolean isOpen(SocketChannel client) {
        try {
            return client.read(ByteBuffer.allocate(1)) >= 0;
        } catch (IOException reset) {
            return false;
        }
    }
}
