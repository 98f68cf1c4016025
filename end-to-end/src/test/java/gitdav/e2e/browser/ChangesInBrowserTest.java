package gitdav.e2e.browser;

import gitdav.e2e.browser.BrowserPod.Running;
import gitdav.e2e.pod.ProgramProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// What people change on the page.
@ExtendWith(BrowserPod.class)
@Tag("long")
class ChangesInBrowserTest {

    private final Running pod;
    private final Browser browser;

    ChangesInBrowserTest(Running pod) {
        this.pod = pod;
        browser = pod.browser();
    }

    private Path local(String name, String content) throws Exception {
        return pod.local(name, content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void filesAreUploadedByTheButtonWithAnyName() throws Exception {
        URI folder = pod.folder();
        browser.openFolder(folder);

        browser.typeInto("input[type=file]",
                local("100% Grüße #1?.txt", "hello") + "\n" + local("empty", ""));

        browser.awaitText("#messages", "2 files are uploaded");
        assertThat(pod.on(folder).resolve("100% Grüße #1?.txt")).hasContent("hello");
        assertThat(pod.on(folder).resolve("empty")).isEmptyFile();
        assertThat(browser.names()).containsExactly("100% Grüße #1?.txt", "empty");
    }

    @Test
    void foldersAreUploadedWithAllThatIsInThem() throws Exception {
        URI folder = pod.folder();
        Path local = Files.createTempDirectory(pod.dir(), "local").resolve("holiday");
        Files.createDirectories(local.resolve("day 1"));
        Files.writeString(local.resolve("plan.txt"), "plan");
        Files.writeString(local.resolve("day 1/notes.txt"), "notes");
        browser.openFolder(folder);

        browser.typeInto("input[webkitdirectory]", local.toString());
        browser.awaitText("#messages", "2 files are uploaded");
        assertThat(pod.on(folder).resolve("holiday/day 1/notes.txt")).hasContent("notes");

        Map<String, Object> dragged = Map.of("x", 300, "y", 300, "data",
                Map.of("items", List.of(), "files", List.of(local("dropped.txt", "dropped").toString()),
                        "dragOperationsMask", 1));
        for (String type : List.of("dragEnter", "dragOver", "drop")) {
            var event = new HashMap<>(dragged);
            event.put("type", type);
            browser.cdp("Input.dispatchDragEvent", event);
        }
        browser.awaitText("#messages", "“dropped.txt” is uploaded");
        assertThat(pod.on(folder).resolve("dropped.txt")).hasContent("dropped");
    }

    @Test
    void fileThatIsThereIsReplacedOnlyByDecision() throws Exception {
        URI folder = pod.folder();
        Path file = Files.writeString(pod.on(folder).resolve("notes.txt"), "another person's");
        browser.openFolder(folder);

        browser.typeInto("input[type=file]", local("notes.txt", "mine").toString());
        browser.awaitText("dialog", "exists already");
        browser.press("Keep both");
        browser.awaitText("#files", "notes (2).txt");
        assertThat(file).hasContent("another person's");

        browser.typeInto("input[type=file]", local("notes.txt", "mine").toString());
        browser.press("Replace");
        browser.awaitText("#messages", "is uploaded");
        assertThat(file).hasContent("mine");
    }

    @Test
    void uploadGoesOnAfterADroppedConnection() throws Exception {
        URI folder = pod.folder();
        byte[] content = new byte[36 << 20];
        new Random(1).nextBytes(content);
        Path film = Files.write(local("film.mp4", ""), content);
        try (var proxy = new FlakyProxy(pod.share(), 20 << 20, 1)) {
            browser.openFolder(proxy.uri(folder));

            browser.typeInto("input[type=file]", film.toString());

            browser.awaitText("#messages", "“film.mp4” is uploaded");
            assertThat(pod.on(folder).resolve("film.mp4")).hasBinaryContent(content);
            assertThat(proxy.sent()).isLessThan(72 << 20);
            assertThat(browser.names()).containsExactly("film.mp4");
        }
    }

    @Test
    void uploadGoesOnWhereItWasWhenThePageWasClosedMeanwhile() throws Exception {
        URI folder = pod.folder();
        byte[] content = new byte[48 << 20];
        new Random(2).nextBytes(content);
        Path film = Files.write(local("film.mp4", ""), content);
        try (var proxy = new FlakyProxy(pod.share(), 20 << 20, 1)) {
            browser.openFolder(proxy.uri(folder));
            browser.typeInto("input[type=file]", film.toString());
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                try (var parts = Files.newDirectoryStream(pod.on(folder), "*.part")) {
                    return parts.iterator().hasNext();
                }
            });
            browser.openFolder(proxy.uri(folder));
            assertThat(browser.names()).singleElement().asString().endsWith(".part");

            browser.typeInto("input[type=file]", film.toString());

            browser.awaitText("#messages", "“film.mp4” is uploaded");
            assertThat(pod.on(folder).resolve("film.mp4")).hasBinaryContent(content);
            assertThat(browser.names()).containsExactly("film.mp4");
            assertThat(proxy.sent()).isLessThan(96 << 20);
        }
    }

    @Test
    void cancelledUploadLeavesNothing() throws Exception {
        URI folder = pod.folder();
        Path film = local("film.mp4", "");
        try (var file = new RandomAccessFile(film.toFile(), "rw")) {
            file.setLength(1L << 31);
        }
        browser.openFolder(folder);

        browser.typeInto("input[type=file]", film.toString());
        browser.press("Cancel");

        browser.awaitText("#messages", "Cancelled");
        assertThat(pod.on(folder)).isEmptyDirectory();
    }

    @Test
    void folderIsMadeRenamedDeletedAndBroughtBack() throws Exception {
        URI folder = pod.folder();
        browser.openFolder(folder);
        browser.press("New folder");
        browser.type("letters & more");
        browser.press("Make it");
        browser.awaitText("#messages", "is made");
        Files.writeString(pod.on(folder).resolve("letters & more/a.txt"), "no backup has this");

        browser.press("More about letters & more");
        browser.js("document.querySelector('input[name=path]').value = arguments[0]", folder.getPath() + "mail");
        browser.press("Rename or move");
        browser.awaitText("#messages", "is now " + folder.getPath() + "mail");
        browser.press("More about mail");
        browser.press("Delete");
        browser.awaitText("#messages", "“mail” is deleted");
        assertThat(pod.on(folder)).isEmptyDirectory();
        browser.screenshot("deleted");
        browser.press("Undo");
        browser.awaitText("#messages", "“mail” is back");
        assertThat(pod.on(folder).resolve("mail/a.txt")).hasContent("no backup has this");
    }

    @Test
    void whatWasDeletedIsPutBackFromTheTrashOrDeletedForGood() throws Exception {
        URI folder = pod.folder();
        Files.writeString(pod.on(folder).resolve("kept.txt"), "kept");
        browser.openFolder(folder);
        browser.clickName("kept.txt");
        browser.press("Delete");
        browser.awaitText("#messages", "is deleted");
        Path moment;
        try (var moments = Files.list(pod.data().resolve(".trash"))) {
            moment = moments.filter(each -> Files.exists(each.resolve(folder.getPath().substring(1) + "kept.txt")))
                    .findAny()
                    .orElseThrow();
        }

        browser.openFolder(pod.share().resolve("/.trash/" + moment.getFileName() + folder.getPath()));
        browser.clickName("kept.txt");
        browser.press("Put back to " + folder.getPath() + "kept.txt");
        browser.awaitText("#messages", "is back");
        assertThat(pod.on(folder).resolve("kept.txt")).hasContent("kept");
    }

    @Test
    void whatAnotherPersonHasChangedMeanwhileStays() throws Exception {
        URI folder = pod.folder();
        Path file = Files.writeString(pod.on(folder).resolve("notes.txt"), "as it was listed");
        browser.openFolder(folder);
        Files.delete(file);
        Files.writeString(file, "another person's work");

        browser.clickName("notes.txt");
        browser.press("Delete");

        browser.awaitText("#messages.error", "Another client has changed");
        assertThat(file).hasContent("another person's work");
    }

    @Test
    void readerSeesNoControlsThatWrite() throws Exception {
        URI folder = pod.folder();
        Files.writeString(pod.on(folder).resolve("notes.txt"), "hello");
        try (ProgramProcess reader = BrowserPod.webdavApp(pod.data(),
                Map.of("WEBDAV_READ_ONLY", "true", "WEBDAV_BASE_PATH", "/dav"))) {
            browser.openFolder(reader.uri().resolve("/dav" + folder.getPath()));
            browser.clickName("notes.txt");
            browser.awaitText("dialog pre", "hello");

            for (String control : List.of("Upload files", "New folder", "Delete", "Rename or move", "Back up now")) {
                assertThat(browser.hasButton(control)).as(control).isFalse();
            }
        }
    }
}
