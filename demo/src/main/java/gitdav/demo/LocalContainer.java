package gitdav.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// One of the suite's programs as a process of its own, with its own settings and nothing else of the environment.
final class LocalContainer implements AutoCloseable {

    private final ContainerLog log;
    private final Duration grace;
    private final Process process;
    private final Thread output;

    private LocalContainer(ContainerLog log, Duration grace, Process process) {
        this.log = log;
        this.grace = grace;
        this.process = process;
        this.output = Thread.ofVirtual().name("log of " + log.name()).start(this::printOutput);
    }

    /// Starts the program.
    ///
    /// @param jar the program
    /// @param settings its environment
    /// @param grace how long it may take to end after SIGTERM, before it is killed
    static LocalContainer start(ContainerLog log, Path jar, Map<String, String> settings, Duration grace)
            throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        // A terminal sends Ctrl-C to all processes at once. The pod is to pass it on, in its own order.
        String deafToCtrlC = "trap '' INT; exec \"$0\" \"$@\"";
        var builder = new ProcessBuilder("/bin/sh", "-c", deafToCtrlC, java.toString(), "-jar", jar.toString());
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(settings);
        return new LocalContainer(log, grace, builder.redirectErrorStream(true).start());
    }

    /// Waits until the program says at its management port that it is ready, or has ended: what a startup probe does.
    void awaitReady(LocalPort management) throws InterruptedException {
        while (isRunning() && !management.succeeds("/health/ready")) {
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
    }

    /// Waits until the program has ended by itself.
    ///
    /// @return its exit code
    int awaitEnd() throws InterruptedException {
        int exitCode = process.waitFor();
        output.join();
        return exitCode;
    }

    /// Whether the program runs.
    boolean isRunning() {
        return process.isAlive();
    }

    private void printOutput() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.print(line);
            }
        } catch (IOException e) {
            log.print("its log cannot be read any more: " + e.getMessage());
        }
    }

    /// What a kubelet does: SIGTERM, wait, SIGKILL.
    @Override
    public void close() {
        try {
            // Not Process.destroy, which also closes the stream with the last log lines.
            process.toHandle().destroy();
            if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                log.print("not done " + grace.toSeconds() + " s after SIGTERM: killed");
                process.destroyForcibly();
            }
            log.print("ended with exit code " + awaitEnd());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
