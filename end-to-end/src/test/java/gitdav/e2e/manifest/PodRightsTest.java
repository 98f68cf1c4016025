package gitdav.e2e.manifest;

import gitdav.backup.GitBackup;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// The pod has the rights it needs and no other: what kube-linter, kube-score and checkov ask of a manifest, and what the
/// demo says of its containers.
///
/// Two things they ask for are not so, on purpose. "Always pull the image": images that were loaded into minikube are in
/// no registry. "Name images by digest": a demo's images are built where it runs.
class PodRightsTest {

    @ParameterizedTest
    @MethodSource("gitdav.e2e.manifest.Manifests#all")
    void namespaceRefusesPodsWithMoreRights(Manifests manifests) {
        assertThat(manifests.the(Namespace.class).getMetadata().getLabels())
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
    }

    @ParameterizedTest
    @MethodSource("gitdav.e2e.manifest.Manifests#all")
    void everyProcessIsAnOrdinaryUser(Manifests manifests) {
        var user = manifests.pod().getSecurityContext();

        assertThat(user.getRunAsNonRoot()).isTrue();
        assertThat(user.getRunAsUser()).isGreaterThan(10_000);
        assertThat(user.getRunAsGroup()).isGreaterThan(10_000);
        assertThat(user.getFsGroup()).isEqualTo(user.getRunAsGroup());
        assertThat(user.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    }

    @ParameterizedTest
    @MethodSource("gitdav.e2e.manifest.Manifests#all")
    void noContainerCanBecomeMoreThanThat(Manifests manifests) {
        assertThat(manifests.containers()).extracting(Container::getSecurityContext).allSatisfy(security -> {
            assertThat(security.getAllowPrivilegeEscalation()).isFalse();
            assertThat(security.getReadOnlyRootFilesystem()).isTrue();
            assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(security.getCapabilities().getAdd()).isEmpty();
            assertThat(security.getPrivileged()).isNull();
            assertThat(security.getRunAsUser()).isNull();
        });
    }

    @ParameterizedTest
    @MethodSource("gitdav.e2e.manifest.Manifests#all")
    void nothingIsSharedWithTheNode(Manifests manifests) {
        PodSpec pod = manifests.pod();

        assertThat(pod.getHostNetwork()).isNull();
        assertThat(pod.getHostPID()).isNull();
        assertThat(pod.getHostIPC()).isNull();
        assertThat(pod.getShareProcessNamespace()).isNull();
        assertThat(pod.getVolumes()).allSatisfy(volume -> assertThat(volume.getHostPath()).isNull());
        assertThat(manifests.containers()).flatMap(Container::getPorts)
                .allSatisfy(port -> assertThat(port.getHostPort()).isNull());
    }

    @ParameterizedTest
    @MethodSource("gitdav.e2e.manifest.Manifests#all")
    void podHasNoTokenForTheCluster(Manifests manifests) {
        assertThat(manifests.pod().getAutomountServiceAccountToken()).isFalse();
        assertThat(manifests.the(ServiceAccount.class).getAutomountServiceAccountToken()).isFalse();
        assertThat(manifests.pod().getEnableServiceLinks()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("gitdav.e2e.manifest.Manifests#all")
    void everyContainerHasRequestsAndLimits(Manifests manifests) {
        assertThat(manifests.containers()).extracting(Container::getResources).allSatisfy(resources -> {
            Map<String, Quantity> requests = resources.getRequests();
            assertThat(requests).containsOnlyKeys("cpu", "memory", "ephemeral-storage");
            assertThat(resources.getLimits()).containsOnlyKeys(requests.keySet().toArray(String[]::new))
                    .allSatisfy((resource, limit) -> assertThat(limit.getNumericalAmount())
                            .isGreaterThanOrEqualTo(requests.get(resource).getNumericalAmount()));
        });
    }

    @ParameterizedTest
    @MethodSource("gitdav.e2e.manifest.Manifests#all")
    void everyImageIsOursInThisVersion(Manifests manifests) {
        String version = manifests.the(Deployment.class).getMetadata().getLabels().get("app.kubernetes.io/version");

        assertThat(version).isEqualTo(GitBackup.class.getPackage().getImplementationVersion());
        assertThat(manifests.containers()).allSatisfy(container -> {
            assertThat(container.getImage()).isEqualTo("gitdav/" + container.getName() + ":" + version);
            assertThat(container.getImagePullPolicy()).isEqualTo("IfNotPresent");
        });
    }

    @ParameterizedTest
    @MethodSource("gitdav.e2e.manifest.Manifests#all")
    void secretsAreFilesAndNotVariables(Manifests manifests) {
        assertThat(manifests.containers()).allSatisfy(container -> {
            assertThat(container.getEnvFrom()).allSatisfy(from -> assertThat(from.getSecretRef()).isNull());
            assertThat(container.getEnv()).allSatisfy(variable -> assertThat(variable.getValueFrom()).isNull());
        });
    }

    @ParameterizedTest
    @MethodSource("gitdav.e2e.manifest.Manifests#all")
    void livenessAndReadinessAreDifferentQuestions(Manifests manifests) {
        Container webdavApp = manifests.container("webdav-app");

        assertThat(webdavApp.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/health/live");
        assertThat(webdavApp.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/health/ready");
    }

    /// A sidecar's readiness is the pod's, and a backup that fails is no reason to stop serving.
    @ParameterizedTest
    @MethodSource("gitdav.e2e.manifest.Manifests#withBackup")
    void applicationWaitsForGitBackupOnlyAtTheStart(Manifests manifests) {
        Container gitBackup = manifests.container("git-backup");

        assertThat(gitBackup.getStartupProbe().getHttpGet().getPath()).isEqualTo("/health/ready");
        assertThat(gitBackup.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/health/live");
        assertThat(gitBackup.getReadinessProbe()).isNull();
    }

    @ParameterizedTest
    @MethodSource("gitdav.e2e.manifest.Manifests#all")
    void networkPolicyLetsInWebdavOnly(Manifests manifests) {
        var policy = manifests.the(NetworkPolicy.class).getSpec();

        assertThat(manifests.the(Deployment.class).getSpec().getTemplate().getMetadata().getLabels())
                .containsAllEntriesOf(policy.getPodSelector().getMatchLabels());
        assertThat(policy.getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(policy.getIngress()).flatMap(rule -> rule.getPorts()).extracting(port -> port.getPort().getStrVal())
                .containsExactly("webdav");
    }

    @ParameterizedTest
    @MethodSource("gitdav.e2e.manifest.Manifests#withBackup")
    void oldVersionsAreOnAPortThatNoManifestOpens(Manifests manifests) {
        String port = manifests.settings(manifests.container("git-backup")).get("HISTORY_PORT");

        assertThat(manifests.settings(manifests.container("webdav-app"))).containsEntry("HISTORY_URL",
                "http://127.0.0.1:" + port);
        assertThat(manifests.containers()).flatMap(Container::getPorts)
                .extracting(opened -> opened.getContainerPort().toString()).doesNotContain(port);
    }

    @ParameterizedTest
    @MethodSource("gitdav.e2e.manifest.Manifests#all")
    void thereIsOneWriter(Manifests manifests) {
        var deployment = manifests.the(Deployment.class).getSpec();

        assertThat(deployment.getReplicas()).isEqualTo(1);
        assertThat(deployment.getStrategy().getType()).isEqualTo("Recreate");
    }

    @ParameterizedTest
    @MethodSource("gitdav.e2e.manifest.Manifests#withBackup")
    void thereIsTimeForTheLastRequestsAndThenForTheFinalBackup(Manifests manifests) {
        String requests = manifests.settings(manifests.container("webdav-app")).getOrDefault("SHUTDOWN_TIMEOUT", "10s");
        String finalBackup = manifests.settings(manifests.container("git-backup")).get("FINAL_BACKUP_TIMEOUT");
        int toCleanUp = 10;

        assertThat(manifests.pod().getTerminationGracePeriodSeconds()).isGreaterThanOrEqualTo(
                Integer.parseInt(requests.replace("s", "")) + toCleanUp
                        + Integer.parseInt(finalBackup.replace("s", "")));
    }

    @ParameterizedTest
    @MethodSource("gitdav.e2e.manifest.Manifests#all")
    void applicationHasTheDataAndNothingElse(Manifests manifests) {
        assertThat(Manifests.mountPaths(manifests.container("webdav-app"))).containsExactlyInAnyOrder("/data", "/tmp");
    }

    @ParameterizedTest
    @MethodSource("gitdav.e2e.manifest.Manifests#withBackup")
    void gitBackupCanWriteTheDataOnlyIfItIsToTakeOverWhatOthersCommit(Manifests manifests) {
        Container gitBackup = manifests.container("git-backup");

        assertThat(gitBackup.getVolumeMounts()).filteredOn(mount -> mount.getMountPath().equals("/data"))
                .extracting(VolumeMount::getReadOnly)
                .containsExactly(manifests.settings(gitBackup).get("PUSH_ONLY").equals("true"));
    }

    @ParameterizedTest
    @MethodSource("gitdav.e2e.manifest.Manifests#all")
    void noFolderForTemporaryFilesIsShared(Manifests manifests) {
        assertThat(manifests.containers()).flatMap(Container::getVolumeMounts)
                .filteredOn(mount -> mount.getMountPath().equals("/tmp")).extracting(VolumeMount::getName)
                .hasSameSizeAs(manifests.containers()).doesNotHaveDuplicates();
    }
}
