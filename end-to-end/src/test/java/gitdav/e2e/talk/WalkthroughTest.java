package gitdav.e2e.talk;

import gitdav.e2e.pod.PodUser;
import gitdav.e2e.pod.ProgramProcess;
import gitdav.e2e.pod.VolumeShape;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// The talk's story, which asserts itself, on the volumes that clusters hand out: those of most, with `-Dshapes=all` of each
/// kind. And how it is shown on a stage. One class, because there is one local pod.
class WalkthroughTest {

    private static final Path STATE = ProgramProcess.ROOT.resolve("demo/target/walkthrough");

    /// More keys than the story has commands.
    private static final int ENOUGH = 100;

    @TempDir
    private Path dir;

    /// Those of clusters, as far as the user who runs the tests can make them.
    static Stream<VolumeShape> shapes() {
        return PodUser.isPossible()
                ? VolumeShape.orAll(VolumeShape.HOST_PATH)
                : Stream.of(VolumeShape.OWN);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void everyStepOfTheWalkthroughIsTrueAndAsRecorded(VolumeShape shape) throws Exception {
        Map<String, String> podUser = PodUser.isPossible()
                ? Map.of("AS_POD_USER", PodUser.command(List.of()).collect(Collectors.joining(" ")), "MAKE_VOLUMES",
                        "sh -e " + scriptOfNewVolumes(shape))
                : Map.of();

        String output = output(0, start(podUser, "demo/walkthrough", "--auto", "0"));

        assertThat(output).contains("\n9. ", "/Welcome.md && echo restored\n    restored\n", "    no difference\n",
                "All of it is true.");
        assertThat(RecordingTest.commands()).as("demo/record was not run after a change of the story")
                .isEqualTo(RecordingTest.commands(output));
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void podThatCannotStartEndsTheStoryWithItsReasonAndWhatToDo() throws IOException, InterruptedException {
        Path foreign = Files.writeString(dir.resolve("foreign"), "mkdir '%1$s'; touch '%1$s/foreign'".formatted(STATE));

        assertThat(output(1, start(Map.of("MAKE_VOLUMES", "sh -e " + foreign), "demo/walkthrough", "--wrong")))
                .contains("FAILED: the pod has ended", "was not made by demo/run",
                        "This was step 1: The init container",
                        "What to do: The first line of git-init", ": demo/walkthrough --wrong --step --from 1\n");
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void commandThatFailsWithoutAWordEndsTheStoryWithWhatToDo() throws IOException, InterruptedException {
        assertThat(output(1, start(Map.of("MAKE_VOLUMES", "false"), "demo/walkthrough", "--auto", "0")))
                .contains("FAILED: $make_volumes", "This was step 1: The init container")
                .containsOnlyOnce("Once more, from here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo/walkthrough", "k8s/smoke-test"})
    void listHasEveryStepWithWhatItShows(String script) throws IOException, InterruptedException {
        assertThat(output(0, start(script, "--list")).lines()).hasSize(2 * 9).first().asString()
                .startsWith("1. The init container");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--step", "--auto", "--auto soon", "--from 10 --auto 0", "--from 0 --auto 0", "--fast"})
    void optionsThatCannotBeAreRefusedBeforeAnythingStarts(String options) throws IOException, InterruptedException {
        for (String script : List.of("demo/walkthrough", "k8s/smoke-test")) {
            assertThat(output(2, start((script + " " + options).split(" ")))).hasLineCount(1);
        }
    }

    /// `script` is util-linux's: a terminal whose keys are its standard input.
    @Test
    @Tag("long")
    @EnabledOnOs(OS.LINUX)
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void enterByEnterAnOrdinaryContainerLosesAPromisedFile()
            throws IOException, InterruptedException {
        Process walkthrough = onTerminal("demo/walkthrough --wrong --step --from 2");
        try (var keys = walkthrough.outputWriter(StandardCharsets.UTF_8)) {
            keys.write("\n".repeat(ENOUGH));
            keys.flush();
            String output = output(0, walkthrough).replace("\r", "");

            assertThat(output).contains("(step 1 is played: The init container", "The client has an answer that says",
                    "    201\n", "INFO  nothing to do", "    404\n", "added kept.txt", "All of it is true.")
                    .containsPattern("\n {4}\\(\\d+\\.\\d s\\)\n");
            assertThat(output).doesNotContain("Welcome.md");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void terminalThatIsClosedEndsTheStory() throws IOException, InterruptedException {
        Process walkthrough = onTerminal("demo/walkthrough --step");
        walkthrough.getOutputStream().close();

        assertThat(output(1, walkthrough).replace("\r", "")).contains("git-init brings the files back and ends",
                "$ demo/run", "FAILED: no Enter any more", "demo/walkthrough --step --from 1");
    }

    private static Process onTerminal(String command) throws IOException {
        return start("script", "--quiet", "--return", "--command", command, "/dev/null");
    }

    private static Process start(String... command) throws IOException {
        return start(Map.of(), command);
    }

    private static Process start(Map<String, String> variables, String... command) throws IOException {
        var builder = new ProcessBuilder(command).directory(ProgramProcess.ROOT.toFile()).redirectErrorStream(true);
        builder.environment().putAll(variables);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }

    private static String output(int exitCode, Process script) throws IOException, InterruptedException {
        try {
            String output = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(script.waitFor()).as(output).isEqualTo(exitCode);
            return output;
        } finally {
            script.destroy();
        }
    }

    /// Makes those volumes that are not there; the folder that they are in is the local pod's own.
    private Path scriptOfNewVolumes(VolumeShape shape) throws IOException {
        var script = new StringBuilder("""
                mkdir -p '%1$s'
                touch '%1$s/pod.lock'
                chown %2$d:%2$d '%1$s' '%1$s/pod.lock'
                """.formatted(STATE, PodUser.ID));
        for (String volume : List.of("data", "git")) {
            script.append("if mkdir '%1$s' 2>/dev/null; then%n%2$sfi%n".formatted(STATE.resolve(volume),
                    shape.script(STATE.resolve(volume).toString())));
        }
        return Files.writeString(dir.resolve("make-volumes"), script);
    }
}
