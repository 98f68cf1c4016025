package gitdav.e2e.volume;

import gitdav.e2e.pod.Requirement;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.awaitility.Awaitility.await;

/// `strace`, attached to a running process: it notes which system calls the process makes, and lets some of them fail.
final class Strace implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/bin/strace");

    private final Process process;
    private final Path calls;
    private final Path errors;

    private Strace(Process process, Path calls, Path errors) {
        this.process = process;
        this.calls = calls;
        this.errors = errors;
    }

    /// Attaches to all threads of a process. Skips the test where that is not possible.
    ///
    /// @param expressions as in [strace(1)](https://man7.org/linux/man-pages/man1/strace.1.html), `-e`
    static Strace attach(long pid, String... expressions) throws IOException {
        Requirement.possible(Files.isExecutable(PROGRAM), "strace is not installed");
        Path calls = Files.createTempFile("strace", ".calls");
        Path errors = Files.createTempFile("strace", ".log");
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "-f", "-y", "-p", "" + pid, "-o",
                calls.toString()));
        for (String expression : expressions) {
            command.addAll(List.of("-e", expression));
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(errors.toFile()).start();
        var strace = new Strace(process, calls, errors);
        await().until(() -> strace.says().contains(" attached") || !process.isAlive());
        if (!process.isAlive()) {
            String reason = strace.says();
            strace.close();
            Requirement.possible(!reason.contains("Operation not permitted"), "strace may not attach here: " + reason);
            throw new AssertionError(reason);
        }
        return strace;
    }

    /// Lets the process go.
    ///
    /// @return a line for each call, with the thread in front
    Stream<String> detach() throws IOException {
        process.destroy();
        process.onExit().join();
        return Files.readAllLines(calls, StandardCharsets.ISO_8859_1).stream();
    }

    private String says() throws IOException {
        return Files.readString(errors, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().join();
        Files.delete(calls);
        Files.delete(errors);
    }
}
