package gitdav.e2e.manifest;

import gitdav.e2e.pod.ProgramProcess;
import gitdav.e2e.pod.Requirement;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// The machine's `kubectl`, for what it can do without a cluster.
public final class Kubectl {

    private Kubectl() {}

    static boolean isThere() {
        return Arrays.stream(System.getenv("PATH").split(Pattern.quote(File.pathSeparator), -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
    }

    /// Skips the test where there is no kubectl, unless the build requires it.
    public static void require() {
        Requirement.present(isThere(), "no kubectl on the path");
    }

    /// Runs it in the project's root.
    ///
    /// @return what it printed
    static String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.concat(Stream.of("kubectl"), Arrays.stream(arguments)).toList();
        Path errors = Files.createTempFile("kubectl", ".log");
        Process kubectl = new ProcessBuilder(command).directory(ProgramProcess.ROOT.toFile())
                .redirectError(errors.toFile()).start();
        String output = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = kubectl.waitFor();
        assertThat(exitCode).as("%s: %s", command, Files.readString(errors)).isZero();
        Files.delete(errors);
        return output;
    }
}
