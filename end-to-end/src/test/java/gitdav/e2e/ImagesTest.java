package gitdav.e2e;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import gitdav.init.GitInit;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.DockerClientFactory;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What can be said of each image without starting it.
@ExtendWith(ContainersRequired.class)
class ImagesTest {

    private static final DockerClient DOCKER = DockerClientFactory.instance().client();
    private static final String VERSION = GitInit.class.getPackage().getImplementationVersion();

    @ParameterizedTest
    @ValueSource(strings = {"git-init", "git-backup", "webdav-app"})
    void runsAsANumberThatIsNotRoot(String program) {
        assertThat(image(program).getConfig().getUser()).isEqualTo("10001:10001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"git-init", "git-backup", "webdav-app"})
    void saysWhatItIs(String program) {
        Map<String, String> labels = image(program).getConfig().getLabels();

        assertThat(labels).containsEntry("org.opencontainers.image.title", program)
                .containsEntry("org.opencontainers.image.version", VERSION)
                .containsEntry("org.opencontainers.image.licenses", "Apache-2.0")
                .containsKeys("org.opencontainers.image.description", "org.opencontainers.image.source");
    }

    @ParameterizedTest
    @ValueSource(strings = {"git-init", "git-backup", "webdav-app"})
    void hasNoShell(String program) {
        String container = DOCKER.createContainerCmd(nameOf(program)).exec().getId();
        try {
            assertThat(List.of("/bin/sh", "/bin/bash", "/usr/bin/sh", "/busybox/sh")).allSatisfy(
                    shell -> assertThatThrownBy(() -> DOCKER.copyArchiveFromContainerCmd(container, shell).exec())
                            .isInstanceOf(NotFoundException.class));
        } finally {
            DOCKER.removeContainerCmd(container).exec();
        }
    }

    private static InspectImageResponse image(String program) {
        return DOCKER.inspectImageCmd(nameOf(program)).exec();
    }

    private static String nameOf(String program) {
        return "gitdav/" + program + ":" + VERSION;
    }
}
