package gitdav.e2e.browser;

import com.sun.net.httpserver.HttpServer;
import gitdav.e2e.browser.BrowserPod.Running;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/// What another user has put into the share, and what a page of another site tries.
@ExtendWith(BrowserPod.class)
@Tag("long")
class HostileContentInBrowserTest {

    private final Running pod;
    private final Browser browser;

    HostileContentInBrowserTest(Running pod) {
        this.pod = pod;
        browser = pod.browser();
    }

    @Test
    void namesAreTextWhateverTheyLookLike() throws Exception {
        URI folder = pod.folder();
        String name = "\"><img src=x onerror=window.ran=1><script>window.ran=1<\u2215script>.txt";
        Files.writeString(pod.on(folder).resolve(name), "<script>window.ran=1</script>");
        browser.openFolder(folder);

        assertThat(browser.names()).containsExactly(name);
        browser.clickName(name);
        browser.awaitText("dialog pre", "<script>window.ran=1</script>");
        browser.press("Delete");
        browser.awaitText("#messages", name);
        assertThat(browser.js("return window.ran")).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "page.html | <body><script>document.title='ran'</script><img src=x onerror=\"document.title='ran'\">",
            "page.xhtml | <html xmlns='http://www.w3.org/1999/xhtml'><body><script>document.title='ran'</script></body></html>",
            "picture.svg | <svg xmlns='http://www.w3.org/2000/svg'><title>safe</title><script>document.title='ran'</script></svg>",
            "data.xml | <x:script xmlns:x='http://www.w3.org/1999/xhtml'>document.title='ran'</x:script>"})
    void contentIsNeverRun(String name, String content) throws Exception {
        URI folder = pod.folder();
        Files.writeString(pod.on(folder).resolve(name), content);

        browser.open(folder.resolve(name));
        assertThat(browser.js("return document.title")).isNotEqualTo("ran");
        browser.openFolder(folder);
        browser.clickName(name);
        browser.await("return document.querySelector('.preview').hasChildNodes()");
        assertThat(browser.js("return document.title")).isNotEqualTo("ran");
    }

    @Test
    void scriptOfTheUsersIsNoScriptOfThePage() throws Exception {
        URI folder = pod.folder();
        Files.writeString(pod.on(folder).resolve("evil.js"), "window.ran = 1");
        browser.openFolder(folder);

        assertThat(browser.js("""
                try {
                    const script = document.createElement('script');
                    script.src = './evil.js';
                    document.head.append(script);
                } catch (refusal) {
                    return refusal.message;
                }""")).asString().contains("TrustedScriptURL");
        browser.js("return import('./evil.js').catch(() => 'refused')");
        assertThat(browser.js("return window.ran")).isNull();
    }

    @Test
    void pageOfAnotherSiteChangesNothing() throws Exception {
        URI folder = pod.folder();
        Path file = Files.writeString(pod.on(folder).resolve("notes.txt"), "mine");
        browser.openFolder(folder);
        pod.backUp();
        String lastRun = run(0);
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            byte[] page = "<title>other</title><body>".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        other.start();
        try {
            browser.open(URI.create("http://127.0.0.1:" + other.getAddress().getPort() + "/"));
            for (String method : new String[]{"PUT", "DELETE", "POST", "MOVE"}) {
                assertThat(
                        browser.js("return fetch(arguments[0], {method: arguments[1], mode: arguments[1] === 'POST' ?"
                                + " 'no-cors' : 'cors', body: 'theirs'}).then(answer => answer.type === 'opaque' ? 'sent' : answer.status,"
                                + " () => 'refused')", folder.resolve("notes.txt").toString(), method))
                        .isIn("refused", "sent");
            }
            assertThat(browser.js(
                    "return fetch(arguments[0], {method: 'POST', mode: 'no-cors'}).then(() => 'sent', () => 'refused')",
                    pod.share().resolve("/.gitdav/backup").toString())).isIn("refused", "sent");
        } finally {
            other.stop(0);
        }
        assertThat(file).hasContent("mine");
        browser.openFolder(folder);
        pod.backUp();
        assertThat(run(1)).as("the run before this one").isEqualTo(lastRun);
    }

    /// @param before how many runs before the last one
    private String run(int before) {
        return browser.await("return fetch('/.gitdav/backup').then(answer => answer.json())"
                + ".then(({ runs }) => JSON.stringify(runs[arguments[0]]))".replace("arguments[0]", "" + before));
    }
}
