package gitdav.webdav.method;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

class DownloadTest extends WebdavTest {

    @Test
    void headersDescribeTheFile() throws Exception {
        put("/page.html", "<p>hello</p>");
        Files.setLastModifiedTime(data.resolve("page.html"), FileTime.from(Instant.parse("2026-01-02T03:04:05.678Z")));

        var headers = send("GET", "/page.html", "").headers();
        assertThat(headers.firstValue("Content-Length")).contains("12");
        assertThat(headers.firstValue("Content-Type")).contains("text/html;charset=utf-8");
        assertThat(headers.firstValue("Last-Modified")).contains("Fri, 02 Jan 2026 03:04:05 GMT");
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Server")).isEmpty();
    }

    @Test
    void headSaysWhatGetWouldWithoutTheContent() throws Exception {
        put("/file.unknown", "hello");

        var head = send("HEAD", "/file.unknown", "");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Length")).contains("5");
        assertThat(head.headers().firstValue("Content-Type")).contains("application/octet-stream");
        assertThat(head.body()).isEmpty();
    }

    @Test
    void headOfAFolderClaimsTheLengthThatGetHas() throws Exception {
        var head = send("HEAD", "/", "");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
        assertThat(head.headers().firstValue("Content-Length"))
                .isEqualTo(send("GET", "/", "").headers().firstValue("Content-Length"));
    }

    @Test
    void uploadedPageRunsNoScriptInTheVisitorsBrowser() throws Exception {
        put("/page.html", "<script>fetch('/', {method: 'DELETE'})</script>");

        assertThat(send("GET", "/page.html", "").headers().firstValue("Content-Security-Policy"))
                .contains(
                        "script-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; object-src 'none'; sandbox allow-same-origin");
        put("/guide.pdf", "%PDF-1.7");
        assertThat(send("GET", "/guide.pdf", "").headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("script-src 'none'").doesNotContain("object-src", "sandbox");
    }

    @Test
    void textIsSentWithItsEncoding() throws Exception {
        Files.writeString(data.resolve("utf-8.txt"), "Grüße".repeat(3_000));
        Files.writeString(data.resolve("latin.txt"), "Grüße", StandardCharsets.ISO_8859_1);
        Files.writeString(data.resolve("wide.txt"), "Grüße", StandardCharsets.UTF_16);
        Files.writeString(data.resolve("notes.md"), "# Grüße");
        Files.createFile(data.resolve("empty.csv"));

        assertThat(typeOf("/utf-8.txt")).isEqualTo("text/plain;charset=utf-8");
        assertThat(typeOf("/latin.txt")).isEqualTo("text/plain");
        assertThat(typeOf("/wide.txt")).isEqualTo("text/plain;charset=utf-16");
        assertThat(typeOf("/notes.md")).isEqualTo("text/markdown;charset=utf-8");
        assertThat(typeOf("/empty.csv")).isEqualTo("text/csv;charset=utf-8");
        assertThat(send("GET", "/utf-8.txt", "", "Range", "bytes=3-3").headers().firstValue("Content-Type"))
                .contains("text/plain;charset=utf-8");
    }

    @ParameterizedTest
    @CsvSource({"a.yaml, application/yaml", "a.LOG, text/plain;charset=utf-8", "a.webp, image/webp",
            "a.heic, image/heic", "a.mp4, video/mp4", "a.flac, audio/flac", "a.svg, image/svg+xml",
            "a.docx, application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "a.tar.gz, application/gzip",
            "a, application/octet-stream"})
    void nameSaysWhatAFileIs(String name, String type) throws Exception {
        put("/" + name, "x");

        assertThat(typeOf("/" + name)).isEqualTo(type);
    }

    private String typeOf(String path) throws Exception {
        return send("GET", path, "").headers().firstValue("Content-Type").orElseThrow();
    }

    @Test
    void absentFileIsNotFound() throws Exception {
        assertThat(status("GET", "/absent")).isEqualTo(404);
        assertThat(status("GET", "/absent/below")).isEqualTo(404);
    }

    @Test
    void largeFileComesBackByteForByte() throws Exception {
        String large = "0123456789abcdef".repeat(300_000);

        assertThat(put("/large", large)).isEqualTo(201);
        assertThat(send("GET", "/large", "").body()).isEqualTo(large);
    }
}
