package gitdav.e2e.manifest;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// The manifests are ones that Kubernetes understands, and their parts find each other.
class ManifestTest {

    @Test
    void fieldThatKubernetesDoesNotKnowIsAnError() {
        String misspelt = """
                apiVersion: v1
                kind: Service
                metadata:
                  name: gitdav
                spec:
                  ports:
                    - port: 80
                      targetport: webdav
                """;

        assertThatThrownBy(() -> Manifests.parse("test", misspelt)).isInstanceOf(UnrecognizedPropertyException.class)
                .hasMessageContaining("targetport");
    }

    @ParameterizedTest
    @MethodSource("gitdav.e2e.manifest.Manifests#all")
    void namespaceAndAccountComeBeforeThePod(Manifests manifests) {
        assertThat(manifests.resources().subList(0, 2)).extracting(HasMetadata::getKind).containsExactly("Namespace",
                "ServiceAccount");
        assertThat(manifests.pod().getServiceAccountName())
                .isEqualTo(manifests.the(ServiceAccount.class).getMetadata().getName());
    }

    @ParameterizedTest
    @MethodSource("gitdav.e2e.manifest.Manifests#all")
    void everythingIsInTheNamespaceAndHasTheLabel(Manifests manifests) {
        String namespace = manifests.the(Namespace.class).getMetadata().getName();

        assertThat(manifests.resources()).allSatisfy(resource -> {
            assertThat(resource.getMetadata().getNamespace())
                    .isEqualTo(resource instanceof Namespace ? null : namespace);
            assertThat(resource.getMetadata().getLabels()).containsEntry("app.kubernetes.io/name", "gitdav");
        });
    }

    @ParameterizedTest
    @MethodSource("gitdav.e2e.manifest.Manifests#all")
    void serviceFindsThePodAndItsPort(Manifests manifests) {
        var service = manifests.the(Service.class).getSpec();
        var deployment = manifests.the(Deployment.class).getSpec();

        assertThat(deployment.getTemplate().getMetadata().getLabels()).containsAllEntriesOf(service.getSelector())
                .containsAllEntriesOf(deployment.getSelector().getMatchLabels());
        assertThat(manifests.container("webdav-app").getPorts())
                .anyMatch(port -> port.getName().equals(service.getPorts().getFirst().getTargetPort().getStrVal()));
    }

    @ParameterizedTest
    @MethodSource("gitdav.e2e.manifest.Manifests#all")
    void everyVolumeIsDefinedAndUsed(Manifests manifests) {
        List<String> defined = manifests.pod().getVolumes().stream().map(Volume::getName).toList();
        List<String> claimed = manifests.pod().getVolumes().stream()
                .filter(volume -> volume.getPersistentVolumeClaim() != null)
                .map(volume -> volume.getPersistentVolumeClaim().getClaimName()).toList();

        assertThat(manifests.containers()).flatMap(Container::getVolumeMounts).extracting(VolumeMount::getName)
                .containsAll(defined).isSubsetOf(defined);
        assertThat(manifests.all(PersistentVolumeClaim.class)).extracting(claim -> claim.getMetadata().getName())
                .containsExactlyInAnyOrderElementsOf(claimed);
    }

    @ParameterizedTest
    @MethodSource("gitdav.e2e.manifest.Manifests#all")
    void probesAskPortsThatAreThere(Manifests manifests) {
        assertThat(manifests.containers()).allSatisfy(container -> {
            List<String> ports = container.getPorts().stream().map(ContainerPort::getName).toList();
            assertThat(
                    Stream.of(container.getStartupProbe(), container.getReadinessProbe(), container.getLivenessProbe())
                            .filter(Objects::nonNull))
                    .extracting(probe -> probe.getHttpGet().getPort().getStrVal())
                    .isSubsetOf(ports);
        });
    }

    /// A raw URL of a symbolic link, and a checkout on Windows, give the link's text.
    @Test
    void manifestsAreRealFiles() throws Exception {
        try (Stream<Path> files = Files.walk(Manifests.PLAIN)) {
            assertThat(files).noneMatch(Files::isSymbolicLink);
        }
    }

    /// `kubectl apply -f` takes all `.yaml` files of the folder, and `-k` those that the kustomization names.
    @Test
    void folderAndKustomizationAreTheSame() throws Exception {
        Kubectl.require();

        assertThat(Manifests.built("k8s").resources())
                .containsExactlyInAnyOrderElementsOf(Manifests.plain().resources());
        assertThat(Kubectl.run("label", "--local", "--output=name", "-f", "k8s/", "any=label").lines())
                .startsWith("namespace/gitdav").hasSameSizeAs(Manifests.plain().resources());
    }
}
