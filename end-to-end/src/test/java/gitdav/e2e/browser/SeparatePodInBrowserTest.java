package gitdav.e2e.browser;

import gitdav.e2e.browser.BrowserPod.Running;
import gitdav.e2e.pod.ProcessPod;
import gitdav.e2e.pod.ProgramLoop;
import gitdav.e2e.pod.ProgramProcess;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// The page of a pod of its own, with a long history, or whose git-backup ends.
@ExtendWith(BrowserPod.class)
@Tag("long")
class SeparatePodInBrowserTest {

    private static final PersonIdent AUTHOR = new PersonIdent("test", "test");

    private final Running pod;
    private final Browser browser;
    private ProcessPod separate;

    SeparatePodInBrowserTest(Running pod) {
        this.pod = pod;
        browser = pod.browser();
    }

    @BeforeEach
    void emptyVolumes() throws IOException {
        Path dir = Files.createTempDirectory(pod.dir(), "pod");
        separate = new ProcessPod(Files.createDirectory(dir.resolve("data")), dir.resolve("git"),
                dir.resolve("content.git"));
        ProgramLoop.shared().succeed("git-init", separate.settings(), "--git-create-remote", "true");
    }

    private ProgramProcess startGitBackup() throws IOException {
        return ProgramProcess.start("git-backup", separate.settings(), "--runat", "1d", "--history-port", "0");
    }

    /// A browser asks for 100 at a time, and many of these are of the same second.
    @Test
    void versionsGoOnBehindTheFirstHundredAndANewName() throws Exception {
        try (var store = GitStore.open(separate.git(), "main");
                var inserter = store.newInserter()) {
            for (int i = 0; i <= 102; i++) {
                int content = i > 51 ? i - 1 : i; // at 52, the file only gets another name
                store.commit(tree(inserter, i > 51 ? "final.txt" : "draft.txt", "version " + content), AUTHOR, "");
            }
        }
        Files.writeString(separate.data().resolve("final.txt"), "version 101");
        try (var gitBackup = startGitBackup();
                var webdavApp = BrowserPod.webdavApp(separate.data(),
                        Map.of("HISTORY_URL", gitBackup.history().toString()))) {
            browser.openFolder(webdavApp.uri());
            browser.clickName("final.txt");
            browser.press("Versions");
            browser.awaitText(".versions", "Older versions");

            browser.press("Older versions");

            browser.await("return document.querySelectorAll('.versions li').length === 103");
            assertThat(browser.hasButton("Older versions")).isFalse();
            browser.js("document.querySelector('.versions li:last-child button').click()");
            browser.await("return document.querySelector('.preview pre')?.textContent === 'version 0'");
        }
    }

    private static ObjectId tree(ObjectInserter inserter, String name, String content) throws IOException {
        var file = new TreeFormatter();
        file.append(name, FileMode.REGULAR_FILE,
                inserter.insert(Constants.OBJ_BLOB, content.getBytes(StandardCharsets.UTF_8)));
        ObjectId tree = inserter.insert(file);
        inserter.flush();
        return tree;
    }

    @Test
    void pageSaysWhenGitBackupLastAnsweredOnceItIsGone() throws Exception {
        try (var gitBackup = startGitBackup();
                var webdavApp = BrowserPod.webdavApp(separate.data(),
                        Map.of("HISTORY_URL", gitBackup.history().toString()))) {
            browser.openFolder(webdavApp.uri());
            pod.backUp();
            gitBackup.killAfter(Duration.ZERO);
            browser.js("document.dispatchEvent(new Event('visibilitychange'))");

            assertThat(browser.awaitText("#backup summary", "is not known: git-backup does not answer"))
                    .containsPattern("When it last answered, .+, the last backup was of ");
            browser.awaitText("#count", "Nothing is in this folder yet");
        }
    }
}
