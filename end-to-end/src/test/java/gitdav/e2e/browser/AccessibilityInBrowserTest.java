package gitdav.e2e.browser;

import gitdav.e2e.browser.BrowserPod.Running;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// The pages break no rule of accessibility, in whatever state a person has brought them.
@ExtendWith(BrowserPod.class)
@Tag("long")
class AccessibilityInBrowserTest {

    private final Running pod;
    private final Browser browser;
    private final SoftAssertions all = new SoftAssertions();

    AccessibilityInBrowserTest(Running pod) {
        this.pod = pod;
        browser = pod.browser();
    }

    private void require(String state) {
        all.assertThat(Accessibility.violations(browser)).as(state).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"light, 1000", "dark, 1000", "light, 390", "dark, 390"})
    void pageOfAFolderIsAccessibleInEachOfItsStates(String colours, int width) throws Exception {
        browser.colours(colours);
        browser.size(width, 844);
        URI folder = pod.folder();
        Files.createDirectory(pod.on(folder).resolve("pictures"));
        Path notes = Files.writeString(pod.on(folder).resolve("notes.txt"), "one\ntwo\n");
        browser.openFolder(folder);
        browser.awaitText("#backup summary", "acked up");
        browser.js("document.querySelector('#backup').open = true");
        require("backup unfolded");
        browser.press("Back up now");
        browser.awaitText("#backup summary", "nothing has changed since");
        Files.writeString(notes, "one\nthree\n");
        Files.writeString(pod.on(folder).resolve("new.txt"), "");

        browser.openFolder(folder);
        browser.awaitText("#backup summary", "2 changed since");
        require("list");
        browser.press("Name");
        browser.typeInto("#filter", "no");
        require("sorted and filtered");
        browser.press("More about notes.txt");
        browser.press("Versions");
        browser.press("Compare");
        browser.awaitText(".diff", "three");
        require("menu of a file, versions compared");
        browser.type(Keys.ESCAPE);
        browser.press("New folder");
        require("question");
        browser.type(Keys.ESCAPE);
        Files.delete(notes);
        browser.js("[...document.querySelectorAll('#files a')].find(a => a.textContent === 'notes.txt').focus()");
        browser.type(Keys.DELETE);
        browser.awaitText("#messages.error", "notes.txt");
        require("what went wrong");
        all.assertAll();
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 390})
    void listIsATableForAScreenReaderHoweverItIsLaidOut(int width) throws Exception {
        browser.size(width, 844);
        URI folder = pod.folder();
        Files.createDirectory(pod.on(folder).resolve("pictures"));
        Files.writeString(pod.on(folder).resolve("notes.txt"), "");
        browser.openFolder(folder);

        List<String> roles = browser.roles();

        assertThat(roles).contains("table", "columnheader");
        assertThat(roles).filteredOn("row"::equals).as("the head, the way up, and both").hasSize(4);
        assertThat(roles).filteredOn("cell"::equals).hasSizeGreaterThanOrEqualTo(2 * 4);
    }

    @ParameterizedTest
    @CsvSource({"light, 1000", "dark, 390"})
    void pagesOfThePastAndOfTheTrashAreAccessible(String colours, int width) throws Exception {
        browser.colours(colours);
        browser.size(width, 844);
        URI folder = pod.folder();
        Files.writeString(pod.on(folder).resolve("notes.txt"), "");
        browser.openFolder(folder);
        browser.clickName("notes.txt");
        browser.press("Delete");
        browser.awaitText("#messages", "is deleted");
        require("deleted");

        browser.openFolder(pod.share().resolve("/.trash/"));
        browser.press("More about " + browser.names().getFirst().replace("/", ""));
        require("menu of what was deleted");
        browser.openFolder(pod.share().resolve("/.history/"));
        require("old versions");
        all.assertAll();
    }

    @ParameterizedTest
    @CsvSource({"light, 1000", "dark, 1000", "light, 390", "dark, 390"})
    void statusPageOfGitBackupIsAccessible(String colours, int width) {
        browser.colours(colours);
        browser.size(width, 844);
        browser.open(pod.statusPage());
        browser.awaitText("h1", "git-backup: ");
        require("status");
        all.assertAll();
    }
}
