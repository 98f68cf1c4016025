package gitdav.e2e.browser;

import gitdav.e2e.browser.BrowserPod.Running;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// The page of a server with the heap that it has in a container of 256 MiB.
@ExtendWith(BrowserPod.class)
@Tag("long")
class SmallServerInBrowserTest {

    private static final Map<String, String> SMALL = Map.of("JAVA_TOOL_OPTIONS", "-Xmx46m");
    private static final int CONNECTIONS = 1000;

    private final Running pod;
    private final Browser browser;

    SmallServerInBrowserTest(Running pod) {
        this.pod = pod;
        browser = pod.browser();
    }

    @Test
    void pageIsUsedWhileAThousandConnectionsWait() throws Exception {
        URI folder = pod.folder();
        Files.writeString(pod.on(folder).resolve("notes.txt"), "hello");
        List<Socket> waiting = new ArrayList<>();
        try (var server = BrowserPod.webdavApp(pod.data(), SMALL)) {
            URI there = server.uri().resolve(folder.getPath());
            for (int i = 0; i < CONNECTIONS; i++) {
                waiting.add(new Socket("localhost", there.getPort()));
            }
            browser.openFolder(there);
            browser.clickName("notes.txt");
            browser.awaitText("dialog.panel pre", "hello");
            browser.press("Delete");
            browser.awaitText("#messages", "“notes.txt” is deleted");
            assertThat(pod.on(folder)).isEmptyDirectory();
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }
}
