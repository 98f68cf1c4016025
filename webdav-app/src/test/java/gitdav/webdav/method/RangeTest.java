package gitdav.webdav.method;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RangeTest extends WebdavTest {

    private String etag;

    @BeforeEach
    void storeFile() throws Exception {
        etag = send("PUT", "/file", "0123456789").headers().firstValue("ETag").orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"bytes=0-0, 0, 0-0", "bytes=2-4, 234, 2-4", "bytes=7-, 789, 7-9", "bytes=-3, 789, 7-9",
            "bytes=-30, 0123456789, 0-9", "bytes=8-100, 89, 8-9", "Bytes= 2-4 , 234, 2-4"})
    void partOfAFileIsSent(String range, String content, String sent) throws Exception {
        var answer = send("GET", "/file", "", "Range", range);

        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.body()).isEqualTo(content);
        assertThat(answer.headers().firstValue("Content-Range")).contains("bytes " + sent + "/10");
        assertThat(answer.headers().firstValue("ETag")).contains(etag);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-20", "bytes=-0"})
    void partThatTheFileDoesNotHaveIsRefusedWithItsSize(String range) throws Exception {
        var answer = send("GET", "/file", "", "Range", range);

        assertThat(answer.statusCode()).isEqualTo(416);
        assertThat(answer.headers().firstValue("Content-Range")).contains("bytes */10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=4-2", "bytes=-", "bytes=", "bytes=a-b", "lines=1-2", "bytes=1", "bytes=0-9,0-9",
            "bytes=99999999999999999999-"})
    void rangeThatIsNoneGetsTheWholeFile(String range) throws Exception {
        var answer = send("GET", "/file", "", "Range", range);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("0123456789");
    }

    @Test
    void severalPartsComeInOneBody() throws Exception {
        var answer = send("GET", "/file", "", "Range", "bytes=0-1, 4-5,-1, 20-30");

        assertThat(answer.statusCode()).isEqualTo(206);
        String boundary = answer.headers().firstValue("Content-Type").orElseThrow().replaceFirst(".*boundary=", "");
        String head = "\r\n--" + boundary + "\r\nContent-Type: application/octet-stream\r\nContent-Range: bytes ";
        assertThat(answer.body()).isEqualTo(head + "0-1/10\r\n\r\n01" + head + "4-5/10\r\n\r\n45" + head
                + "9-9/10\r\n\r\n9\r\n--" + boundary + "--\r\n");
    }

    @Test
    void rangeCountsOnlyForTheFileThatTheClientKnows() throws Exception {
        assertThat(status("GET", "/file", "Range", "bytes=0-0", "If-Range", etag)).isEqualTo(206);
        assertThat(status("GET", "/file", "Range", "bytes=0-0", "If-Range", "\"other\"")).isEqualTo(200);
        assertThat(status("GET", "/file", "Range", "bytes=0-0", "If-Range", "Sun, 06 Nov 1994 08:49:37 GMT"))
                .isEqualTo(200);
        String time = send("GET", "/file", "").headers().firstValue("Last-Modified").orElseThrow();
        assertThat(status("GET", "/file", "Range", "bytes=0-0", "If-Range", time)).isEqualTo(206);
    }

    @Test
    void partOfALargeFileIsSent() throws Exception {
        put("/large", "0123456789".repeat(100_000));

        assertThat(send("GET", "/large", "", "Range", "bytes=100000-899999").body())
                .isEqualTo("0123456789".repeat(80_000));
        assertThat(send("GET", "/large", "", "Range", "bytes=0-299999,-300000").body().length())
                .isGreaterThan(600_000);
    }

    @Test
    void rangesAreAnnounced() throws Exception {
        assertThat(send("HEAD", "/file", "").headers().firstValue("Accept-Ranges")).contains("bytes");
    }
}
