package gitdav.demo;

import gitdav.program.Termination;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// One of the suite's programs as a process of its own, with its own settings and nothing else of the environment.
final class LocalContainer implements AutoCloseable {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

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
    /// @param command what to run
    /// @param settings its environment
    /// @param grace how long it may take to end after SIGTERM, before it is killed
    static LocalContainer start(ContainerLog log, List<String> command, Map<String, String> settings, Duration grace)
            throws IOException {
        var builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(settings);
        return new LocalContainer(log, grace, builder.redirectErrorStream(true).start());
    }

    /// Waits until the program says at its management port that it is ready: what a startup probe does.
    ///
    /// @return false if it has ended instead, or the pod is to stop
    boolean awaitReady(LocalPort management, Termination sigterm) throws InterruptedException {
        while (isRunning() && !sigterm.requestedWithin(BETWEEN_LOOKS)) {
            if (management.succeeds("/health/ready")) {
                return true;
            }
        }
        return false;
    }

    /// Waits until the program has ended, or the pod is to stop.
    void awaitEnd(Termination sigterm) throws InterruptedException {
        while (isRunning() && !sigterm.requestedWithin(BETWEEN_LOOKS)) {
            // A look at the one, a wait for the other.
        }
    }

    /// Whether the program runs.
    boolean isRunning() {
        return process.isAlive();
    }

    /// Ends the program as a kubelet does, SIGTERM, wait, SIGKILL, if it has not ended already.
    ///
    /// @return its exit code
    int stop() throws InterruptedException {
        // Not Process.destroy, which also closes the stream with the last log lines.
        process.toHandle().destroy();
        if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
            log.print("not done " + grace.toSeconds() + " s after SIGTERM: killed");
            process.destroyForcibly();
        }
        int exitCode = process.waitFor();
        output.join();
        return exitCode;
    }

    @Override
    public void close() {
        try {
            log.print("ended with exit code " + stop());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
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
}
