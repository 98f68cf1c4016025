package gitdav.e2e.message;

import gitdav.e2e.pod.MountedFolder;
import gitdav.e2e.pod.PodUser;
import gitdav.e2e.pod.ProcessPod;
import gitdav.e2e.pod.VolumeShape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/// What the system says no to, by its own `errno`, reaches people as what was attempted, where, and what to change.
@Tag("long")
class SystemErrorsTest {

    /// More than the small file systems here have room for.
    private static final int LARGE = 3_000_000;

    @TempDir
    private Path dir;

    @BeforeEach
    void emptyRemote() throws Exception {
        PodUser.letIn(dir);
        VolumeShape.HOST_PATH.makeWithoutEntries(dir.resolve("backup"));
    }

    @Test
    void fullDiskIsFoundByTheRoomThatIsLeft() throws Exception {
        ProcessPod pod = backedUp();
        writeLargeFile(pod);
        pod.backUp();
        try (var _ = MountedFolder.tmpfs(dir.resolve("small git"), "1m")) {
            assertThat(failure(new ProcessPod(newData("b"), dir.resolve("small git"), pod.remote()), "git-init"))
                    .contains("cannot make the share usable: ", dir.resolve("small git") + " (0 MiB free)",
                            "its disk is full", "resources.requests.storage");
        }
        try (var _ = MountedFolder.tmpfs(dir.resolve("small data"), "1m")) {
            assertThat(failure(new ProcessPod(dir.resolve("small data"), newGit("c"), pod.remote()), "git-init"))
                    .contains("the backup needs ", "small data", " KiB free: make the data volume larger");
        }
    }

    @Test
    void fullDiskOfAFolderRemoteIsNamed() throws Exception {
        try (var _ = MountedFolder.tmpfs(dir.resolve("backup"), "1m")) {
            ProcessPod pod = backedUpTo(dir.resolve("backup/content.git"));
            writeLargeFile(pod);

            assertThat(failure(pod, "git-backup", "--once")).contains("backup failed: cannot push to file://"
                    + pod.remote(), "its disk is full", "1 commit waits in the git store");
        }
    }

    @Test
    void readOnlyVolumeIsNamedWithItsSetting() throws Exception {
        ProcessPod pod = backedUp();
        try (var _ = MountedFolder.readOnly(pod.data())) {
            assertThat(failure(pod, "git-init")).contains("DATA_DIR: ", pod.data() + ": it is mounted read-only",
                    "volumeMounts");
            assertThat(failure(pod, "webdav-app")).contains("DATA_DIR: ", pod.data() + ": it is mounted read-only");
        }
        try (var _ = MountedFolder.readOnly(pod.git())) {
            for (String program : new String[]{"git-init", "git-backup"}) {
                assertThat(failure(pod, program)).contains("GIT_STORE: ", pod.git().toString(),
                        "it is mounted read-only");
            }
        }
        try (var _ = MountedFolder.readOnly(dir.resolve("backup"))) {
            pod.upload("another", "content");
            assertThat(failure(pod, "git-backup", "--once")).contains("cannot push to file://" + pod.remote(),
                    "it is mounted read-only");
        }
    }

    @Test
    void whatBelongsToAnotherUserIsNamedWithItsOwner() throws Exception {
        VolumeShape.ROOTS_ALONE.makeWithoutEntries(dir.resolve("refused"));
        ProcessPod pod = backedUp();
        var toOthers = new ProcessPod(pod.data(), pod.git(), dir.resolve("refused/content.git"));
        String theirs = dir.resolve("refused") + " belongs to root, group 0, with mode 0755";

        assertThat(failure(toOthers, "git-init", "--git-create-remote", "true")).contains("content.git", theirs);

        Path marker = pod.data().resolve(".gitdav/marker");
        Files.setAttribute(marker, "unix:uid", 0);
        Files.setAttribute(marker, "unix:mode", 0100600);
        assertThat(failure(pod, "git-backup", "--once")).contains("backup failed: " + marker + ": permission denied: it"
                + " belongs to root");
    }

    private ProcessPod backedUp() throws Exception {
        return backedUpTo(dir.resolve("backup/content.git"));
    }

    private ProcessPod backedUpTo(Path remote) throws Exception {
        var pod = new ProcessPod(newData("a"), newGit("a"), remote);
        pod.start("--git-create-remote", "true");
        Files.writeString(pod.data().resolve("file"), "content");
        PodUser.own(pod.data());
        pod.backUp();
        return pod;
    }

    private static void writeLargeFile(ProcessPod pod) throws IOException {
        byte[] noise = new byte[LARGE];
        new Random(1).nextBytes(noise);
        Files.write(pod.data().resolve("large"), noise);
        PodUser.own(pod.data());
    }

    private Path newData(String pod) throws IOException {
        return VolumeShape.HOST_PATH.make(dir.resolve("data of " + pod));
    }

    private Path newGit(String pod) throws IOException {
        return VolumeShape.HOST_PATH.makeWithoutEntries(dir.resolve("git of " + pod));
    }

    /// What a program says that has to fail: the last line, without the system's own words, and nothing of the program's inside.
    private static String failure(ProcessPod pod, String program, String... arguments) throws Exception {
        try (var process = pod.begin(program, arguments)) {
            assertThat(process.exitCode()).as(process.output()).isOne();
            assertThat(process.output()).doesNotContain("\tat ", "No space left on device", "Read-only file system",
                    "Permission denied", "Operation not permitted");
            return process.output();
        }
    }
}
