package gitdav.backup;

import gitdav.servers.Command;
import gitdav.volume.DataVolume;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// A person with git and a clone of the remote commits and pushes while the pod runs. The whole program with `--once`,
/// against a real SSH git server.
@Tag("long")
class RemoteEditsTest {

    @TempDir
    private Path dir;
    private DataVolume volume;
    private BackupPod pod;
    private Path clone;

    @BeforeEach
    void volumeWithFilesThatIsBackedUpAndAClone() throws Exception {
        pod = new BackupPod(dir);
        volume = pod.volume();
        for (String name : List.of("edited.txt", "folder/deleted.txt", "folder/kept.txt", "gone/deeper/file.txt")) {
            pod.write(name, "first");
        }
        assertThat(pod.gitBackup()).isZero();
        clone = dir.resolve("clone");
        git(dir, "clone", "--quiet", pod.repository().toString(), "clone");
        awaitQuiet();
    }

    @AfterEach
    void stopServer() throws IOException {
        pod.stopServer();
    }

    @Test
    void whatSomebodyCommitsIsInTheVolumeAfterTheNextBackup() throws Exception {
        Files.writeString(clone.resolve("edited.txt"), "by a person");
        Files.createDirectories(clone.resolve("new/folder"));
        Files.writeString(clone.resolve("new/folder/added.txt"), "added");
        Files.delete(clone.resolve("folder/deleted.txt"));
        git(clone, "rm", "--quiet", "-r", "gone");
        commitAndPush();

        assertThat(pod.gitBackup()).isZero();

        assertThat(files()).isEqualTo(Map.of("edited.txt", "by a person", "folder/kept.txt", "first",
                "new/folder/added.txt", "added"));
        assertThat(volume.setAside()).isEmptyDirectory();
        assertThat(volume.staging()).doesNotExist();
        String head = inRemote("main");
        assertThat(pod.gitBackup()).isZero();
        assertThat(inRemote("main")).isEqualTo(head);
    }

    @Test
    void whatBothChangedStaysAndTheirsIsBesideIt() throws Exception {
        Files.writeString(clone.resolve("edited.txt"), "theirs");
        Files.writeString(clone.resolve("folder/kept.txt"), "theirs alone");
        String theirs = commitAndPush();
        pod.write("edited.txt", "ours");
        pod.write("added here.txt", "ours");

        assertThat(pod.gitBackup()).isZero();

        String copy = "edited (from " + theirs.substring(0, 10) + ").txt";
        assertThat(files()).containsEntry("edited.txt", "ours").containsEntry(copy, "theirs")
                .containsEntry("folder/kept.txt", "theirs alone").containsEntry("added here.txt", "ours");
        git(clone, "pull", "--quiet");
        assertThat(clone.resolve("edited.txt")).hasContent("ours");
        assertThat(clone.resolve(copy)).hasContent("theirs");
        assertThat(git(clone, "merge-base", "--is-ancestor", theirs, "main")).isEmpty();
    }

    @Test
    void fileThatSomebodyHereHasLockedIsLeftAlone() throws Exception {
        Files.writeString(clone.resolve("edited.txt"), "theirs");
        Files.delete(clone.resolve("folder/deleted.txt"));
        Files.writeString(clone.resolve("folder/kept.txt"), "theirs alone");
        String theirs = commitAndPush();
        lock("/edited.txt", Instant.now().plusSeconds(60));
        lock("/folder/deleted.txt", Instant.now().plusSeconds(60));
        lock("/folder/kept.txt", Instant.now().minusSeconds(1));

        assertThat(pod.gitBackup()).isZero();

        assertThat(files()).containsEntry("edited.txt", "first").containsEntry("folder/deleted.txt", "first")
                .containsEntry("edited (from " + theirs.substring(0, 10) + ").txt", "theirs")
                .containsEntry("folder/kept.txt", "theirs alone");
    }

    @Test
    void fileThatWasChangedJustNowIsLeftAlone() throws Exception {
        Files.writeString(clone.resolve("edited.txt"), "theirs");
        String theirs = commitAndPush();
        Files.setLastModifiedTime(volume.root().resolve("edited.txt"), FileTime.from(Instant.now()));

        assertThat(pod.gitBackup()).isZero();

        assertThat(files()).containsEntry("edited.txt", "first")
                .containsEntry("edited (from " + theirs.substring(0, 10) + ").txt", "theirs");
    }

    @Test
    void lockedFileThatIsToBecomeAFolderIsNamedOnce() throws Exception {
        git(clone, "rm", "--quiet", "edited.txt");
        Files.createDirectory(clone.resolve("edited.txt"));
        Files.writeString(clone.resolve("edited.txt/inside"), "a folder now");
        commitAndPush();
        lock("/edited.txt", Instant.now().plusSeconds(60));

        assertThat(pod.gitBackup()).isZero();

        assertThat(files()).containsEntry("edited.txt", "first");
        assertThat(git(pod.repository(), "log", "-1", "--format=%b", "main"))
                .isEqualTo("kept, since somebody was at work there:\nedited.txt");
    }

    @Test
    void emptyFolderThatAKilledMergeHasLeftIsSwept() throws Exception {
        Files.createDirectories(volume.setAside().resolve("merge-killed-early"));
        Path kept = Files.createDirectories(volume.setAside().resolve("merge-killed-late"));
        Files.writeString(kept.resolve("1"), "somebody's");
        Files.writeString(clone.resolve("edited.txt"), "theirs");
        commitAndPush();

        assertThat(pod.gitBackup()).isZero();

        assertThat(volume.setAside()).isDirectoryContaining(kept::equals).isDirectoryNotContaining(
                path -> !path.equals(kept));
        assertThat(kept.resolve("1")).hasContent("somebody's");
    }

    @Test
    void changeWinsOverADeletion() throws Exception {
        git(clone, "rm", "--quiet", "edited.txt");
        Files.writeString(clone.resolve("folder/deleted.txt"), "changed by them");
        commitAndPush();
        pod.write("edited.txt", "changed here");
        Files.delete(volume.root().resolve("folder/deleted.txt"));

        assertThat(pod.gitBackup()).isZero();

        assertThat(files()).containsEntry("edited.txt", "changed here").containsEntry("folder/deleted.txt",
                "changed by them");
    }

    @Test
    void fileBecomesAFolderAndAFolderAFile() throws Exception {
        git(clone, "rm", "--quiet", "-r", "edited.txt", "gone");
        Files.createDirectory(clone.resolve("edited.txt"));
        Files.writeString(clone.resolve("edited.txt/inside"), "a folder now");
        Files.writeString(clone.resolve("gone"), "a file now");
        commitAndPush();

        assertThat(pod.gitBackup()).isZero();

        assertThat(files()).containsEntry("edited.txt/inside", "a folder now").containsEntry("gone", "a file now");
    }

    @Test
    void historyThatWasRewrittenIsJoinedAndNothingIsLost() throws Exception {
        Files.writeString(clone.resolve("new history.txt"), "theirs");
        git(clone, "checkout", "--quiet", "--orphan", "other");
        git(clone, "add", "--all");
        git(clone, "-c", "user.name=p", "-c", "user.email=p@localhost", "commit", "--quiet", "--message", "rewritten");
        git(clone, "push", "--quiet", "--force", "origin", "other:main");
        pod.write("written here.txt", "ours");

        assertThat(pod.gitBackup()).isZero();

        assertThat(files()).containsEntry("new history.txt", "theirs").containsEntry("written here.txt", "ours")
                .containsEntry("folder/kept.txt", "first");
    }

    @Test
    void pushOnlyLeavesTheVolumeAloneAndTheRemoteToo() throws Exception {
        Files.writeString(clone.resolve("edited.txt"), "theirs");
        String theirs = commitAndPush();
        pod.write("written here.txt", "ours");

        assertThat(pod.gitBackup("--push-only", "true")).isEqualTo(1);

        assertThat(files()).containsEntry("edited.txt", "first");
        assertThat(inRemote("main")).isEqualTo(theirs);
        try (var store = pod.store()) {
            assertThat(store.repository().resolve("main:written here.txt")).isNotNull();
        }
    }

    @Test
    void nothingIsLostWhenBothPushAtOnce() throws Exception {
        int commits = 15;
        try (var threads = Executors.newSingleThreadExecutor()) {
            var person = threads.submit(() -> {
                for (int i = 0; i < commits; i++) {
                    Files.writeString(clone.resolve("person " + i), "content " + i);
                    git(clone, "add", "--all");
                    git(clone, "-c", "user.name=p", "-c", "user.email=p@localhost", "commit", "--quiet", "--message",
                            "person " + i);
                    await().dontCatchUncaughtExceptions().atMost(Duration.ofSeconds(30))
                            .until(() -> succeeds(clone, "-c", "user.name=p", "-c",
                                    "user.email=p@localhost", "pull", "--quiet", "--no-rebase")
                                    && succeeds(clone, "push", "--quiet"));
                }
                return null;
            });
            // Not for ever: on a busy machine, native git would lose every race.
            for (int i = 0; i < 3 * commits && !person.isDone(); i++) {
                pod.write("volume " + i % 20, "content " + i);
                pod.gitBackup();
            }
            person.get();
        }
        assertThat(pod.gitBackup()).isZero();

        for (int i = 0; i < commits; i++) {
            assertThat(files()).containsEntry("person " + i, "content " + i);
        }
        git(clone, "pull", "--quiet", "--no-rebase");
        assertThat(git(clone, "log", "--format=%s")).contains("person 0", "person " + (commits - 1));
        for (var file : files().entrySet()) {
            assertThat(clone.resolve(file.getKey())).hasContent(file.getValue());
        }
    }

    private String commitAndPush() throws Exception {
        git(clone, "add", "--all");
        git(clone, "-c", "user.name=p", "-c", "user.email=p@localhost", "commit", "--quiet", "--message", "theirs");
        git(clone, "push", "--quiet", "origin", "main");
        return git(clone, "rev-parse", "HEAD");
    }

    /// Nobody has changed anything for so long that a clock could not be too coarse to show it.
    private void awaitQuiet() {
        Instant written = Instant.now();
        await().until(() -> Duration.between(written, Instant.now()).toMillis() > 2100);
    }

    /// As webdav-app notes a lock.
    private void lock(String path, Instant expires) throws IOException {
        Path locks = Files.createDirectories(volume.root().resolve(".gitdav/locks"));
        Files.writeString(locks.resolve(path.replace('/', '-')), """
                #Sun Nov 22 12:00:00 UTC 2026
                deep=true
                exclusive=true
                expires=%s
                folder=false
                owner=
                path=%s
                timeout=PT1M
                token=urn\\:uuid\\:0
                user=
                """.formatted(expires.toString().replace(":", "\\:"), path));
    }

    /// The users' files with their content.
    private Map<String, String> files() throws IOException {
        var files = new TreeMap<String, String>();
        try (Stream<Path> all = Files.walk(volume.root())) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = volume.root().relativize(file).toString();
                if (!name.startsWith(".gitdav/")) {
                    files.put(name, Files.readString(file));
                }
            }
        }
        return files;
    }

    private String inRemote(String branch) throws Exception {
        return git(pod.repository(), "rev-parse", branch);
    }

    private static boolean succeeds(Path folder, String... command) {
        try {
            git(folder, command);
            return true;
        } catch (IOException failed) {
            return false;
        }
    }

    private static String git(Path folder, String... command) throws IOException {
        return Command.run(Stream.concat(Stream.of("git", "-C", folder.toString()), Stream.of(command))
                .toArray(String[]::new)).strip();
    }
}
