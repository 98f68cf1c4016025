package gitdav.e2e;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/// The talk's story, which asserts itself: on volumes of one's own, and on those that clusters hand out.
class WalkthroughTest {

    private static final Path STATE = ProgramProcess.ROOT.resolve("demo/target/walkthrough");

    @TempDir
    private Path dir;

    @ParameterizedTest
    @EnumSource(names = {"OWN", "HOST_PATH", "FS_GROUP"})
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void everyStepOfTheWalkthroughIsTrue(VolumeShape shape) throws IOException, InterruptedException {
        shape.assumePossible();
        var builder = new ProcessBuilder("demo/walkthrough").directory(ProgramProcess.ROOT.toFile())
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        if (PodUser.isPossible()) {
            builder.environment().put("AS_POD_USER", PodUser.command(List.of()).collect(Collectors.joining(" ")));
            builder.environment().put("MAKE_VOLUMES", "sh -e " + scriptOfNewVolumes(shape));
        }
        Process walkthrough = builder.start();
        try {
            String output = new String(walkthrough.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(walkthrough.waitFor()).as(output).isZero();
            assertThat(output).contains("All of it is true.");
        } finally {
            walkthrough.destroy();
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
