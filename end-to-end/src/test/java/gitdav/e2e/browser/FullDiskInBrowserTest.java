package gitdav.e2e.browser;

import gitdav.e2e.browser.BrowserPod.Running;
import gitdav.e2e.pod.MountedFolder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// The page on a disk without room. There are two kinds of room: for contents, and for names.
@ExtendWith(BrowserPod.class)
@Tag("long")
class FullDiskInBrowserTest {

    private final Running pod;
    private final Browser browser;

    FullDiskInBrowserTest(Running pod) {
        this.pod = pod;
        browser = pod.browser();
    }

    private MountedFolder disk(String size) throws IOException {
        return MountedFolder.tmpfs(Files.createTempDirectory(pod.dir(), "disk"), size);
    }

    @Test
    void whatIsDeletedInTheTrashMakesRoom() throws Exception {
        try (var disk = disk("8m"); var server = BrowserPod.webdavApp(disk.folder(), Map.of())) {
            URI share = server.uri();
            Files.write(disk.folder().resolve("film.mp4"), new byte[5 << 20]);
            browser.openFolder(share);
            browser.clickName("film.mp4");
            browser.press("Delete");
            browser.awaitText("#messages", "“film.mp4” is deleted");
            browser.typeInto("input[type=file]", pod.local("new.bin", new byte[6 << 20]).toString());
            assertThat(browser.awaitText("#messages.error", "disk")).contains("/.trash/");
            assertThat(disk.folder().resolve("new.bin")).doesNotExist();

            browser.openFolder(share.resolve("/.trash/"));
            browser.press("More about " + browser.names().getFirst().replace("/", ""));
            browser.press("Delete for good");
            browser.press("Delete");
            browser.awaitText("#messages", "is deleted for good");
            browser.openFolder(share);
            browser.typeInto("input[type=file]", pod.local("new.bin", new byte[6 << 20]).toString());
            browser.awaitText("#messages", "“new.bin” is uploaded");
            assertThat(disk.folder().resolve("new.bin")).hasSize(6 << 20);
        }
    }

    @Test
    void whatDoesNotFitIntoTheTrashIsDeletedForGoodByDecision() throws Exception {
        try (var disk = disk("8m,nr_inodes=100"); var server = BrowserPod.webdavApp(disk.folder(), Map.of())) {
            Path film = Files.writeString(disk.folder().resolve("film.mp4"), "film");
            useUpNames(disk.folder());
            browser.openFolder(server.uri());

            browser.clickName("film.mp4");
            browser.press("Delete");
            browser.awaitText("dialog", "no room for it in the trash");
            browser.press("Cancel");
            browser.await("return !document.querySelector('dialog')");
            assertThat(film).hasContent("film");

            browser.clickName("film.mp4");
            browser.press("Delete");
            browser.awaitText("dialog", "no room for it in the trash");
            browser.press("Delete");
            browser.awaitText("#messages", "“film.mp4” is deleted for good");
            assertThat(film).doesNotExist();
        }
    }

    @Test
    void folderStaysAsItIsIfItsOldVersionDoesNotFit() throws Exception {
        URI folder = pod.folder();
        String name = folder.getPath().replace("/", "");
        Files.write(pod.on(folder).resolve("film.mp4"), new byte[6 << 20]);
        browser.openFolder(folder);
        pod.backUp();
        try (var disk = disk("8m");
                var server = BrowserPod.webdavApp(disk.folder(), Map.of("HISTORY_URL", pod.historyUrl()))) {
            Path today = Files.createDirectory(disk.folder().resolve(name));
            Files.write(today.resolve("film.mp4"), new byte[3 << 20]);
            browser.openFolder(server.uri().resolve("/.history/"));
            browser.openFolder(server.uri().resolve("/.history/" + browser.names().getLast()));

            browser.press("More about " + name);
            browser.press("Restore to /" + name + "/");

            browser.awaitText("#messages.error", "disk");
            assertThat(today.resolve("film.mp4")).hasSize(3 << 20);
        }
    }

    private static void useUpNames(Path folder) throws IOException {
        for (int i = 0;; i++) {
            try {
                Files.createFile(folder.resolve("file-" + i));
            } catch (FileSystemException full) {
                return;
            }
        }
    }
}
