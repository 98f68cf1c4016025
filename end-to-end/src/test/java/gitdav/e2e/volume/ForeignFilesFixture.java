package gitdav.e2e.volume;

import gitdav.e2e.pod.PodUser;
import gitdav.e2e.pod.ProcessPod;
import gitdav.e2e.pod.Requirement;
import gitdav.e2e.pod.VolumeShape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Pods with one remote, in whose volumes root can put files among those of the pod's user.
abstract class ForeignFilesFixture {

    @TempDir
    private Path dir;

    @BeforeEach
    void folderThatThePodsUserMayRead() throws IOException {
        Requirement.possible(PodUser.isPossible(), "files of another user are made by root");
        PodUser.letIn(dir);
        VolumeShape.OWN.makeWithoutEntries(dir.resolve("backup"));
    }

    ProcessPod pod(String name, VolumeShape shape) throws IOException {
        Path folder = PodUser.letIn(Files.createDirectory(dir.resolve(name)));
        return new ProcessPod(shape.make(folder.resolve("data")), shape.makeWithoutEntries(folder.resolve("git")),
                dir.resolve("backup/content.git"));
    }
}
