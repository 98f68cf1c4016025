package gitdav.e2e.backup;

import gitdav.e2e.pod.ProgramLoop;
import gitdav.e2e.pod.ProgramProcess;
import gitdav.servers.Command;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// git-backup as a process that is ended while it fetches older versions.
@Tag("long")
class InterruptedDeepeningTest {

    private static final int VERSIONS = 300;
    private static final int SIZE = 100_000;
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final List<String> ALL = List.of("--runat", "1d", "--history-depth", "0", "--management-port", "0",
            "--final-backup-timeout", "20s");

    @TempDir
    private Path dir;
    private Map<String, String> settings;

    @BeforeEach
    void volumeThatWasRestoredFromALongHistory() throws Exception {
        var random = new Random(1);
        try (var remote = GitStore.open(dir.resolve("content.git"), "main")) {
            for (int i = 0; i < VERSIONS; i++) {
                byte[] content = new byte[SIZE];
                random.nextBytes(content);
                try (ObjectInserter inserter = remote.repository().newObjectInserter()) {
                    var tree = new TreeFormatter();
                    tree.append("file", FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, content));
                    var id = inserter.insert(tree);
                    inserter.flush();
                    remote.commit(id, new PersonIdent("test", "test"), "version " + i + "\n");
                }
            }
        }
        settings = Map.of("DATA_DIR", Files.createDirectory(dir.resolve("data")).toString(), "GIT_STORE",
                dir.resolve("git").toString(), "GIT_URL", dir.resolve("content.git").toUri().toString());
        ProgramLoop.shared().succeed("git-init", settings);
        assertThat(versions()).isEqualTo(1);
    }

    @Test
    void sigtermEndsItInTimeAndTheLastWriteIsBackedUp() throws Exception {
        try (var gitBackup = started()) {
            await().atMost(TIMEOUT).until(() -> gitBackup.output().contains("older versions: history has"));
            Files.writeString(dir.resolve("data/last"), "word");
            long begin = System.nanoTime();
            gitBackup.sigterm();

            assertThat(gitBackup.exitCode()).as(gitBackup.output()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
            assertThat(gitBackup.output()).contains("SIGTERM: final backup", "added last")
                    .doesNotContain("older versions cannot be fetched");
        }
        assertThat(Command.run("git", "--git-dir", dir.resolve("content.git").toString(), "show", "main:last"))
                .isEqualTo("word");
        assertWholeAndCompletedByTheNextProcess();
    }

    @Test
    void killLeavesAStoreThatIsWhole() throws Exception {
        try (var gitBackup = started()) {
            await().atMost(TIMEOUT).until(() -> gitBackup.output().contains("older versions: history has"));
            assertThat(gitBackup.killAfter(Duration.ZERO)).isTrue();
        }
        assertWholeAndCompletedByTheNextProcess();
    }

    private void assertWholeAndCompletedByTheNextProcess() throws Exception {
        Command.run("git", "--git-dir", dir.resolve("git").toString(), "fsck", "--full");
        try (var gitBackup = started()) {
            await().atMost(TIMEOUT).until(() -> versions() >= VERSIONS);
            assertThat(gitBackup.output()).doesNotContain("ERROR");
        }
        Command.run("git", "--git-dir", dir.resolve("git").toString(), "fsck", "--full");
    }

    private ProgramProcess started() throws Exception {
        return ProgramProcess.start("git-backup", settings, ALL.toArray(String[]::new)).atWork();
    }

    private long versions() throws IOException {
        return Command.run("git", "--git-dir", dir.resolve("git").toString(), "rev-list", "--first-parent", "main")
                .lines()
                .count();
    }
}
