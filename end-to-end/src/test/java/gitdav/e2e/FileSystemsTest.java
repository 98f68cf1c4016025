package gitdav.e2e;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/// The life of a share on data volumes that have less than the file systems of Linux: restored, written to, backed up, found
/// intact, and restored once more. Nothing is committed that nobody has changed.
class FileSystemsTest {

    @TempDir
    private Path dir;

    @BeforeEach
    void backupOfAnOrdinaryVolume() throws Exception {
        PodUser.letIn(dir);
        VolumeShape.OWN.makeWithoutEntries(dir.resolve("backup"));
        ProcessPod pod = pod("ordinary", VolumeShape.OWN.make(dir.resolve("ordinary")));
        pod.start("--git-create-remote", "true");
        pod.upload("file", "content");
        Files.createDirectories(pod.data().resolve("folder/empty"));
        Files.writeString(pod.data().resolve("folder/file"), "content");
        PodUser.own(pod.data());
        pod.backUp();
    }

    @Test
    void shareLivesInMemory() throws Exception {
        try (var first = MountedFolder.tmpfs(dir.resolve("first"), "64m");
                var second = MountedFolder.tmpfs(dir.resolve("second"), "64m")) {
            assertShareLives(first, second);
        }
    }

    @Test
    void shareLivesWithoutLinksModesCaseAndExactTimes() throws Exception {
        try (var first = MountedFolder.exfat(dir.resolve("first"), dir.resolve("first.img"));
                var second = MountedFolder.exfat(dir.resolve("second"), dir.resolve("second.img"))) {
            assertShareLives(first, second);
        }
    }

    private void assertShareLives(MountedFolder one, MountedFolder other) throws Exception {
        ProcessPod first = pod("first", one.folder());
        first.start();
        assertThat(first.files()).containsEntry("file", "content").containsEntry("folder/file", "content");
        assertNothingToDo(first);
        first.upload("new", "uploaded");
        Files.writeString(first.data().resolve("folder/file"), "changed");
        assertThat(first.backUp()).contains("backed up: commit ", "1 added, 1 changed, 0 deleted");
        assertNothingToDo(first);

        ProcessPod second = pod("second", other.folder());
        second.start();

        assertThat(second.files()).isEqualTo(first.files()).containsEntry("new", "uploaded")
                .containsEntry("folder/file", "changed");
        assertThat(second.data().resolve("folder/empty")).isEmptyDirectory();
        assertNothingToDo(second);
    }

    private static void assertNothingToDo(ProcessPod pod) throws Exception {
        assertThat(pod.start()).contains(" is intact");
        assertThat(pod.backUp()).contains("nothing to do");
    }

    private ProcessPod pod(String name, Path data) throws IOException {
        return new ProcessPod(data, VolumeShape.OWN.makeWithoutEntries(dir.resolve("git of " + name)),
                dir.resolve("backup/content.git"));
    }
}
