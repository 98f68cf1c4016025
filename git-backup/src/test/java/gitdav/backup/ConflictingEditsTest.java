package gitdav.backup;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

/// A person pushes changes to what is changed, locked or in use in the volume, too. The whole program with `--once`, against a
/// real SSH git server.
@Tag("long")
class ConflictingEditsTest extends RemoteEditsFixture {

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
    void fileThatAUserHasLockedIsLeftAlone() throws Exception {
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
                .isEqualTo("kept, since a user was at work there:\nedited.txt");
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
}
