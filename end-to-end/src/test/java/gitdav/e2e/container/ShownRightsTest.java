package gitdav.e2e.container;

import gitdav.e2e.pod.VolumeShape;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.Network;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// The proof of who may do what, in one pod: what the tool `rights` says, run in each container as a student runs it, and what
/// Docker and the network say.
@ExtendWith(ContainersRequired.class)
class ShownRightsTest {

    private static final Network TO_REMOTE = Network.newNetwork();
    private static final Network TO_USERS = Network.newNetwork();
    private static OpenSshServer remote;
    private static PodVolumes volumes;
    private static ContainerPod pod;

    @BeforeAll
    static void startPod() {
        remote = new OpenSshServer(TO_REMOTE);
        remote.start();
        volumes = new PodVolumes(remote, VolumeShape.HOST_PATH);
        pod = new ContainerPod(volumes, TO_REMOTE, TO_USERS).start();
    }

    @AfterAll
    static void cleanUp() throws Exception {
        for (AutoCloseable started : Arrays.asList(pod, volumes, remote, TO_REMOTE, TO_USERS)) {
            if (started != null) {
                started.close();
            }
        }
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

    /// Nothing can be run in it any more when the pod runs: as in the talk, it starts once with the tool instead.
    @Test
    void initContainerWritesTheDataAndReadsTheKey() {
        try (var gitInit = new ProgramContainer("git-init", volumes.ofTheRestore()).thatEnds()) {
            gitInit.withCommand("rights", "/data", "/git", "/secret/key").start();

            assertThat(gitInit.getLogs()).containsPattern("/data +reads, writes\n")
                    .containsPattern("/git +reads, writes\n").containsPattern("/secret/key +reads; cannot write");
        }
    }

    /// The counterexample of the talk: one container for everything is given what the backup needs.
    @Test
    void applicationThatIsGivenTheKeyReadsIt() throws Exception {
        try (var everything = new ProgramContainer("webdav-app", volumes.ofTheRestore())) {
            everything.readyAt(8081).withExposedPorts(8081).start();

            assertThat(rights(everything, "webdav-app", "/git", "/secret/key"))
                    .containsPattern("/git +reads, writes\n").containsPattern("/secret/key +reads; cannot write");
        }
    }

    @Test
    void applicationHoldsNothingOfTheBackup() throws Exception {
        var application = pod.webdavApp().getContainerInfo();

        assertThat(application.getMounts()).singleElement()
                .satisfies(mount -> assertThat(mount.getDestination()).hasToString("/data"));
        assertThat(application.getConfig().getEnv()).extracting(variable -> variable.replaceFirst("=.*", ""))
                .containsExactlyInAnyOrder("PATH", "LC_ALL", "ADDRESS", "MANAGEMENT_ADDRESS");
        assertThat(pod.get("/../git/HEAD")).doesNotContain("refs/heads");
        assertThat(pod.get("/..%2Fgit%2FHEAD")).doesNotContain("refs/heads");
    }

    @Test
    void applicationCannotReachTheRemote() throws Exception {
        assertThat(NetworkProbe.reaches(remote.address(), 22, pod.gitBackup())).isTrue();
        assertThat(NetworkProbe.reaches(remote.address(), 22, pod.webdavApp())).isFalse();
    }

    @Test
    void applicationShowsOldVersionsAndTheStateInTheNetworkOfThePod() throws Exception {
        assertThat(pod.put("/notes.txt", "as it was")).isEqualTo(201);
        assertThat(pod.backUp()).contains("backed up");
        assertThat(pod.put("/notes.txt", "as it is")).isEqualTo(204);
        try (var _ = pod.startInThePodsNetwork(volumes)) {
            String page = await().ignoreExceptions().until(() -> pod.getInThePodsNetwork("/.history/"),
                    answer -> answer.contains("href=\"20"));
            String version = page.replaceFirst("(?s).*href=\"(20[^\"]+/)\".*", "$1");

            assertThat(pod.getInThePodsNetwork("/.history/" + version + "notes.txt")).isEqualTo("as it was");
            assertThat(pod.getInThePodsNetwork("/notes.txt")).isEqualTo("as it is");
            assertThat(pod.getInThePodsNetwork("/.gitdav/backup")).contains("\"lastSuccess\"", "\"state\":\"ok\"");
        }
    }

    /// The remote's container is in the same network as git-backup's, and in another pod.
    @Test
    void nothingOutsideThePodReachesOldVersions() throws Exception {
        String gitBackup = pod.gitBackup().getContainerInfo().getNetworkSettings().getNetworks().values().iterator()
                .next().getIpAddress();
        assertThat(NetworkProbe.reaches("127.0.0.1", ContainerPod.HISTORY, pod.gitBackup())).isTrue();
        assertThat(NetworkProbe.reaches(gitBackup, ContainerPod.BACKUP_MANAGEMENT, remote)).isTrue();
        assertThat(NetworkProbe.reaches(gitBackup, ContainerPod.HISTORY, remote)).isFalse();
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
