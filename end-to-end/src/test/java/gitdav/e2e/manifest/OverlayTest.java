package gitdav.e2e.manifest;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;

import static org.assertj.core.api.Assertions.assertThat;

/// What each overlay changes.
class OverlayTest {

    @BeforeEach
    void kubectlIsThere() {
        Kubectl.require();
    }

    @Test
    void plainManifestsMakeGitBackupASidecar() throws IOException {
        var pod = Manifests.plain().pod();

        assertThat(pod.getInitContainers()).extracting(Container::getName).containsExactly("git-init", "git-backup");
        assertThat(pod.getInitContainers()).extracting(Container::getRestartPolicy).containsExactly(null, "Always");
        assertThat(pod.getContainers()).extracting(Container::getName).containsExactly("webdav-app");
    }

    @Test
    void classicMakesGitBackupAnOrdinaryContainer() throws Exception {
        var pod = Manifests.built("k8s-overlays/classic").pod();

        assertThat(pod.getInitContainers()).extracting(Container::getName).containsExactly("git-init");
        assertThat(pod.getContainers()).extracting(Container::getName).containsExactly("webdav-app", "git-backup");
        assertThat(pod.getContainers()).extracting(Container::getRestartPolicy).containsOnlyNulls();
    }

    @Test
    void githubGivesTheGitContainersAKeyInsteadOfTheBackupVolume() throws Exception {
        Manifests manifests = Manifests.built("k8s-overlays/github");

        assertThat(manifests.all(PersistentVolumeClaim.class)).extracting(claim -> claim.getMetadata().getName())
                .containsExactlyInAnyOrder("gitdav-data", "gitdav-git");
        assertThat(Manifests.mountPaths(manifests.container("git-init")))
                .containsExactlyInAnyOrder("/data", "/git", "/ssh", "/tmp");
        assertThat(Manifests.mountPaths(manifests.container("git-backup")))
                .containsExactlyInAnyOrder("/data", "/git", "/ssh", "/tmp");
        assertThat(manifests.settings(manifests.container("git-init"))).doesNotContainKey("GIT_CREATE_REMOTE");
        assertThat(manifests.the(NetworkPolicy.class).getSpec().getEgress()).flatMap(rule -> rule.getPorts())
                .extracting(port -> port.getPort().getIntVal()).containsExactly(53, 53, 22);
    }

    @Test
    void timeMachineHasNothingThatCouldPush() throws Exception {
        Manifests manifests = Manifests.timeMachine();

        assertThat(manifests.containers()).extracting(Container::getName).containsExactly("git-init", "webdav-app");
        assertThat(manifests.container("git-init").getVolumeMounts())
                .filteredOn(mount -> mount.getMountPath().equals("/backup")).extracting(VolumeMount::getReadOnly)
                .containsExactly(true);
        assertThat(manifests.settings(manifests.container("git-init"))).containsKey("RESTORE_AT");
        assertThat(manifests.settings(manifests.container("webdav-app"))).containsEntry("WEBDAV_READ_ONLY", "true");
    }

    @Test
    void timeMachineSharesNothingWithTheLiveShareButTheBackup() throws Exception {
        Manifests overlay = Manifests.built("k8s-overlays/time-machine");
        Manifests live = Manifests.plain();

        assertThat(overlay.resources()).extracting(resource -> resource.getMetadata().getName())
                .containsOnly("gitdav-time-machine");
        assertThat(overlay.pod().getVolumes()).filteredOn(volume -> volume.getPersistentVolumeClaim() != null)
                .extracting(Volume::getName).containsExactly("backup");
        assertThat(overlay.the(Deployment.class).getSpec().getTemplate().getMetadata().getLabels())
                .doesNotContainEntry("app.kubernetes.io/name",
                        live.the(Service.class).getSpec().getSelector().get("app.kubernetes.io/name"));
    }

    @Test
    void s3GivesTheGitContainersAnAccessKeyInsteadOfTheBackupVolume() throws Exception {
        Manifests manifests = Manifests.built("k8s-overlays/s3");

        assertThat(manifests.all(PersistentVolumeClaim.class)).extracting(claim -> claim.getMetadata().getName())
                .containsExactlyInAnyOrder("gitdav-data", "gitdav-git");
        for (String container : new String[]{"git-init", "git-backup"}) {
            assertThat(Manifests.mountPaths(manifests.container(container)))
                    .containsExactlyInAnyOrder("/data", "/git", "/s3", "/tmp");
            assertThat(manifests.settings(manifests.container(container))).containsEntry("S3_CREDENTIALS_FILE",
                    "/s3/credentials").doesNotContainKey("GIT_CREATE_REMOTE");
        }
        assertThat(manifests.the(NetworkPolicy.class).getSpec().getEgress()).flatMap(rule -> rule.getPorts())
                .extracting(port -> port.getPort().getIntVal()).containsExactly(53, 53, 443);
    }
}
