package gitdav.e2e.manifest;

import gitdav.e2e.pod.DeclaredSettings;
import io.fabric8.kubernetes.api.model.Container;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/// What the manifests set is what the programs understand.
class ManifestSettingsTest {

    @ParameterizedTest
    @MethodSource("gitdav.e2e.manifest.Manifests#all")
    void everySettingIsKnownToAContainerThatGetsIt(Manifests manifests) {
        var known = manifests.containers().stream()
                .flatMap(container -> manifests.settings(container).keySet().stream()
                        .filter(variable -> option(container, variable).isPresent()))
                .toList();

        assertThat(manifests.containers()).flatMap(container -> manifests.settings(container).keySet())
                .isSubsetOf(known);
    }

    @ParameterizedTest
    @MethodSource("gitdav.e2e.manifest.Manifests#all")
    void everyValueIsUnderstood(Manifests manifests) throws Exception {
        for (Container container : manifests.containers()) {
            for (Map.Entry<String, String> setting : manifests.settings(container).entrySet()) {
                Optional<OptionSpec> option = option(container, setting.getKey());
                // A file is there only in the pod.
                if (option.isPresent() && !setting.getKey().endsWith("_FILE")) {
                    for (ITypeConverter<?> converter : option.get().converters()) {
                        assertThat(converter.convert(setting.getValue())).isNotNull();
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("gitdav.e2e.manifest.Manifests#all")
    void fileSettingsAreMounted(Manifests manifests) {
        assertThat(manifests.containers()).allSatisfy(container -> assertThat(manifests.settings(container))
                .allSatisfy((variable, value) -> assertThat(!variable.endsWith("_FILE") || container.getVolumeMounts()
                        .stream().anyMatch(mount -> value.startsWith(mount.getMountPath() + "/"))).isTrue()));
    }

    @ParameterizedTest
    @MethodSource("gitdav.e2e.manifest.Manifests#all")
    void applicationDoesNotEvenKnowWhereTheBackupIs(Manifests manifests) {
        assertThat(manifests.settings(manifests.container("webdav-app"))).doesNotContainKeys("GIT_URL", "SSH_KEY_FILE");
    }

    @Test
    void composeFileRunsTheSameImagesWithTheSameSettings() throws IOException {
        Manifests manifests = Manifests.plain();
        ComposeFile compose = ComposeFile.read();

        assertThat(compose.services().keySet())
                .endsWith(manifests.containers().stream().map(Container::getName).toArray(String[]::new));
        assertThat(manifests.containers()).allSatisfy(container -> {
            assertThat(compose.image(container.getName())).isEqualTo(container.getImage());
            assertThat(compose.settings(container.getName())).isEqualTo(manifests.settings(container));
        });
    }

    private static Optional<OptionSpec> option(Container container, String variable) {
        return DeclaredSettings.of(container.getName())
                .filter(setting -> DeclaredSettings.variable(setting).equals(variable)).findFirst();
    }
}
