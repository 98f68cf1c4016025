package gitdav.webdav.http;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class ShutdownTest extends WebdavTest {

    private static final int UPLOADS = 200;

    @Test
    void requestsThatAreGivenUpGetNoAnswer() throws Exception {
        restart("--shutdown-timeout=100ms");
        List<Socket> uploads = new ArrayList<>();
        try {
            for (int i = 0; i < UPLOADS; i++) {
                uploads.add(halfAnUpload("/upload" + i));
            }
            await().until(() -> uploadsInProgress().size() == UPLOADS);

            assertThatThrownBy(server::close).hasMessageContaining("SHUTDOWN_TIMEOUT");

            for (Socket upload : uploads) {
                assertThat(answer(upload)).isEmpty();
            }
        } finally {
            for (Socket upload : uploads) {
                upload.close();
            }
        }
        await().until(() -> uploadsInProgress().isEmpty());
        assertThat(namesIn(data)).containsExactly(".gitdav");
    }

    @Test
    void uploadMayPauseWhileTheServerStops() throws Exception {
        put("/file", "x");
        try (Socket upload = halfAnUpload("/upload");
                Socket idle = connect();
                var stopping = Executors.newVirtualThreadPerTaskExecutor()) {
            write(idle, "GET /file HTTP/1.1\nHost: localhost\n\n");
            await().until(() -> uploadsInProgress().size() == 1 && idle.getInputStream().available() > 0);

            var stopped = stopping.submit(() -> {
                server.close();
                return true;
            });
            // A connection without a request ends soon, and the upload has been idle for longer.
            assertThat(answer(idle)).startsWith("HTTP/1.1 200");
            write(upload, "67890");

            assertThat(answer(upload)).startsWith("HTTP/1.1 201");
            assertThat(stopped.get()).isTrue();
        }
        assertThat(content("upload")).isEqualTo("1234567890");
    }

    private Socket halfAnUpload(String path) throws IOException {
        Socket socket = connect();
        write(socket, "PUT " + path + " HTTP/1.1\nHost: localhost\nContent-Length: 10\n\n12345");
        return socket;
    }

    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
}
