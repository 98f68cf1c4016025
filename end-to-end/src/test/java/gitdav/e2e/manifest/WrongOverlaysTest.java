package gitdav.e2e.manifest;

import gitdav.e2e.pod.ProgramProcess;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// The counterexamples can be applied, and are wrong in the one way that the talk says.
class WrongOverlaysTest {

    static List<String> overlays() throws IOException {
        try (Stream<Path> folders = Files.list(ProgramProcess.ROOT.resolve("k8s-overlays"))) {
            return folders.map(folder -> "k8s-overlays/" + folder.getFileName())
                    .filter(folder -> folder.contains("/wrong-")).sorted().toList();
        }
    }

    @BeforeEach
    void kubectlIsThere() {
        Kubectl.require();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyCounterexampleCanBeAppliedAndIsInTheTalk(String overlay) throws Exception {
        assertThat(Manifests.built(overlay).resources()).filteredOn(resource -> !resource.getKind().equals("Namespace"))
                .extracting(resource -> resource.getMetadata().getNamespace()).containsOnly("gitdav");
        assertThat(ProgramProcess.ROOT.resolve("docs/talk.md")).content().contains("kubectl apply -k " + overlay);
    }

    @Test
    void oneContainerForEverythingSeesTheBackup() throws Exception {
        Manifests wrong = Manifests.built("k8s-overlays/wrong-one-container");
        List<HasMetadata> others = Manifests.built("k8s").resources().stream()
                .filter(resource -> !resource.getKind().equals("Deployment")).toList();

        assertThat(wrong.resources()).containsAll(others);
        assertThat(Manifests.mountPaths(wrong.container("webdav-app"))).containsExactlyInAnyOrder("/backup",
                "/data", "/tmp");
        assertThat(Manifests.mountPaths(Manifests.built("k8s").container("webdav-app"))).doesNotContain("/backup");
    }

    @Test
    void cronJobNeedsTheVolumeThatThePodHoldsAlone() throws Exception {
        Manifests wrong = Manifests.built("k8s-overlays/wrong-cron-job");
        PodSpec job = wrong.the(CronJob.class).getSpec().getJobTemplate().getSpec().getTemplate().getSpec();

        assertThat(wrong.all(PersistentVolumeClaim.class))
                .filteredOn(claim -> claim.getMetadata().getName().equals("gitdav-data"))
                .flatExtracting(claim -> claim.getSpec().getAccessModes()).containsExactly("ReadWriteOncePod");
        assertThat(claims(job)).contains("gitdav-data");
        assertThat(claims(wrong.pod())).contains("gitdav-data");
        assertThat(wrong.containers()).extracting(Container::getName).containsExactly("git-init", "webdav-app");
    }

    /// Nothing but the volume keeps it from running.
    @Test
    void cronJobHasTheRightsOfTheSidecar() throws Exception {
        Container job = Manifests.built("k8s-overlays/wrong-cron-job").the(CronJob.class).getSpec().getJobTemplate()
                .getSpec().getTemplate().getSpec().getContainers().getFirst();
        Container sidecar = Manifests.plain().container("git-backup");

        assertThat(job.getImage()).isEqualTo(sidecar.getImage());
        assertThat(job.getEnvFrom()).isEqualTo(sidecar.getEnvFrom());
        assertThat(job.getSecurityContext()).isEqualTo(sidecar.getSecurityContext());
        assertThat(job.getVolumeMounts()).filteredOn(mount -> mount.getName().equals("data"))
                .extracting(VolumeMount::getReadOnly).containsExactly(true);
        assertThat(Manifests.mountPaths(job)).isEqualTo(Manifests.mountPaths(sidecar));
    }

    private static List<String> claims(PodSpec pod) {
        return pod.getVolumes().stream().map(Volume::getPersistentVolumeClaim).filter(Objects::nonNull)
                .map(claim -> claim.getClaimName()).toList();
    }
}
