package gitdav.e2e.container;

import gitdav.e2e.pod.VolumeShape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.Network;

import java.io.IOException;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// The proof of who may do what: the tool `rights`, run in each container of a pod, as a student runs it.
@ExtendWith(ContainersRequired.class)
class ShownRightsTest {

    private final Network toRemote = Network.newNetwork();
    private final Network toUsers = Network.newNetwork();
    private OpenSshServer remote;
    private PodVolumes volumes;
    private ContainerPod pod;

    @BeforeEach
    void startPod() {
        remote = new OpenSshServer(toRemote);
        remote.start();
        volumes = new PodVolumes(remote, VolumeShape.FS_GROUP);
        pod = new ContainerPod(volumes, toRemote, toUsers).start();
    }

    @AfterEach
    void cleanUp() {
        pod.close();
        volumes.close();
        remote.close();
        toRemote.close();
        toUsers.close();
    }

    @Test
    void applicationWritesTheDataAndSeesNothingOfTheBackup() throws Exception {
        assertThat(rights(pod.webdavApp(), "webdav-app", "/data", "/git", "/secret"))
                .containsPattern("/data +reads, writes\n")
                .containsPattern("/git +is not there\n").containsPattern("/secret +is not there\n")
                .containsPattern("/ +reads; cannot write: read-only file system\n").doesNotContain("GIT_", "SSH_");
    }

    @Test
    void sidecarReadsTheDataAndCannotWriteIt() throws Exception {
        assertThat(rights(pod.gitBackup(), "git-backup", "/data", "/git"))
                .containsPattern("/data +reads; cannot write: read-only file system\n")
                .containsPattern("/git +reads, writes\n").containsPattern("/secret +reads; cannot write")
                .containsPattern("/secret/key +reads; cannot write").contains("GIT_URL (ssh")
                .doesNotContain(OpenSshServer.url());
    }

    /// The command of the documents: `kubectl exec` gives it to the container in the same way.
    private static String rights(ProgramContainer container, String program, String... places)
            throws IOException, InterruptedException {
        String[] command = Stream
                .concat(Stream.of("java", "-jar", "/app/" + program + ".jar", "rights"), Stream.of(places))
                .toArray(String[]::new);
        ExecResult shown = container.execInContainer(command);

        assertThat(shown.getExitCode()).as(shown.getStderr()).isZero();
        return shown.getStdout();
    }
}
