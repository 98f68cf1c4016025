package gitdav.e2e.browser;

import gitdav.e2e.browser.BrowserPod.Running;
import gitdav.e2e.pod.Http;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// Changes whose answer is lost, and of what is not any more as it is listed.
@ExtendWith(BrowserPod.class)
@Tag("long")
class UncertainChangesInBrowserTest {

    private final Running pod;
    private final Browser browser;

    UncertainChangesInBrowserTest(Running pod) {
        this.pod = pod;
        browser = pod.browser();
    }

    @Test
    void whatWasDeletedComesBackAlsoIfTheAnswerWasLost() throws Exception {
        URI folder = pod.folder();
        Path file = Files.writeString(pod.on(folder).resolve("notes.txt"), "no backup has this");
        try (var proxy = new LostAnswerProxy(pod.share(), "MOVE")) {
            browser.openFolder(proxy.uri(folder));
            browser.clickName("notes.txt");
            browser.press("Delete");
            browser.awaitText("#messages", "“notes.txt” is deleted");
            assertThat(proxy.isLost()).isTrue();
            assertThat(file).doesNotExist();

            browser.press("Undo");
            browser.awaitText("#messages", "“notes.txt” is back");
            assertThat(file).hasContent("no backup has this");
        }
    }

    @Test
    void fileThatAnotherPersonHasReplacedIsNotRenamedAndListedAsItIs() throws Exception {
        URI folder = pod.folder();
        Path file = Files.writeString(pod.on(folder).resolve("notes.txt"), "as it was listed");
        browser.openFolder(folder);
        Files.delete(file);
        Files.writeString(file, "longer, by another person");

        browser.press("More about notes.txt");
        browser.js("document.querySelector('input[name=path]').value = arguments[0]", folder.getPath() + "mine.txt");
        browser.press("Rename or move");

        browser.awaitText("#messages.error", "Another client has changed");
        browser.awaitText("#files", "25 bytes");
        assertThat(file).hasContent("longer, by another person");
        browser.press("More about notes.txt");
        browser.js("document.querySelector('input[name=path]').value = arguments[0]", folder.getPath() + "mine.txt");
        browser.press("Rename or move");
        browser.awaitText("#messages", "is now " + folder.getPath() + "mine.txt");
    }

    @Test
    void folderWithALockedFileIsNotCalledDeleted() throws Exception {
        URI folder = pod.folder();
        Path plans = Files.createDirectory(pod.on(folder).resolve("plans"));
        Files.writeString(plans.resolve("open & locked.txt"), "in an editor");
        lock(folder.resolve("plans/open%20&%20locked.txt"));
        browser.openFolder(folder);

        browser.press("More about plans");
        browser.press("Delete");

        browser.awaitText("#messages.error", "plans/open & locked.txt” is locked");
        assertThat(browser.names()).containsExactly("plans/");
        assertThat(plans.resolve("open & locked.txt")).hasContent("in an editor");
    }

    @Test
    void whatIsDeletedInTheSameMomentIsBroughtBackApart() throws Exception {
        URI folder = pod.folder();
        Files.writeString(pod.on(folder).resolve("mine.txt"), "mine");
        Files.writeString(pod.on(folder).resolve("theirs.txt"), "theirs");
        browser.openFolder(folder);
        browser.js("Date.prototype.toISOString = () => '2001-02-03T04:05:06.789Z'");
        for (String name : List.of("theirs.txt", "mine.txt")) {
            browser.clickName(name);
            browser.press("Delete");
            browser.awaitText("#messages", "“" + name + "” is deleted");
        }

        browser.press("Undo");
        browser.awaitText("#messages", "“mine.txt” is back");

        try (var trash = Files.walk(pod.data().resolve(".trash"))) {
            assertThat(trash.filter(path -> path.endsWith(folder.getPath().substring(1) + "theirs.txt"))).hasSize(1);
        }
    }

    @Test
    void newFolderIsCancelledWithoutAName() throws Exception {
        browser.openFolder(pod.folder());
        browser.press("New folder");
        browser.await("return document.querySelector('dialog[open]')?.ariaLabel");

        browser.press("Cancel");

        browser.await("return !document.querySelector('dialog')");
        assertThat(browser.names()).isEmpty();
    }

    private static void lock(URI file) throws Exception {
        try (var http = new Http()) {
            assertThat(http.send("LOCK", file, """
                    <lockinfo xmlns="DAV:"><lockscope><exclusive/></lockscope><locktype><write/></locktype></lockinfo>
                    """).statusCode()).isEqualTo(200);
        }
    }
}
