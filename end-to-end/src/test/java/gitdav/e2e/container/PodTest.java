package gitdav.e2e.container;

import gitdav.e2e.pod.VolumeShape;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.testcontainers.containers.Network;

import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// The images of this build, as a pod runs them: one after the other, on shared volumes as clusters hand them out, without
/// rights. Each event happens to volumes of one shape, with `-Dshapes=all` to those of each. All tests have one server for the
/// remote, and each an empty repository.
@ExtendWith(ContainersRequired.class)
class PodTest {

    private static final Network TO_REMOTE = Network.newNetwork();
    private static final Network TO_USERS = Network.newNetwork();
    private static OpenSshServer remote;
    private PodVolumes volumes;

    static Stream<VolumeShape> fsGroup() {
        return VolumeShape.orAll(VolumeShape.FS_GROUP);
    }

    static Stream<VolumeShape> foreignEntries() {
        return VolumeShape.orAll(VolumeShape.FOREIGN_ENTRIES);
    }

    @BeforeAll
    static void startRemote() {
        remote = new OpenSshServer(TO_REMOTE);
        remote.start();
    }

    @AfterAll
    static void stopRemote() {
        remote.close();
        TO_REMOTE.close();
        TO_USERS.close();
    }

    @AfterEach
    void cleanUp() throws Exception {
        if (volumes != null) {
            volumes.close();
        }
        remote.git("update-ref", "-d", "refs/heads/main");
    }

    /// Three lives of a pod: the first is killed, the second ends as it should, and the third has new volumes.
    @ParameterizedTest
    @MethodSource("fsGroup")
    void killedPodGoesOnItsLastWriteIsSavedAndLostVolumesComeBack(VolumeShape shape) throws Exception {
        try (var pod = startedPod(shape)) {
            assertThat(pod.put("/Gr%C3%BC%C3%9Fe.txt", "written in the first life")).isEqualTo(201);
            assertThat(pod.backUp()).contains("backed up");
            assertThat(pod.put("/not-backed-up", "yet")).isEqualTo(201);
            pod.webdavApp().kill();
            pod.gitBackup().kill();
        }

        try (var pod = startedAgain()) {
            assertThat(pod.gitInit().getLogs()).contains("ahead: changed since the last backup");
            assertThat(pod.get("/not-backed-up")).isEqualTo("yet");
            // Due, since part of it was not backed up: git-backup may have been quicker than this request.
            assertThat(pod.backUp()).containsAnyOf("backed up", "nothing to do");
            await().untilAsserted(() -> assertThat(pod.gitBackup().getLogs()).contains("backed up: commit "));
            assertThat(remote.git("show", "main:not-backed-up")).isEqualTo("yet");

            assertThat(pod.put("/last", "word")).isEqualTo(201);
            assertThat(pod.webdavApp().terminate()).isZero();
            assertThat(pod.gitBackup().terminate()).isZero();
            assertThat(pod.gitBackup().getLogs()).contains("SIGTERM: final backup", "added last");
        }
        assertThat(remote.git("show", "main:last")).isEqualTo("word");
        volumes.close();

        try (var pod = startedPod(shape)) {
            if (shape.foreign().isEmpty()) {
                assertThat(pod.gitInit().getLogs()).contains("empty: to be restored", "restored: commit", "3 files",
                        "intact: nothing to do");
            }
            assertThat(pod.get("/Gr%C3%BC%C3%9Fe.txt")).isEqualTo("written in the first life");
            assertThat(pod.get("/last")).isEqualTo("word");
        }
    }

    @ParameterizedTest
    @MethodSource("foreignEntries")
    void damagedVolumesAreMendedBeforeTheApplicationStarts(VolumeShape shape) throws Exception {
        try (var pod = startedPod(shape)) {
            assertThat(pod.put("/file", "good")).isEqualTo(201);
            assertThat(pod.put("/other", "good, too")).isEqualTo(201);
            assertThat(pod.backUp()).contains("backed up");
            pod.webdavApp().kill();
            pod.gitBackup().kill();
        }
        volumes.damage(": >/data/file; : >/data/other; : >/git/refs/heads/main");

        try (var pod = startedAgain()) {
            assertThat(pod.gitInit().getLogs()).contains("beside a damaged git store", "damaged in 2 places",
                    "set aside in /data/.gitdav/set-aside/", shape == VolumeShape.FOREIGN_ENTRIES
                            ? "intact, but 2 entries are skipped"
                            : "intact: nothing to do");
            assertThat(pod.get("/file")).isEqualTo("good");
            assertThat(pod.get("/other")).isEqualTo("good, too");
        }
    }

    /// A node's folder as it is, which no provisioner has changed: no program can work with it.
    @Test
    void volumeThatIsRootsAloneIsRefusedInOneLine() {
        volumes = new PodVolumes(remote, VolumeShape.ROOTS_ALONE);
        try (var pod = new ContainerPod(volumes, TO_REMOTE, TO_USERS)) {
            pod.gitInit().thatMayFail().start();

            assertThat(pod.gitInit().getCurrentContainerInfo().getState().getExitCodeLong()).isEqualTo(1);
            assertThat(pod.gitInit().getLogs().lines()).singleElement().asString().contains(" ERROR DATA_DIR: ",
                    "/data", "it belongs to root, group 0, with mode 0755", "runAsUser or fsGroup in the manifest");
        }
    }

    private ContainerPod startedPod(VolumeShape shape) {
        volumes = new PodVolumes(remote, shape);
        return startedAgain();
    }

    private ContainerPod startedAgain() {
        return new ContainerPod(volumes, TO_REMOTE, TO_USERS).start();
    }
}
