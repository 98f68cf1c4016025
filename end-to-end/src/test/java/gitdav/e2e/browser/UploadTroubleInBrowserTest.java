package gitdav.e2e.browser;

import gitdav.e2e.browser.BrowserPod.Running;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/// Uploads of small files over a bad line, and one that a person has cancelled.
@ExtendWith(BrowserPod.class)
@Tag("long")
class UploadTroubleInBrowserTest {

    private final Running pod;
    private final Browser browser;

    UploadTroubleInBrowserTest(Running pod) {
        this.pod = pod;
        browser = pod.browser();
    }

    @Test
    void uploadOfSmallFilesGoesOnAfterADroppedConnection() throws Exception {
        URI folder = pod.folder();
        byte[] content = new byte[1 << 20];
        new Random(1).nextBytes(content);
        String files = pod.local("a.jpg", content) + "\n" + pod.local("b.jpg", content) + "\n"
                + pod.local("c.jpg", content);
        try (var proxy = new FlakyProxy(pod.share(), 1 << 17, 6)) {
            browser.openFolder(proxy.uri(folder));

            browser.typeInto("input[type=file]", files);

            browser.awaitText("#messages", "3 files are uploaded");
            assertThat(browser.names()).containsExactly("a.jpg", "b.jpg", "c.jpg");
            assertThat(pod.on(folder).resolve("b.jpg")).hasBinaryContent(content);
        }
    }

    @Test
    void fileThatHasArrivedIsNotAskedAboutThoughTheAnswerWasLost() throws Exception {
        URI folder = pod.folder();
        try (var proxy = new LostAnswerProxy(pod.share(), "PUT")) {
            browser.openFolder(proxy.uri(folder));

            browser.typeInto("input[type=file]", pod.local("notes.txt", new byte[]{1, 2, 3}).toString());

            browser.awaitText("#messages", "“notes.txt” is uploaded");
            assertThat(proxy.isLost()).isTrue();
            assertThat(pod.on(folder).resolve("notes.txt")).hasBinaryContent(new byte[]{1, 2, 3});
        }
    }

    @Test
    void nothingIsUploadedAfterACancelBetweenTwoRequests() throws Exception {
        URI folder = pod.folder();
        Path local = Files.createDirectory(Files.createTempDirectory(pod.dir(), "local").resolve("holiday"));
        Files.writeString(local.resolve("plan.txt"), "plan");
        Files.writeString(local.resolve("notes.txt"), "notes");
        browser.openFolder(folder);
        browser.js("""
                const real = window.fetch;
                window.fetch = async (url, options) => {
                    const answer = await real(url, options);
                    if (options.method === 'MKCOL') {
                        document.querySelector('#upload button').click();
                    }
                    return answer;
                };""");

        browser.typeInto("input[webkitdirectory]", local.toString());

        browser.awaitText("#messages", "Cancelled; 0 of 2 files are uploaded");
        assertThat(pod.on(folder).resolve("holiday")).isEmptyDirectory();
    }

    @Test
    void progressIsSaidToAScreenReader() throws Exception {
        URI folder = pod.folder();
        browser.openFolder(folder);
        browser.js("""
                window.said = [];
                new MutationObserver(() => said.push(document.querySelector('#upload [role=status]').textContent))
                    .observe(document.querySelector('#upload'), { childList: true, subtree: true });""");

        browser.typeInto("input[type=file]",
                pod.local("first", new byte[100]) + "\n" + pod.local("second", new byte[100]));

        browser.awaitText("#messages", "2 files are uploaded");
        assertThat(browser.js("return said.join('; ')")).asString().contains("first, 0 %", "second, 50 %");
    }
}
