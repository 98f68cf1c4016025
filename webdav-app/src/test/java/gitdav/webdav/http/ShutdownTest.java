package gitdav.webdav.http;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ShutdownTest extends WebdavTest {

    @Test
    void uploadMayPauseWhileTheServerStops() throws Exception {
        put("/file", "x");
        try (Socket upload = halfAnUpload("/upload");
                Socket idle = connect();
                var stopping = Executors.newVirtualThreadPerTaskExecutor()) {
            write(idle, "GET /file HTTP/1.1\nHost: localhost\n\n");
            await().until(() -> uploadsInProgress().size() == 1);

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
