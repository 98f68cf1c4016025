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
        assertThat(root.body()).doesNotContain("<script", "<img", "<b>").contains("&lt;script&gt;");
        assertThat(send("GET", "/%3Cb%3E&amp;/", "").body()).doesNotContain("<b>").contains("&lt;b&gt;&amp;amp;");
        assertThat(root.headers().firstValue("Content-Security-Policy").orElseThrow()).startsWith("default-src 'none'")
                .contains("object-src 'none'", "form-action 'none'", "frame-ancestors 'none'");
    }
}
