package gitdav.webdav.client;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A real WebDAV client, run as a process with a home folder of its own.
///
/// @param home where it runs, and finds no settings but those that the test puts there
record ClientProgram(Path file, Path home) {

    private static final int LIMIT_SECONDS = 120;

    /// Skips the test where the program is not installed, unless the build requires it.
    static ClientProgram require(String name, Path home) {
        Optional<Path> file = Stream.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/opt/homebrew/bin")
                .map(folder -> Path.of(folder, name)).filter(Files::isExecutable).findFirst();
        requireInstalled(file.isPresent(), name + " is not installed");
        return new ClientProgram(file.orElseThrow(), home);
    }

    /// Skips the test where something is not installed, unless the build requires it.
    ///
    /// @param missing what the test says then
    static void requireInstalled(boolean isInstalled, String missing) {
        if (!isInstalled && "required".equals(System.getProperty("containers"))) {
            throw new AssertionError(missing);
        }
        skipUnless(isInstalled, missing + "; -Dcontainers=required makes that an error");
    }

    /// Skips the test where the machine cannot run it, and says why.
    static void skipUnless(boolean condition, String reason) {
        if (!condition) {
            // Maven does not print the reason.
            System.err.println("skipped: " + reason);
            Assumptions.abort(reason);
        }
    }

    Outcome run(String... arguments) throws IOException, InterruptedException {
        return run("", Map.of(), arguments);
    }

    /// Runs it to its end.
    ///
    /// @param input what it reads from standard input
    /// @param environment variables besides `HOME`, `PATH` and the locale
    Outcome run(String input, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(file.toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(home, file.getFileName().toString(), ".log");
        Path script = Files.writeString(Files.createTempFile(home, "input", ".txt"), input);
        var builder = new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true)
                .redirectInput(script.toFile()).redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().putAll(Map.of("HOME", home.toString(), "LC_ALL", "C.UTF-8", "PATH",
                "/usr/sbin:/usr/bin:/sbin:/bin"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    /// How it ended, and what it printed.
    record Outcome(int exitCode, String output) {}
}
