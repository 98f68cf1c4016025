package gitdav.benchmark.growth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A program that runs until it is stopped, as a process of its own.
final class RunningProgram implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(5);
    /// The unit of `/proc/PID/stat`: `sysconf(_SC_CLK_TCK)`, which is 100 on every architecture that Java runs on.
    private static final double TICKS_PER_SECOND = 100;

    private final Process process;
    private final Path log;

    private RunningProgram(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// Starts it; what it prints goes to the log.
    static RunningProgram start(List<String> command, Path log) throws IOException {
        Files.deleteIfExists(log);
        return new RunningProgram(
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
    }

    /// Waits until its log says something.
    ///
    /// @throws IOException if it ends before, or says nothing of the kind within five minutes
    Matcher await(Pattern said) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (true) {
            Matcher matcher = said.matcher(Files.readString(log));
            if (matcher.find()) {
                return matcher;
            }
            if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                throw new IOException("no '" + said + "' in the log: " + Files.readString(log));
            }
        }
    }

    /// User and system time of all its threads since its start, to a hundredth of a second.
    double processorSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        // The name in parentheses may have spaces; after it, user and system time are the 12th and 13th field.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /// The sum of several.
    static double processorSeconds(List<RunningProgram> programs) throws IOException {
        double seconds = 0;
        for (RunningProgram program : programs) {
            seconds += program.processorSeconds();
        }
        return seconds;
    }

    /// The largest resident memory so far, in MiB.
    double largestMemory() throws IOException {
        return mebibytes("status", "VmHWM:");
    }

    /// The memory now, in MiB; of pages that several processes have in memory together, only its share.
    double memory() throws IOException {
        return mebibytes("smaps_rollup", "Pss:");
    }

    private double mebibytes(String file, String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/" + file)).stream()
                .filter(line -> line.startsWith(name)).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum() / 1024.0;
    }

    /// SIGTERM, and SIGKILL if that is not enough.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException impatient) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
