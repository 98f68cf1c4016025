package gitdav.e2e.volume;

import gitdav.e2e.pod.MountedFolder;
import gitdav.e2e.pod.PodUser;
import gitdav.e2e.pod.ProcessPod;
import gitdav.e2e.pod.VolumeShape;
import gitdav.servers.Command;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// The life of a share on data volumes that have less than the file systems of Linux: restored, written to, backed up, found
/// intact, and restored once more. Nothing is committed that nobody has changed.
@Tag("long")
class FileSystemsTest {

    @TempDir
    private Path dir;
    private ProcessPod ordinary;

    @BeforeEach
    void backupOfAnOrdinaryVolume() throws Exception {
        PodUser.letIn(dir);
        VolumeShape.OWN.makeWithoutEntries(dir.resolve("backup"));
        ordinary = pod("ordinary", VolumeShape.OWN.make(dir.resolve("ordinary")));
        ordinary.start("--git-create-remote", "true");
        ordinary.upload("file", "content");
        Files.createDirectories(ordinary.data().resolve("folder/empty"));
        Files.writeString(ordinary.data().resolve("folder/file"), "content");
        PodUser.own(ordinary.data());
        ordinary.backUp();
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

    @Test
    void whatIsCommittedElsewhereIsTakenOverWithoutModesAndExactTimes() throws Exception {
        try (var other = MountedFolder.exfat(dir.resolve("other"), dir.resolve("other.img"))) {
            ProcessPod pod = pod("other", other.folder());
            pod.start();
            ordinary.upload("file", "changed elsewhere");
            Files.delete(ordinary.data().resolve("folder/file"));
            ordinary.backUp();

            assertThat(pod.backUp()).contains("taken over: commit ").doesNotContain("both sides", "left alone");

            assertThat(pod.files()).isEqualTo(ordinary.files());
            assertNothingToDo(pod);
        }
    }

    @Test
    void foreignFilesAreAdoptedWithoutModesAndExactTimes() throws Exception {
        try (var foreign = MountedFolder.exfat(dir.resolve("foreign"), dir.resolve("foreign.img"))) {
            Files.writeString(foreign.folder().resolve("file"), "content");
            Files.writeString(foreign.folder().resolve("more"), "more");
            ProcessPod pod = pod("foreign", foreign.folder());

            assertThat(pod.start()).contains("adopted: 2 files that were here").doesNotContain("kept as they were");

            assertThat(pod.files()).containsEntry("folder/file", "content").containsEntry("more", "more");
            pod.backUp();
            assertNothingToDo(pod);
            assertThat(Command.run("git", "-C", dir.resolve("backup/content.git").toString(), "-c",
                    "safe.directory=*", "ls-tree", "-r", "main")).doesNotContain("100755");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"git-init", "git-backup"})
    void whatAMountInTheVolumeRefusesStaysInTheBackup(String program) throws Exception {
        ordinary.start();
        var remote = new CommittedFiles(ordinary.remote());
        try (var mount = MountedFolder.tmpfs(ordinary.data().resolve("folder"), "1m")) {
            Files.writeString(mount.folder().resolve("file"), "in memory");
            PodUser.own(ordinary.data());
            ordinary.backUp();
            remote.commit(List.of(), Map.of("folder/file", "theirs", "folder/new", "theirs", "new", "theirs"));

            String output = program.equals("git-init") ? ordinary.start() : ordinary.backUp();

            assertThat(ordinary.files())
                    .isEqualTo(Map.of("file", "content", "folder/file", "in memory", "new", "theirs"));
            assertThat(output + ordinary.backUp()).contains(mount.folder().resolve("new")
                    + " stays as it is here, and in the backup: another file system is mounted there");
            assertThat(remote.files()).contains("folder/new");
        }
    }

    @Test
    void namesThatTheFileSystemRefusesAreNamedAndStayInTheBackup() throws Exception {
        try (var refusing = MountedFolder.exfat(dir.resolve("refusing"), dir.resolve("refusing.img"))) {
            writeElsewhere("a:b", "folder/x?", "what?/file", "dot.", "space ", "plain");
            ProcessPod pod = pod("refusing", refusing.folder());

            assertThat(pod.start()).contains("restored: commit ", "/a:b stays as it is here, and in the backup",
                    "/folder/x? stays as", "/what? stays as");

            assertThat(pod.files()).containsEntry("file", "content").containsEntry("plain", "content");
            writeElsewhere("c:d", "new|folder/file", "new file");
            assertThat(pod.backUp()).contains("taken over: commit ", "/c:d stays as it is", "/new|folder stays as");
            assertThat(pod.files()).containsEntry("new file", "content");
            pod.upload("here", "uploaded");
            assertThat(pod.backUp()).contains("added here");
            assertThat(Command.run("git", "-c", "safe.directory=*", "-C", dir.resolve("backup/content.git").toString(),
                    "ls-tree", "-r", "-z", "--name-only", "main").split("\0")).contains("a:b", "folder/x?",
                            "what?/file",
                            "dot.", "space ", "plain", "c:d", "new|folder/file", "new file", "here");
            assertThat(pod.start()).contains("/a:b stays as it is here");
        }
    }

    private void writeElsewhere(String... names) throws IOException {
        for (String name : names) {
            Path file = ordinary.data().resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "content");
        }
        PodUser.own(ordinary.data());
        ordinary.backUp();
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
