package gitdav.webdav.method;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

class PartialUploadTest extends WebdavTest {

    @BeforeEach
    void storeFile() throws Exception {
        put("/file", "0123456789");
    }

    @Test
    void partOfAFileIsReplacedOrAdded() throws Exception {
        assertThat(put("/file", "abc", "Content-Range", "bytes 2-4/10")).isEqualTo(204);
        assertThat(content("file")).isEqualTo("01abc56789");
        assertThat(put("/file", "xyz", "Content-Range", "bytes 10-12/13")).isEqualTo(204);
        assertThat(put("/file", "!!", "Content-Range", "bytes 12-13/*")).isEqualTo(204);
        assertThat(content("file")).isEqualTo("01abc56789xy!!");
        assertThat(put("/new", "abc", "Content-Range", "bytes 0-2/3")).isEqualTo(201);
        assertThat(content("new")).isEqualTo("abc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes 11-13/14", "bytes 3000000000-3000000002/*", "bytes 0-5/10", "bytes 2-4/99",
            "bytes 4-2/10", "bytes */10", "abc", "bytes 0-2", "bytes 99999999999999999999-3/4"})
    void partThatDoesNotFitIsRefusedAndTheFileStays(String range) throws Exception {
        assertThat(put("/file", "abc", "Content-Range", range)).isEqualTo(400);
        assertThat(put("/absent", "abc", "Content-Range", "bytes 1-3/4")).isEqualTo(400);

        assertThat(namesIn(data)).containsExactly(".gitdav", "file");
        assertThat(content("file")).isEqualTo("0123456789");
        assertThat(uploadsInProgress()).isEmpty();
    }

    @Test
    void partOfUnknownLengthMustHaveTheLengthThatItsRangeSays() throws Exception {
        String request = """
                PUT /file HTTP/1.1
                Host: localhost
                Content-Range: bytes 0-%d/*
                Transfer-Encoding: chunked
                Connection: close

                3
                abc
                0

                """;

        assertThat(sendRaw(request.formatted(7))).startsWith("HTTP/1.1 400");
        assertThat(content("file")).isEqualTo("0123456789");
        assertThat(sendRaw(request.formatted(2))).startsWith("HTTP/1.1 204");
        assertThat(content("file")).isEqualTo("abc3456789");
    }

    @Test
    @Timeout(20)
    void partOfUnknownLengthIsRefusedOnceLongerThanItsRange() throws Exception {
        try (Socket socket = connect()) {
            write(socket, """
                    PUT /file HTTP/1.1
                    Host: localhost
                    Content-Range: bytes 0-1/*
                    Transfer-Encoding: chunked

                    3
                    abc
                    """);

            byte[] start = socket.getInputStream().readNBytes("HTTP/1.1 400".length());
            assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 400");
        }
        assertThat(content("file")).isEqualTo("0123456789");
    }

    @Test
    void copyIsNotChangedByAPartThatIsPutIntoTheOther() throws Exception {
        status("COPY", "/file", "Destination", "/copy");

        put("/file", "abc", "Content-Range", "bytes 0-2/10");

        assertThat(content("copy")).isEqualTo("0123456789");
    }

    @Test
    void timeThatTheClientSaysIsTheFilesTime() throws Exception {
        var answer = send("PUT", "/file", "x", "X-OC-Mtime", "784111777.5");

        assertThat(answer.headers().firstValue("X-OC-Mtime")).contains("accepted");
        assertThat(Files.getLastModifiedTime(data.resolve("file")).toInstant())
                .isEqualTo(Instant.parse("1994-11-06T08:49:37.500Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-86400", "-1.5", "0", "1700000000", "784111777.123456789"})
    void timeIsTheSameWhetherTheUploadOrAPropertySaysSo(String seconds) throws Exception {
        put("/other", "x");

        put("/file", "x", "X-OC-Mtime", seconds);
        var answer = send("PROPPATCH", "/other", "<propertyupdate xmlns='DAV:'><set><prop><lastmodified>" + seconds
                + "</lastmodified></prop></set></propertyupdate>");

        assertThat(answer.body()).contains("200 OK");
        assertThat(Files.getLastModifiedTime(data.resolve("file")))
                .isEqualTo(Files.getLastModifiedTime(data.resolve("other")));
        var exact = new BigDecimal(seconds);
        assertThat(Files.getLastModifiedTime(data.resolve("file")).toInstant())
                .isEqualTo(Instant.EPOCH.plusNanos(exact.movePointRight(9).longValueExact()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "1e300", "NaN", "1700000000123", "9999999999", "0x10"})
    void timeThatCannotBeUsedIsNoReasonToRefuseTheContent(String mtime) throws Exception {
        Instant before = Instant.now().minusSeconds(60);

        var answer = send("PUT", "/file", "new", "X-OC-Mtime", mtime);

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("X-OC-Mtime")).isEmpty();
        assertThat(content("file")).isEqualTo("new");
        assertThat(Files.getLastModifiedTime(data.resolve("file")).toInstant()).isAfter(before);
    }

    @Test
    void programThatIsReplacedStaysExecutable() throws Exception {
        Files.setPosixFilePermissions(data.resolve("file"), PosixFilePermissions.fromString("rwxr-x---"));

        put("/file", "new");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("file"))))
                .isEqualTo("rwxr-x---");
    }
}
