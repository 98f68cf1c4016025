package gitdav.e2e.volume;

import gitdav.e2e.pod.MountedFolder;
import gitdav.e2e.pod.PodUser;
import gitdav.e2e.pod.ProcessPod;
import gitdav.e2e.pod.VolumeShape;
import gitdav.files.QuietTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// A person commits, on a file system that knows upper and lower case, what a data volume on exFAT takes for the same name.
@Tag("long")
class CaseInsensitiveVolumeTest {

    private static final String TAKEN = " stays as it is here, and in the backup: the file system takes its name for that of another";

    @TempDir
    private Path dir;
    private MountedFolder volume;
    private ProcessPod pod;
    private CommittedFiles remote;

    /// What brings a commit to the volume.
    enum By {
        GIT_INIT, GIT_BACKUP;

        String run(ProcessPod pod) throws IOException {
            return this == GIT_INIT ? pod.start() : pod.backUp();
        }
    }

    @BeforeEach
    void volumeWithFilesOfACommit() throws Exception {
        PodUser.letIn(dir);
        volume = MountedFolder.exfat(dir.resolve("data"), dir.resolve("disk.img"));
        Path repository = VolumeShape.OWN.makeWithoutEntries(dir.resolve("backup")).resolve("content.git");
        pod = new ProcessPod(volume.folder(), VolumeShape.OWN.makeWithoutEntries(dir.resolve("git")), repository);
        pod.start("--git-create-remote", "true");
        Files.writeString(volume.folder().resolve("readme"), "old");
        Files.writeString(volume.folder().resolve("stays"), "as it is");
        Files.createDirectory(volume.folder().resolve("folder"));
        Files.writeString(volume.folder().resolve("folder/file"), "in a folder");
        pod.backUp();
        remote = new CommittedFiles(repository);
    }

    @AfterEach
    void unmount() throws IOException {
        if (volume != null) {
            volume.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void renameInCaseOnlyIsFollowed(By program) throws Exception {
        remote.commit(List.of("readme", "folder/file"), Map.of("README", "old", "Folder/file", "in a folder"));
        QuietTime.await();

        program.run(pod);

        assertThat(names()).contains("README", "Folder").doesNotContain("readme", "folder");
        assertThat(pod.files()).isEqualTo(Map.of("README", "old", "Folder/file", "in a folder", "stays", "as it is"));
        pod.backUp();
        assertThat(pod.start()).contains(" is intact");
        assertThat(remote.files()).contains("README", "Folder/file").doesNotContain("readme", "folder/file");
    }

    @ParameterizedTest
    @EnumSource
    void nameThatDiffersInCaseAloneIsNamedAndStaysInTheBackup(By program) throws Exception {
        remote.commit(List.of(), Map.of("README", "new", "Folder/other", "new", "folder/more", "more"));
        Map<String, String> expected = Map.of("readme", "old", "stays", "as it is", "folder/file", "in a folder",
                "folder/more", "more");

        String output = program.run(pod);

        assertThat(pod.files()).isEqualTo(expected);
        assertThat(output + pod.backUp()).contains(volume.folder().resolve("README") + TAKEN,
                volume.folder().resolve("Folder") + TAKEN);
        Files.writeString(volume.folder().resolve("stays"), "changed");
        pod.backUp();
        assertThat(remote.files()).contains("readme", "README", "folder/file", "folder/more", "Folder/other");
    }

    @ParameterizedTest
    @EnumSource
    void folderWhoseNameIsOursInOtherLettersIsNeverWritten(By program) throws Exception {
        remote.commit(List.of(), Map.of(".GITDAV/locks/evil", "evil", ".GitDav", "evil", "new", "new"));

        program.run(pod);

        assertThat(volume.folder().resolve(".gitdav/locks/evil")).doesNotExist();
        assertThat(volume.folder().resolve("new")).hasContent("new");
        Files.writeString(volume.folder().resolve("stays"), "changed");
        pod.backUp();
        assertThat(remote.files()).contains(".GITDAV/locks/evil", ".GitDav", "stays");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(volume.folder())) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }
}
