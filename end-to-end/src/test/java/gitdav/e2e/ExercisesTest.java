package gitdav.e2e;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// The solutions of the exercises are ones.
class ExercisesTest {

    static List<String> solutions() throws IOException {
        try (Stream<Path> folders = Files.list(ProgramProcess.ROOT.resolve("docs/exercises"))) {
            return folders.map(folder -> "docs/exercises/" + folder.getFileName()).sorted().toList();
        }
    }

    @BeforeEach
    void kubectlIsThere() {
        Kubectl.require();
    }

    @ParameterizedTest
    @MethodSource("solutions")
    void everySolutionCanBeAppliedAndIsInTheText(String solution) throws Exception {
        assertThat(Manifests.built(solution).resources()).hasSameSizeAs(Manifests.plain().resources());
        assertThat(ProgramProcess.ROOT.resolve("docs/exercises.md")).content()
                .contains("`kubectl apply -k " + solution + "`");
    }

    @Test
    void nightlyIsOnceADay() throws Exception {
        Manifests nightly = Manifests.built("docs/exercises/nightly");

        assertThat(nightly.settings(nightly.container("git-backup"))).containsEntry("RUNAT", "03:15");
    }

    @Test
    void noTimeIsNone() throws Exception {
        Manifests noTime = Manifests.built("docs/exercises/no-time");

        assertThat(noTime.settings(noTime.container("git-backup"))).containsEntry("FINAL_BACKUP_TIMEOUT", "1ms")
                .containsEntry("RUNAT", "03:15");
    }

    @Test
    void monitoringIsLetInBesideTheUsers() throws Exception {
        var ingress = Manifests.built("docs/exercises/monitoring").the(NetworkPolicy.class).getSpec().getIngress();

        assertThat(ingress).hasSize(2);
        assertThat(ingress.getFirst().getFrom()).isEmpty();
        assertThat(ingress.getLast().getFrom()).hasSize(1);
        assertThat(ingress.getLast().getPorts()).extracting(port -> port.getPort().getIntVal()).containsExactly(8081,
                9090);
    }

    @Test
    void usersAreTheSecretThatOnlyTheApplicationSees() throws Exception {
        Manifests users = Manifests.built("docs/exercises/users");

        assertThat(users.settings(users.container("webdav-app"))).containsEntry("WEBDAV_USERS_FILE", "/users/htpasswd");
        assertThat(users.containers()).filteredOn(container -> PodRightsTest.mountPaths(container).contains("/users"))
                .extracting(Container::getName).containsExactly("webdav-app");
        assertThat(users.pod().getVolumes()).filteredOn(volume -> volume.getName().equals("users"))
                .extracting(volume -> volume.getSecret().getSecretName()).containsExactly("gitdav-users");
    }

    @Test
    void secondShareHasNothingInTheNamespaceOfTheFirst() throws Exception {
        Manifests second = Manifests.built("docs/exercises/second-share");

        assertThat(second.the(Namespace.class).getMetadata().getName()).isEqualTo("gitdav-second");
        assertThat(second.resources()).filteredOn(resource -> !(resource instanceof Namespace))
                .allMatch(resource -> resource.getMetadata().getNamespace().equals("gitdav-second"));
    }
}
