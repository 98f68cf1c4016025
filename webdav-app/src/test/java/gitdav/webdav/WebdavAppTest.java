package gitdav.webdav;

import gitdav.program.Program;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class WebdavAppTest extends WebdavTest {

    @Test
    void takenPortIsNamedWithItsSetting() {
        int taken = server.uri().getPort();

        assertThatThrownBy(() -> start("--port=" + taken))
                .hasMessageContainingAll("port " + taken, "stop what uses it", "PORT");
        assertThat(run(Map.of("DATA_DIR", data.toString(), "PORT", "" + taken))).isEqualTo(1);
    }

    @Test
    void serverStartedTwiceByMistakeDoesNotDisturbTheFirst() throws Exception {
        try (Socket socket = connect()) {
            write(socket, "PUT /file HTTP/1.1\nHost: localhost\nContent-Length: 10\n\n12345");
            await().until(() -> !uploadsInProgress().isEmpty());

            assertThatThrownBy(() -> start("--port=" + server.uri().getPort())).isInstanceOf(IOException.class);

            write(socket, "67890");
            await().until(() -> namesIn(data).contains("file"));
        }
        assertThat(content("file")).isEqualTo("1234567890");
    }

    @Test
    void folderThatCannotBeSharedIsAWrongSetting() throws Exception {
        put("/file", "x");

        assertThat(run(Map.of("DATA_DIR", data.resolve("absent").toString(), "PORT", "0"))).isEqualTo(2);
        assertThat(run(Map.of("DATA_DIR", data.resolve("file").toString(), "PORT", "0"))).isEqualTo(2);
    }

    @Test
    void portOutOfRangeIsAWrongSetting() {
        assertThat(run(Map.of("DATA_DIR", data.toString(), "PORT", "65536"))).isEqualTo(2);
    }

    @Test
    void runningUploadIsFinishedBeforeTheServerStops() throws Exception {
        try (Socket socket = connect()) {
            write(socket, "PUT /file HTTP/1.1\nHost: localhost\nContent-Length: 10\n\n12345");
            await().until(() -> !uploadsInProgress().isEmpty());
            var stopped = CompletableFuture.runAsync(() -> {
                try {
                    server.close();
                } catch (Exception failure) {
                    throw new AssertionError(failure);
                }
            });
            await().until(this::takesNoMoreConnections);
            assertThat(stopped).isNotDone();

            write(socket, "67890");

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 201");
            stopped.join();
        }
        assertThat(content("file")).isEqualTo("1234567890");
    }

    private static int run(Map<String, String> environment) {
        return Program.run(new WebdavApp(), environment);
    }

    private boolean takesNoMoreConnections() {
        try (var _ = connect()) {
            return false;
        } catch (IOException refused) {
            return true;
        }
    }
}
