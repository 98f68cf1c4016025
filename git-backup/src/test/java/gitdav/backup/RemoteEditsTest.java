package gitdav.backup;

import gitdav.files.QuietTime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// A person with git and a clone of the remote commits and pushes while the pod runs. The whole program with `--once`,
/// against a real SSH git server.
@Tag("long")
class RemoteEditsTest extends RemoteEditsFixture {

    @Test
    void whatAPersonCommitsIsInTheVolumeAfterTheNextBackup() throws Exception {
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

    /// As webdav-app copies: the file gets another name. Its time of change becomes another one as soon as a name goes.
    @Test
    void changedAndDeletedFilesOfSeveralNamesAreNoWorkOfAUser() throws Exception {
        for (String name : List.of("edited.txt", "folder/deleted.txt")) {
            Files.createLink(volume.root().resolve("copy of " + Path.of(name).getFileName()),
                    volume.root().resolve(name));
        }
        assertThat(pod.gitBackup()).isZero();
        git(clone, "pull", "--quiet");
        QuietTime.await();
        Files.writeString(clone.resolve("edited.txt"), "by a person");
        Files.writeString(clone.resolve("copy of edited.txt"), "by a person");
        Files.delete(clone.resolve("folder/deleted.txt"));
        Files.delete(clone.resolve("copy of deleted.txt"));
        String theirs = commitAndPush();

        assertThat(pod.gitBackup()).isZero();

        assertThat(files()).containsEntry("edited.txt", "by a person")
                .containsEntry("copy of edited.txt", "by a person")
                .containsOnlyKeys("edited.txt", "copy of edited.txt", "folder/kept.txt", "gone/deeper/file.txt");
        assertThat(git(pod.repository(), "diff", "--stat", theirs, "main", "--", ":!.gitdav")).isEmpty();
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
                    // At the latest once the backups below have ended.
                    await().dontCatchUncaughtExceptions().atMost(Duration.ofMinutes(2))
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
}
