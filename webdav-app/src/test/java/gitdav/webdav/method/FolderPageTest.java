package gitdav.webdav.method;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

class FolderPageTest extends WebdavTest {

    @Test
    void pageListsFoldersThenFilesWithLinks() throws Exception {
        put("/b%20file", "12345");
        status("MKCOL", "/z");

        var page = send("GET", "/", "");
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
        assertThat(page.body()).containsSubsequence("<a href=\"z/\">z/</a>", "<a href=\"b%20file\">b file</a>",
                "<td>5</td>");
        put("/z/a:b", "1");
        assertThat(send("GET", "/z/", "").body()).contains("<a href=\"../\">../</a>", "<a href=\"./a:b\">a:b</a>");
        assertThat(send("GET", "/z", "").body()).contains("<a href=\"./z/../\">../</a>",
                "<a href=\"./z/./a:b\">a:b</a>");
    }

    @Test
    void pageOfALargeFolderListsEveryFileOnce() throws Exception {
        for (int i = 0; i < 3_000; i++) {
            Files.createFile(data.resolve("file" + i));
        }

        var links = Pattern.compile("<a href=\"(file\\d+)\">").matcher(send("GET", "/", "").body()).results()
                .map(link -> link.group(1)).toList();

        assertThat(links).hasSize(3_000).doesNotHaveDuplicates();
    }

    @Test
    void nameOfAFileIsNeverMarkup() throws Exception {
        put("/%3Cscript%3Ealert('x')%3C%2Fscript%3E".replace("%2F", "%E2%88%95"), "x");
        put("/%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E", "x");
        status("MKCOL", "/%3Cb%3E&amp;");

        var root = send("GET", "/", "");
        assertThat(root.body()).doesNotContain("<script>", "<img", "<b>").contains("&lt;script&gt;");
        assertThat(send("GET", "/%3Cb%3E&amp;/", "").body()).doesNotContain("<b>").contains("&lt;b&gt;&amp;amp;");
        assertThat(root.headers().firstValue("Content-Security-Policy").orElseThrow()).startsWith("default-src 'none'")
                .contains("object-src 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'")
                .doesNotContain("unsafe-", "script-src 'self'", "style-src 'self'");
    }

    @Test
    void onlyWhatBearsTheNonceOfThisAnswerRuns() throws Exception {
        var page = send("GET", "/", "");
        String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
        String nonce = policy.replaceFirst("(?s).*script-src '(nonce-[^']+)'.*", "$1").substring("nonce-".length());

        assertThat(nonce).hasSizeGreaterThanOrEqualTo(32);
        assertThat(page.body()).contains("<script type=\"module\" nonce=\"" + nonce);
        assertThat(send("GET", "/", "").body()).doesNotContain(nonce);
    }

    @Test
    void filesOfThePageAreServedAndNothingElseInTheReservedFolder() throws Exception {
        var script = send("GET", "/.gitdav/page/main.js", "");
        assertThat(script.headers().firstValue("Content-Type")).contains("text/javascript;charset=utf-8");
        String etag = script.headers().firstValue("ETag").orElseThrow();
        assertThat(send("GET", "/.gitdav/page/main.js", "", "If-None-Match", etag).statusCode()).isEqualTo(304);

        assertThat(status("GET", "/.gitdav/page/page.css")).isEqualTo(200);
        assertThat(status("GET", "/.gitdav/page/package-info.class")).isEqualTo(404);
        assertThat(status("GET", "/.gitdav/page/")).isEqualTo(404);
        assertThat(status("GET", "/.gitdav/backup")).isEqualTo(404);
        assertThat(status("PUT", "/.gitdav/page/main.js")).isEqualTo(403);
        assertThat(status("POST", "/.gitdav/backup")).isEqualTo(404);
    }

    @Test
    void pageOfAReaderSaysSo() throws Exception {
        assertThat(send("GET", "/", "").body()).contains("data-writable");

        restart("--webdav-read-only=true");

        assertThat(send("GET", "/", "").body()).doesNotContain("data-writable");
        assertThat(status("POST", "/.gitdav/backup")).isEqualTo(403);
    }

    @Test
    void pageOfABasePathFindsItsScript() throws Exception {
        restart("--webdav-base-path=/dav");
        status("MKCOL", "/dav/a");
        status("MKCOL", "/dav/a/b");

        assertThat(send("GET", "/dav/a/b/", "").body()).contains("data-root=\"../../\"");
        assertThat(send("GET", "/dav/a/b", "").body()).contains("data-root=\"./b/../../\"");
        assertThat(status("GET", "/dav/.gitdav/page/main.js")).isEqualTo(200);
        assertThat(status("GET", "/.gitdav/page/main.js")).isEqualTo(404);
    }
}
