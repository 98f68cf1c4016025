package gitdav.benchmark;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A server as a process of its own.
final class RunningServer implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final Candidate candidate;
    private final Home home;
    private final Process process;
    private final Share share;

    private RunningServer(Candidate candidate, Home home, Process process) {
        this.candidate = candidate;
        this.home = home;
        this.process = process;
        share = new Share(URI.create("http://127.0.0.1:" + home.port() + "/"));
    }

    /// Starts the server, which is not yet [#awaitReady() ready] then.
    static RunningServer start(Candidate candidate, Home home) throws IOException {
        var builder = new ProcessBuilder(candidate.command(home)).redirectErrorStream(true)
                .redirectOutput(home.log().toFile());
        builder.environment().putAll(candidate.environment(home));
        return new RunningServer(candidate, home, builder.start());
    }

    /// Waits until the server answers.
    ///
    /// @throws IOException if it does not, with what it has printed instead
    void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!share.answers()) {
            if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                throw new IOException(
                        candidate.title() + " does not answer, having said: " + Files.readString(home.log()));
            }
        }
    }

    Candidate candidate() {
        return candidate;
    }

    Share share() {
        return share;
    }

    /// The resident memory of its processes together, in MiB. Pages that they share are counted for each.
    double residentMemory() throws IOException {
        long kibibytes = 0;
        for (ProcessHandle part : Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList()) {
            List<String> status = Files.readAllLines(Path.of("/proc/" + part.pid() + "/status"));
            kibibytes += status.stream().filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).sum();
        }
        return kibibytes / 1024.0;
    }

    /// Ends the server: SIGTERM, and SIGKILL if that is not enough.
    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        process.destroy();
        try {
            process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
