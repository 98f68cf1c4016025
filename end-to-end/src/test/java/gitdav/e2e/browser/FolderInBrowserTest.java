package gitdav.e2e.browser;

import gitdav.e2e.browser.BrowserPod.Running;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// The list of a folder, as people read it.
@ExtendWith(BrowserPod.class)
@Tag("long")
class FolderInBrowserTest {

    private final Running pod;
    private final Browser browser;

    FolderInBrowserTest(Running pod) {
        this.pod = pod;
        browser = pod.browser();
    }

    private URI someFiles() throws Exception {
        URI folder = pod.folder();
        Path dir = pod.on(folder);
        Files.createDirectory(dir.resolve("pictures"));
        Files.writeString(dir.resolve("report 10.txt"), "1");
        Files.writeString(dir.resolve("report 9.txt"), "12345".repeat(500));
        Files.writeString(dir.resolve("agenda.md"), "# Agenda\n\n1. Grüße\n");
        Files.setLastModifiedTime(dir.resolve("agenda.md"), FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
        return folder;
    }

    @Test
    void listIsSortedByEachColumnAndFiltered() throws Exception {
        browser.openFolder(someFiles());
        assertThat(browser.names()).containsExactly("pictures/", "agenda.md", "report 9.txt", "report 10.txt");
        assertThat(browser.text("#files")).contains("Feb 3, 2001", "2.5 KB");

        browser.press("Size");
        assertThat(browser.names()).containsExactly("pictures/", "report 10.txt", "agenda.md", "report 9.txt");
        browser.press("Size");
        assertThat(browser.names()).containsExactly("pictures/", "report 9.txt", "agenda.md", "report 10.txt");
        assertThat(browser.js("return document.querySelector('th:nth-child(3)').ariaSort")).isEqualTo("descending");
        browser.press("Changed");
        assertThat(browser.names()).startsWith("pictures/", "agenda.md");

        browser.typeInto("#filter", "REPORT");
        assertThat(browser.names()).containsOnly("report 9.txt", "report 10.txt");
        assertThat(browser.text("#count")).isEqualTo("2 of 4 shown");
    }

    @Test
    void timesAreThoseOfTheReadersZone() throws Exception {
        browser.cdp("Emulation.setTimezoneOverride", Map.of("timezoneId", "Asia/Tokyo"));
        browser.openFolder(someFiles());

        assertThat(browser.text("#files")).contains("Feb 3, 2001, 1:05");
        assertThat(browser.js("return document.querySelector('#files time[datetime^=\"2001\"]').title")).asString()
                .contains("GMT+9");
    }

    @Test
    void everythingIsDoneByKeyboardAlone() throws Exception {
        URI folder = someFiles();
        Path agenda = pod.on(folder).resolve("agenda.md");
        browser.openFolder(folder);
        browser.js(
                "document.querySelector('input[type=file]').onclick = () => { window.isAsked = true; return false }");
        browser.awaitText("#backup summary", "acked up");
        browser.tabTo("acked up");
        browser.type(Keys.ENTER);
        browser.tabTo("Back up now");
        browser.type(Keys.ENTER);
        browser.awaitText("#backup summary", "nothing has changed since");
        Files.writeString(agenda, "# Agenda\n\n1. Lunch\n");

        browser.tabTo("Upload files");
        browser.type(Keys.ENTER);
        browser.await("return window.isAsked");
        browser.tabTo("New folder");
        browser.type(Keys.ENTER);
        browser.type("letters", Keys.ENTER);
        browser.awaitText("#messages", "“letters” is made");
        assertThat(pod.on(folder).resolve("letters")).isDirectory();

        browser.tabTo("More about agenda.md");
        browser.type(Keys.ENTER);
        browser.awaitText("dialog.panel pre", "Lunch");
        browser.tabTo("Versions");
        browser.type(Keys.ENTER);
        browser.awaitText(".versions", "Restore");
        browser.tabTo("Restore");
        browser.type(Keys.ENTER);
        browser.awaitText("#messages", "is as it was at");
        assertThat(agenda).content().contains("Grüße");

        browser.tabTo("..");
        browser.type(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ENTER);
        browser.awaitText("dialog.panel pre", "Grüße");
        browser.type(Keys.ESCAPE);
        browser.await("return !document.querySelector('dialog') && document.activeElement.textContent === 'agenda.md'");

        browser.type(Keys.F2);
        browser.await("return document.activeElement.name === 'path'");
        browser.type(folder.getPath() + "plan.md", Keys.ENTER);
        browser.awaitText("#messages", "is now " + folder.getPath() + "plan.md");
        browser.tabTo("plan.md");
        browser.type(Keys.DELETE);
        browser.awaitText("#messages", "is deleted");
        assertThat(pod.on(folder).resolve("plan.md")).doesNotExist();
        browser.typeWith(Keys.CONTROL, "z");
        browser.awaitText("#messages", "is back");
        assertThat(pod.on(folder).resolve("plan.md")).exists();
    }

    @Test
    void pageFitsAPhone() throws Exception {
        URI folder = someFiles();
        Files.createFile(pod.on(folder).resolve("a-very-long-name-without-a-single-space-".repeat(5) + ".txt"));
        browser.size(390, 844);
        browser.openFolder(folder);

        assertThat(browser.js("return document.documentElement.scrollWidth")).isEqualTo(390L);
        assertThat((Long) browser
                .js("return Math.min(...[...document.querySelectorAll('#tools button, #files td a, .more')]"
                        + ".map(it => Math.ceil(it.getBoundingClientRect().height)))"))
                .isGreaterThanOrEqualTo(40);
        browser.screenshot("phone");
        browser.clickName("agenda.md");
        browser.awaitText("dialog.panel pre", "Agenda");
        assertThat(browser.js("return document.documentElement.scrollWidth")).isEqualTo(390L);
        browser.screenshot("phone-panel");
    }

    @Test
    void pageIsDarkWhereTheReaderWantsIt() throws Exception {
        browser.colours("dark");
        browser.openFolder(someFiles());

        assertThat(browser.js("return getComputedStyle(document.body).backgroundColor")).isEqualTo("rgb(21, 26, 24)");
        browser.screenshot("dark");
    }

    @Test
    void withoutScriptThePageIsReadAndEverythingDownloaded() throws Exception {
        URI folder = someFiles();
        browser.open(folder);
        browser.cdp("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        browser.open(folder);

        assertThat(browser.text("#files")).contains("pictures/", "agenda.md", "2001-02-03 04:05 21", "2500");
        assertThat(browser.text("#tools")).isEqualTo("Download as zip");
        assertThat(browser.text("h1")).startsWith("Share / folder-");
        browser.screenshot("no-script");
    }

    @Test
    void folderOfTenThousandFilesIsListedSoonAndScrolls() throws Exception {
        URI folder = pod.folder();
        for (int i = 0; i < 10_000; i++) {
            Files.createFile(pod.on(folder).resolve("IMG_" + i + ".jpg"));
        }
        long begin = System.nanoTime();
        browser.openFolder(folder);
        Duration whole = Duration.ofNanos(System.nanoTime() - begin);

        assertThat(browser.text("#count")).isEqualTo("10000 entries");
        assertThat(browser.names()).startsWith("IMG_0.jpg", "IMG_1.jpg", "IMG_2.jpg").hasSize(10_000);
        Object painted = browser.js("return performance.getEntriesByName('first-contentful-paint')[0].startTime");
        Object scrolled = browser.js("const begin = performance.now(); for (let i = 1; i <= 20; i++) {"
                + " scrollTo(0, i * 20000); document.body.offsetHeight; } return (performance.now() - begin) / 20");
        assertThat(((Number) painted).doubleValue()).isLessThan(20_000); // a second, where nothing else runs
        assertThat(((Number) scrolled).doubleValue()).isLessThan(2_000);
        System.err.printf(
                "10,000 files: first rows after %s ms, all taken over after %d ms, %s ms for a step of scrolling%n",
                painted, whole.toMillis(), scrolled);
        try (var files = Files.newDirectoryStream(pod.on(folder))) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }
}
