package gitdav.e2e.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import gitdav.e2e.pod.ProgramProcess;
import gitdav.init.GitInit;
import gitdav.servers.Command;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.DockerClientFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Each image: what it says of itself, and how its virtual machine starts.
@ExtendWith(ContainersRequired.class)
class ImagesTest {

    private static final DockerClient DOCKER = DockerClientFactory.instance().client();
    private static final String LOADED_CLASSES = "-Xlog:class+load";
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

    @ParameterizedTest
    @ValueSource(strings = {"git-init", "git-backup", "webdav-app"})
    void takesItsClassesFromItsCache(String program) {
        try (var container = new ProgramContainer(program, List.of()).thatEnds()) {
            container.withEnv("JAVA_TOOL_OPTIONS", LOADED_CLASSES).withCommand("--version").start();

            assertThat(container.getLogs()).contains("gitdav.program.Program source: shared objects file",
                    "picocli.CommandLine source: shared objects file");
        }
    }

    /// As when the image is laid on another base: a cache is good for the very virtual machine that made it.
    @ParameterizedTest
    @ValueSource(strings = {"git-init", "git-backup", "webdav-app"})
    void anotherVirtualMachineStartsWithoutTheCacheAndWithoutAWord(String program) throws IOException {
        Path cache = ProgramProcess.ROOT.resolve("images/target/" + program + ".aot");
        assertThat(cache).exists();

        String output = Command.run(System.getProperty("java.home") + "/bin/java",
                "@" + ProgramProcess.ROOT.resolve("config/jvm-flags"), "-XX:AOTCache=" + cache, "-Xlog:class+load",
                "-jar",
                ProgramProcess.ROOT.resolve(program + "/target/" + program + ".jar").toString(), "--version");

        assertThat(output).contains("gitdav.program.Program source: file:").doesNotContain("[error]", "[warning]");
    }

    @Test
    void oneFileHasAllImagesOfThePod(@TempDir Path dir) throws IOException {
        Path file = dir.resolve("images.tar");

        Command.run(ProgramProcess.ROOT.resolve("docs/exercises/images").toString(), "save", file.toString());

        assertThat(Command.run("tar", "-xOf", file.toString(), "manifest.json")).contains(nameOf("git-init"),
                nameOf("git-backup"), nameOf("webdav-app"));
    }

    private static InspectImageResponse image(String program) {
        return DOCKER.inspectImageCmd(nameOf(program)).exec();
    }

    private static String nameOf(String program) {
        return "gitdav/" + program + ":" + VERSION;
    }
}
