package gitdav.e2e.pod;

import gitdav.demo.BuiltProgram;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.awaitility.Awaitility.await;

/// One of the programs as it is shipped, `java -jar`, as a process with nothing but the given settings.
public final class ProgramProcess implements AutoCloseable {

    /// The project's root: Maven runs tests in their module's folder.
    public static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    /// Those of the images.
    static final String JVM_FLAGS = "jvm-flags";

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Pattern SHARE = Pattern.compile("on (https?://localhost:\\d+/)");
    private static final Pattern MANAGEMENT = Pattern.compile("management on port (\\d+)\\D");
    private static final Pattern HISTORY = Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)/versions");

    private final Process process;
    private final Path output;

    private ProgramProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /// Starts a program.
    ///
    /// @param program its module
    /// @param settings its environment, besides the locale
    public static ProgramProcess start(String program, Map<String, String> settings, String... arguments)
            throws IOException {
        return start(program, command(BuiltProgram.in(ROOT, program), arguments), settings);
    }

    /// The same as the user that it has in a pod.
    public static ProgramProcess startInPod(String program, Map<String, String> settings, String... arguments)
            throws IOException {
        Path jars = PodUser.readable(ROOT.resolve(program + "/target"), program + ".jar", "lib", program + ".aot");
        Path flags = PodUser.readable(ROOT.resolve("config"), JVM_FLAGS).resolve(JVM_FLAGS);
        var built = new BuiltProgram(program, jars, flags);
        return start(program, PodUser.command(command(built, arguments)).toList(), settings);
    }

    /// Runs a program to its end, which has to be a good one.
    ///
    /// @return what it prints
    public static String run(String program, Map<String, String> settings, String... arguments)
            throws IOException, InterruptedException {
        try (var started = start(program, settings, arguments)) {
            if (started.exitCode() != 0) {
                throw new AssertionError("failed, having said: " + started.output());
            }
            return started.output();
        }
    }

    private static List<String> command(BuiltProgram program, String... arguments) {
        return Stream.concat(program.command().stream(), Stream.of(arguments)).toList();
    }

    private static ProgramProcess start(String program, List<String> command, Map<String, String> settings)
            throws IOException {
        Path output = Files.createTempFile(program, ".log");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(settings);
        return new ProgramProcess(builder.start(), output);
    }

    /// Waits for the program's own end.
    ///
    /// @return its exit code
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(TIMEOUT)) {
            throw new AssertionError("still running after two minutes, having said: " + output());
        }
        return process.exitValue();
    }

    /// Whether it has not ended yet.
    public boolean isRunning() {
        return process.isAlive();
    }

    /// As `kill(1)` takes it.
    public long pid() {
        return process.pid();
    }

    /// What it has printed so far, on both streams.
    public String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Waits until webdav-app or git-backup is at work, for at most two minutes.
    ///
    /// @return the same process
    public ProgramProcess atWork() {
        management();
        return this;
    }

    /// Where webdav-app serves the share. Waits until it does, for at most two minutes.
    public URI uri() {
        return URI.create(said(SHARE));
    }

    /// Where the program answers probes, and what else it can be asked. Waits until it does, for at most two minutes.
    public URI management() {
        return URI.create("http://127.0.0.1:" + said(MANAGEMENT) + "/");
    }

    /// Where git-backup hands out old versions. Waits until it does, for at most two minutes.
    public URI history() {
        return URI.create(said(HISTORY));
    }

    /// @return the first group
    private String said(Pattern pattern) {
        return await().pollDelay(Duration.ZERO).atMost(TIMEOUT).failFast(this::assertRuns)
                .until(() -> pattern.matcher(output()), Matcher::find).group(1);
    }

    private void assertRuns() {
        if (!isRunning()) {
            throw new AssertionError("ended, having said: " + output());
        }
    }

    /// What other users of the machine can see of it: its command line, and those of the processes it has started, with
    /// their environments. (Linux only; elsewhere nothing.)
    public String seenByOthers() {
        var seen = new StringBuilder(proc(process.pid(), "cmdline"));
        for (ProcessHandle child : process.descendants().toList()) {
            seen.append(proc(child.pid(), "cmdline")).append(proc(child.pid(), "environ"));
        }
        return seen.toString();
    }

    private static String proc(long pid, String file) {
        Path path = Path.of("/proc/" + pid, file);
        try {
            return Files.isReadable(path) ? Files.readString(path, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException ended) {
            return "";
        }
    }

    /// Asks it to end, as a kubelet does.
    public void sigterm() {
        process.toHandle().destroy();
    }

    /// Kills it (`kill -9`) when the time is over.
    ///
    /// @return whether it was still running then
    public boolean killAfter(Duration time) throws InterruptedException {
        boolean ended = process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
        return !ended;
    }

    /// Kills it (`kill -9`) some time after something has begun; at once, if it ends before that.
    ///
    /// @param begun quickly answered, and asked again and again
    /// @return whether it was still running then
    public boolean killAfter(BooleanSupplier begun, Duration time) throws InterruptedException {
        while (!begun.getAsBoolean() && !process.waitFor(1, TimeUnit.MILLISECONDS)) {
            // Asked again.
        }
        return killAfter(time);
    }

    /// Kills it.
    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        Files.delete(output);
    }
}
