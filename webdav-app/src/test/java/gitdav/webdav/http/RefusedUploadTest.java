package gitdav.webdav.http;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.bcrypt.BCrypt;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLSocket;

import static org.assertj.core.api.Assertions.assertThat;

/// A client that first sends all it has, and reads then, as most do.
@Timeout(120)
class RefusedUploadTest extends WebdavTest {

    private static final int SIZE = 8 * 1024 * 1024;

    @Test
    void refusalReachesAClientThatSendsAllFirst() throws Exception {
        try (Socket socket = connect()) {
            assertThat(upload(socket, "/no/such/folder")).startsWith("HTTP/1.1 409 ")
                    .contains("Connection: close").endsWith("There is no folder '/no/such'\n");
        }
    }

    @Test
    void refusalOfJettysOwnReachesIt() throws Exception {
        try (Socket socket = connect()) {
            assertThat(upload(socket, "/%zz")).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void fullShareIsSaidToIt() throws Exception {
        restart("--webdav-quota=2MiB");

        try (Socket socket = connect()) {
            assertThat(upload(socket, "/file")).startsWith("HTTP/1.1 507 ");
        }
        assertThat(data.resolve("file")).doesNotExist();
    }

    /// The answer comes from the thread that has checked the password; a client that expects "100 Continue" waits for it
    /// only so long.
    @ParameterizedTest
    @ValueSource(strings = {"", "Expect: 100-continue\n"})
    void wrongPasswordIsSaidToIt(String expectation) throws Exception {
        restart("--webdav-users-file=" + Files.writeString(data.resolveSibling("users"),
                "bob:" + BCrypt.hashpw("secret", BCrypt.gensalt(11))));

        for (String password : List.of("wrong", "x".repeat(73))) {
            String authorization = "Authorization: " + basic("bob", password)[1] + "\n";
            try (Socket socket = connect()) {
                assertThat(upload(socket, "/file", authorization + expectation)).startsWith("HTTP/1.1 401 ");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Expect: 100-continue\n"})
    void shareThatIsReadOnlySaysSoToIt(String expectation) throws Exception {
        restart("--webdav-read-only=true");

        try (Socket socket = connect()) {
            assertThat(upload(socket, "/file", expectation)).startsWith("HTTP/1.1 403 ")
                    .endsWith("You may only read here\n");
        }
    }

    @Test
    void tooLargeAFileIsSaidToIt() throws Exception {
        restart("--webdav-max-upload=1MiB");

        try (Socket announced = connect(); Socket chunked = connect()) {
            assertThat(upload(announced, "/file")).startsWith("HTTP/1.1 413 ");
            assertThat(uploadInChunks(chunked, "/file")).startsWith("HTTP/1.1 413 ");
        }
        assertThat(namesIn(data)).containsExactly(".gitdav");
    }

    @Test
    void lockedFileIsSaidToIt() throws Exception {
        put("/file", "content");
        send("LOCK", "/file", "<lockinfo xmlns='DAV:'><lockscope><exclusive/></lockscope><locktype><write/></locktype>"
                + "</lockinfo>");

        try (Socket announced = connect(); Socket chunked = connect()) {
            assertThat(upload(announced, "/file")).startsWith("HTTP/1.1 423 ");
            assertThat(uploadInChunks(chunked, "/file")).startsWith("HTTP/1.1 423 ");
        }
        assertThat(content("file")).isEqualTo("content");
    }

    @Test
    void httpUrlConnectionReadsIt() throws Exception {
        var client = (HttpURLConnection) server.uri().resolve("/no/such").toURL().openConnection();
        client.setRequestMethod("PUT");
        client.setDoOutput(true);
        client.setFixedLengthStreamingMode(SIZE);
        try (var body = client.getOutputStream()) {
            body.write(new byte[SIZE]);
        }

        assertThat(client.getResponseCode()).isEqualTo(409);
        try (var answer = client.getErrorStream()) {
            assertThat(answer).hasContent("There is no folder '/no'\n");
        }
    }

    @Test
    void chunkedUploadIsReadToItsEndAsWell() throws Exception {
        try (Socket socket = connect()) {
            assertThat(uploadInChunks(socket, "/no/such")).startsWith("HTTP/1.1 409 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void refusalReachesItOverTls(String version, @TempDir Path keys) throws Exception {
        var selfSigned = SelfSigned.of("EC", keys);
        Path certificate = Files.writeString(keys.resolve("tls.crt"), selfSigned.certificatePem());
        Path key = Files.writeString(keys.resolve("tls.key"), selfSigned.keyPem());
        restart("--tls-certificate-file=" + certificate, "--tls-key-file=" + key);

        try (var socket = (SSLSocket) selfSigned.trust().getSocketFactory().createSocket("localhost",
                server.uri().getPort())) {
            socket.setEnabledProtocols(new String[]{version});
            assertThat(upload(socket, "/no/such")).startsWith("HTTP/1.1 409 ");
        }
    }

    @Test
    void whatComesAfterARefusalIsNoRequest() throws Exception {
        put("/file", "content");

        String answer = sendRaw("""
                PUT /file HTTP/1.1
                Host: localhost
                If-Match: "other"
                Content-Length: 1000

                DELETE /file HTTP/1.1
                Host: localhost

                """);

        assertThat(answer).startsWith("HTTP/1.1 412 ").containsOnlyOnce("HTTP/1.1");
        assertThat(content("file")).isEqualTo("content");
    }

    private static String upload(Socket socket, String path) throws IOException {
        return upload(socket, path, "");
    }

    private static String upload(Socket socket, String path, String headers) throws IOException {
        write(socket, "PUT " + path + " HTTP/1.1\nHost: localhost\n" + headers + "Content-Length: " + SIZE + "\n\n");
        byte[] part = new byte[64 * 1024];
        for (int sent = 0; sent < SIZE; sent += part.length) {
            socket.getOutputStream().write(part);
        }
        return answer(socket);
    }

    private static String uploadInChunks(Socket socket, String path) throws IOException {
        write(socket, "PUT " + path + " HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\n\n");
        for (int i = 0; i < SIZE / 65_536; i++) {
            write(socket, "10000\n" + "x".repeat(65_536) + "\n");
        }
        write(socket, "0\n\n");
        return answer(socket);
    }

    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
