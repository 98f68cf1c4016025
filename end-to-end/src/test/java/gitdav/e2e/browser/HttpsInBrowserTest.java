package gitdav.e2e.browser;

import gitdav.e2e.browser.BrowserPod.Running;
import gitdav.e2e.pod.TlsFiles;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// The page over HTTPS, for users with a password.
@ExtendWith(BrowserPod.class)
@Tag("long")
class HttpsInBrowserTest {

    /// Made by glibc's crypt.
    private static final String USER = "bob:$2b$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW";
    private static final String LOGIN = "bob:secret";

    private final Running pod;
    private final Browser browser;

    HttpsInBrowserTest(Running pod) {
        this.pod = pod;
        browser = pod.browser();
    }

    private Map<String, String> settings() throws Exception {
        Path secrets = Files.createTempDirectory(pod.dir(), "secrets");
        var settings = new HashMap<>(TlsFiles.in(secrets).settings());
        settings.put("WEBDAV_USERS_FILE", Files.writeString(secrets.resolve("users"), USER).toString());
        settings.put("HISTORY_URL", pod.historyUrl());
        return settings;
    }

    /// By an address: of a name, a browser would remember that it has HTTPS only, and that of the other tests is the same.
    private static URI withLogin(URI folder) {
        return URI.create("https://" + LOGIN + "@127.0.0.1:" + folder.getPort() + folder.getPath());
    }

    @Test
    void everythingWorksWithNameAndPasswordFromTheAddress() throws Exception {
        URI folder = pod.folder();
        Files.writeString(pod.on(folder).resolve("agenda.md"), "# Agenda\n");
        try (var server = BrowserPod.webdavApp(pod.data(), settings())) {
            browser.openFolder(withLogin(server.uri().resolve(folder.getPath())));
            assertThat(browser.js("return isSecureContext")).isEqualTo(true);

            browser.clickName("agenda.md");
            browser.awaitText("dialog.panel pre", "# Agenda");
            browser.press("Close");
            browser.typeInto("input[type=file]",
                    pod.local("notes.txt", "hello".getBytes(StandardCharsets.UTF_8)).toString());
            browser.awaitText("#messages", "“notes.txt” is uploaded");
            assertThat(pod.on(folder).resolve("notes.txt")).hasContent("hello");

            pod.backUp();
            browser.awaitText("#backup .runs", "backed up: commit");
        }
    }

    @Test
    void textBecomesNoScript() throws Exception {
        URI folder = pod.folder();
        Files.writeString(pod.on(folder).resolve("evil.js"), "window.ran = 1");
        try (var server = BrowserPod.webdavApp(pod.data(), settings())) {
            browser.openFolder(withLogin(server.uri().resolve(folder.getPath())));

            assertThat(browser.js("""
                    try {
                        document.body.innerHTML = '<script src="evil.js"></script>';
                    } catch (refusal) {
                        return refusal.message;
                    }""")).asString().contains("TrustedHTML");
            browser.js("return import('./evil.js').catch(() => 'refused')");
            assertThat(browser.js("return window.ran")).isNull();
        }
    }
}
