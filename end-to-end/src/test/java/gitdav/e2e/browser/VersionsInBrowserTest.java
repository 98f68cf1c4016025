package gitdav.e2e.browser;

import gitdav.e2e.browser.BrowserPod.Running;
import gitdav.e2e.pod.ProgramProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// Whether it is safe, and what it was.
@ExtendWith(BrowserPod.class)
@Tag("long")
class VersionsInBrowserTest {

    private final Running pod;
    private final Browser browser;

    VersionsInBrowserTest(Running pod) {
        this.pod = pod;
        browser = pod.browser();
    }

    @Test
    void oneLineSaysWhetherItIsSafeAndTheButtonMakesItSo() throws Exception {
        URI folder = pod.folder();
        browser.openFolder(folder);
        pod.backUp();
        Files.writeString(pod.on(folder).resolve("new & <b>.txt"), "new");

        browser.openFolder(folder);
        browser.awaitText("#backup summary", "1 changed since");
        browser.js("document.querySelector('#backup').open = true");
        assertThat(browser.text("#backup")).contains(folder.getPath() + "new & <b>.txt", "Next run", "Last runs",
                "At the start", "empty, and so is the remote: to start empty");
        browser.screenshot("backup");
        browser.press("Back up now");

        browser.awaitText("#backup summary", "Backed up");
        browser.awaitText("#backup summary", "nothing has changed since");
        assertThat(browser.text("#backup .runs")).contains("backed up: commit", "new & <b>.txt");
    }

    @Test
    void versionsOfAFileAreShownComparedAndRestored() throws Exception {
        URI folder = pod.folder();
        Path file = Files.writeString(pod.on(folder).resolve("agenda.md"),
                "# Agenda\n\n1. Welcome\n2. Money\n3. Lunch\n");
        browser.openFolder(folder);
        pod.backUp();
        Files.delete(file);
        Files.writeString(file, "# Agenda\n\n1. Welcome\n2. Budget\n3. Lunch\n4. Questions\n");

        browser.openFolder(folder);
        browser.clickName("agenda.md");
        browser.press("Versions");
        browser.awaitText(".versions", "Compare");
        browser.press("Compare");
        assertThat(browser.awaitText(".diff", "Budget")).contains("- 2. Money", "+ 2. Budget", "+ 4. Questions",
                "  3. Lunch");
        browser.screenshot("versions");
        browser.press("Show");
        browser.await("return document.querySelector('.preview pre').textContent.includes('Money')");
        browser.press("Restore");
        browser.awaitText("#messages", "is as it was at");
        assertThat(file).content().contains("Money").doesNotContain("Questions");

        browser.press("Undo");
        browser.awaitText("#messages", "is as it was before");
        assertThat(file).content().contains("Questions");
    }

    @Test
    void comparisonSaysWhereItEndsAndThatTheFileIsGone() throws Exception {
        URI folder = pod.folder();
        Path file = Files.writeString(pod.on(folder).resolve("log.txt"), "line\n".repeat(120_000));
        browser.openFolder(folder);
        pod.backUp();
        Files.writeString(file, "one more", StandardOpenOption.APPEND);
        browser.openFolder(folder);
        browser.clickName("log.txt");
        browser.press("Versions");

        browser.press("Compare");
        browser.awaitText(".preview", "Only the first 500 KB are compared.");

        Files.delete(file);
        browser.press("Compare");
        browser.awaitText(".preview", "“log.txt” is not there any more.");
    }

    @Test
    void fileOfAnOldVersionIsRestoredFromItsList() throws Exception {
        URI folder = pod.folder();
        Path file = Files.writeString(pod.on(folder).resolve("lost.txt"), "found");
        browser.openFolder(folder);
        pod.backUp();
        Files.delete(file);
        browser.openFolder(pod.share().resolve("/.history/"));
        browser.press("Name");
        String newest = browser.names().getFirst();

        browser.openFolder(pod.share().resolve("/.history/" + newest + folder.getPath().substring(1)));
        browser.screenshot("history");
        assertThat(browser.hasButton("Upload files")).isFalse();
        browser.clickName("lost.txt");
        assertThat(browser.hasButton("Delete")).isFalse();
        browser.press("Restore to " + folder.getPath() + "lost.txt");

        browser.awaitText("#messages", "is restored");
        assertThat(file).hasContent("found");
    }

    @Test
    void withoutGitBackupThePageSaysThatItDoesNotKnow() throws Exception {
        URI folder = pod.folder();
        Files.writeString(pod.on(folder).resolve("notes.txt"), "hello");
        try (ProgramProcess alone = BrowserPod.webdavApp(pod.data(), Map.of("HISTORY_URL", "http://127.0.0.1:1"))) {
            browser.openFolder(alone.uri().resolve(folder.getPath()));

            browser.awaitText("#backup summary", "is not known: git-backup does not answer");
            browser.clickName("notes.txt");
            browser.awaitText("dialog pre", "hello");
            browser.press("Versions");
            browser.awaitText(".versions", "Old versions come from git-backup, which does not give them");
        }
    }
}
