package gitdav.webdav;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class RequestLimitsTest extends WebdavTest {

    @Test
    void uploadThatIsAnnouncedAsTooLargeIsRefusedBeforeItIsSent() throws Exception {
        restart("--webdav-max-upload=10B");
        put("/file", "old");

        try (Socket socket = connect()) {
            write(socket, "PUT /file HTTP/1.1\nHost: localhost\nContent-Length: 11\nExpect: 100-continue\n\n");

            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 413");
        }
        assertThat(content("file")).isEqualTo("old");
        assertThat(uploadsInProgress()).isEmpty();
    }

    @Test
    void uploadThatTurnsOutToBeTooLargeIsRefusedAndLeavesNothing() throws Exception {
        restart("--webdav-max-upload=10B");

        assertThat(sendRaw("""
                PUT /file HTTP/1.1
                Host: localhost
                Transfer-Encoding: chunked

                8
                12345678
                3
                9ab
                0

                """)).startsWith("HTTP/1.1 413").contains("Not more than 10 bytes may be uploaded");
        assertThat(namesIn(data)).containsExactly(".gitdav");
        assertThat(uploadsInProgress()).isEmpty();
    }

    @Test
    void uploadOfTheVeryLimitIsStored() throws Exception {
        restart("--webdav-max-upload=10B");

        assertThat(put("/file", "1234567890")).isEqualTo(201);
        assertThat(put("/file", "12345678901")).isEqualTo(413);
        assertThat(content("file")).isEqualTo("1234567890");
    }

    @Test
    void limitIsForUploadsOnly() throws Exception {
        restart("--webdav-max-upload=10B");

        assertThat(send("PROPFIND", "/", "<propfind xmlns='DAV:'><allprop/></propfind>", "Depth", "0").statusCode())
                .isEqualTo(207);
    }

    @Test
    void headersThatAreTooLongAreRefusedInASentence() throws Exception {
        assertRefusedInASentence(sendRaw("GET / HTTP/1.1\nHost: localhost\nX: " + "x".repeat(40_000) + "\n\n"), 431);
    }

    @Test
    void headersThatAreTooManyAreRefusedInASentence() throws Exception {
        String headers = IntStream.range(0, 101).mapToObj(i -> "H" + i + ": x\n").collect(Collectors.joining());

        assertRefusedInASentence(sendRaw("GET / HTTP/1.1\nHost: localhost\n" + headers + "\n"), 431);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/9.9\nHost: localhost\n\n", "GET /\nHost: x y z\n\n", "nonsense\n\n",
            "GET / HTTP/1.1\n\n", "GET /%zz HTTP/1.1\nHost: localhost\n\n", "GET /a%2fb HTTP/1.1\nHost: localhost\n\n",
            "GET / HTTP/1.1\nHost: localhost\nContent-Length: -1\n\n", "GET / HTTP/1.1\nHost: localhost\n: x\n\n",
            "PUT /x HTTP/1.1\nHost: localhost\nContent-Length: 1\nContent-Length: 2\n\nab",
            "PUT /x HTTP/1.1\nHost: localhost\nContent-Length: 1\nTransfer-Encoding: chunked\n\n0\n\n"})
    void requestThatIsNoneIsRefusedInASentence(String request) throws Exception {
        String answer = sendRaw(request);

        assertThat(answer).matches("(?s)HTTP/1.1 400 .*");
        assertRefusedInASentence(answer, Integer.parseInt(answer.substring(9, 12)));
        assertThat(namesIn(data)).containsExactly(".gitdav");
    }

    @Test
    void securityHeadersAreOnEveryAnswerAndABannerIsOnNone() throws Exception {
        put("/file", "x");

        for (String request : new String[]{"GET /file", "GET /", "HEAD /file", "GET /absent", "OPTIONS /", "BREW /",
                "PROPFIND /", "GET /%2e%2e/x"}) {
            sendRaw(request + " HTTP/1.1\nHost: localhost\nConnection: close\n\n");
            // Now it may come from memory.
            String answer = sendRaw(request + " HTTP/1.1\nHost: localhost\nConnection: close\n\n");

            assertThat(answer).as(request).containsOnlyOnce("\r\nDate: ")
                    .containsOnlyOnce("\r\nX-Content-Type-Options: ")
                    .contains("\r\nX-Content-Type-Options: nosniff\r\n",
                            "\r\nReferrer-Policy: no-referrer\r\n", "\r\nCross-Origin-Resource-Policy: same-origin\r\n")
                    .doesNotContainIgnoringCase("\r\nserver:", "jetty", "milton", "x-powered-by");
        }
    }

    @Test
    void endOfOneConnectionDoesNotReachTheNext() throws Exception {
        put("/file", "x");
        sendRaw("GET /file HTTP/1.1\nHost: localhost\nConnection: close\n\n");

        assertThat(sendRaw("GET /file HTTP/1.1\nHost: localhost\n\nGET /file HTTP/1.1\nHost: localhost\n\n"))
                .matches("(?s)HTTP/1.1 200 .*HTTP/1.1 200 .*").doesNotContain("Connection: close");
    }

    private static void assertRefusedInASentence(String answer, int status) {
        assertThat(answer).startsWith("HTTP/1.1 " + status)
                .containsIgnoringCase("\r\nContent-Type: text/plain;charset=utf-8\r\n")
                .doesNotContainIgnoringCase("jetty", "exception", "\tat ", "<html");
        assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4)).matches("[^\\n]+\\n");
    }
}
