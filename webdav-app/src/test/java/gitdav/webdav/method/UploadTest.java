package gitdav.webdav.method;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.Test;

import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class UploadTest extends WebdavTest {

    private static final String HALF_OF_TEN = "PUT /file HTTP/1.1\nHost: localhost\nContent-Length: 10\n\n12345";

    @Test
    void fileIsCreatedReplacedAndReadBack() throws Exception {
        assertThat(put("/file", "one")).isEqualTo(201);
        assertThat(put("/file", "two, longer")).isEqualTo(204);
        assertThat(put("/empty", "")).isEqualTo(201);

        assertThat(send("GET", "/file", "").body()).isEqualTo("two, longer");
        assertThat(content("empty")).isEmpty();
        assertThat(uploadsInProgress()).isEmpty();
    }

    @Test
    void bodyWithoutLengthIsStoredWhole() throws Exception {
        String answer = sendRaw("""
                PUT /file HTTP/1.1
                Host: localhost
                Transfer-Encoding: chunked
                Connection: close

                3
                abc
                2
                de
                0

                """);

        assertThat(answer).startsWith("HTTP/1.1 201");
        assertThat(content("file")).isEqualTo("abcde");
    }

    @Test
    void missingFolderIsAConflictAndIsNotMade() throws Exception {
        assertThat(put("/no/such/file", "x")).isEqualTo(409);

        assertThat(namesIn(data)).containsExactly(".gitdav");
    }

    @Test
    void fileIsNoFolderToPutAFileIn() throws Exception {
        put("/file", "x");

        assertThat(put("/file/below", "y")).isEqualTo(409);
        assertThat(content("file")).isEqualTo("x");
    }

    @Test
    void folderIsNotReplacedByAFile() throws Exception {
        status("MKCOL", "/folder");

        var answer = send("PUT", "/folder", "x");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow").orElseThrow()).contains("PROPFIND").doesNotContain("PUT");
    }

    @Test
    void bodyShorterThanAnnouncedKeepsTheOldFile() throws Exception {
        put("/file", "old");

        assertThat(sendRaw(HALF_OF_TEN)).startsWith("HTTP/1.1 400");

        assertThat(content("file")).isEqualTo("old");
        assertThat(uploadsInProgress()).isEmpty();
    }

    @Test
    void brokenChunkKeepsTheOldFile() throws Exception {
        put("/file", "old");

        assertThat(sendRaw("""
                PUT /file HTTP/1.1
                Host: localhost
                Transfer-Encoding: chunked

                3
                abc
                nonsense
                """)).startsWith("HTTP/1.1 400");

        assertThat(content("file")).isEqualTo("old");
        assertThat(uploadsInProgress()).isEmpty();
    }

    @Test
    void connectionCutDuringTheUploadLeavesNothingNew() throws Exception {
        try (Socket socket = connect()) {
            write(socket, HALF_OF_TEN);
            await().until(() -> !uploadsInProgress().isEmpty());
            // A reset, as from a client that has crashed.
            socket.setSoLinger(true, 0);
        }

        await().until(() -> uploadsInProgress().isEmpty());
        assertThat(namesIn(data)).containsExactly(".gitdav");
    }

    @Test
    void nobodySeesAFileBeforeItIsComplete() throws Exception {
        put("/file", "old");
        try (Socket socket = connect()) {
            write(socket, HALF_OF_TEN);
            await().until(() -> !uploadsInProgress().isEmpty());
            assertThat(send("GET", "/file", "").body()).isEqualTo("old");

            write(socket, "67890");
            await().until(() -> content("file").equals("1234567890"));
        }
    }

    @Test
    void clientRefusedBeforeItHasSentAllHearsOfTheEnd() throws Exception {
        assertThat(sendRaw(HALF_OF_TEN.replace("/file", "/no/folder").replace("10", "1000000")))
                .startsWith("HTTP/1.1 409")
                .contains("Connection: close");
    }

    @Test
    void leftoversOfAKilledServerAreClearedAwayAtTheNextStart() throws Exception {
        server.close();
        Files.writeString(data.resolve(".gitdav/uploads/left-over"), "half");
        Files.createDirectories(data.resolve(".gitdav/uploads/tree/below"));
        Path outside = Files.writeString(data.resolve("outside"), "stays");
        Files.createSymbolicLink(data.resolve(".gitdav/uploads/tree/link"), outside);

        server = start();

        assertThat(uploadsInProgress()).isEmpty();
        assertThat(content("outside")).isEqualTo("stays");
    }
}
