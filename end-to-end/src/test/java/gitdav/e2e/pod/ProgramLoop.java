package gitdav.e2e.pod;

import ch.qos.logback.classic.LoggerContext;
import gitdav.backup.GitBackup;
import gitdav.init.GitInit;
import gitdav.program.Logging;
import gitdav.program.Program;
import gitdav.webdav.WebdavApp;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.io.Serializable;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A process that runs programs to their ends, one after the other: to start one for each would take ten times the processor
/// time. For tests of what the programs do; how a process starts and ends is shown by those that use [ProgramProcess].
///
/// Thread-safe: a program waits until the one before has ended. The process ends with that of the tests.
public final class ProgramLoop implements AutoCloseable {

    private static final Duration LONGEST_RUN = Duration.ofMinutes(2);

    private static ProgramLoop shared;
    private static ProgramLoop sharedInPod;

    private final Process process;
    private final ObjectOutputStream requests;
    private final DataInputStream answers;

    private ProgramLoop(Process process) throws IOException {
        this.process = process;
        requests = new ObjectOutputStream(process.getOutputStream());
        answers = new DataInputStream(process.getInputStream());
    }

    private record Request(String program, TreeMap<String, String> settings, ArrayList<String> arguments)
            implements
                Serializable {}

    /// How a program ended.
    ///
    /// @param output what it has printed, on both streams
    public record Run(int exitCode, String output) {}

    /// The one of the user who runs the tests.
    public static synchronized ProgramLoop shared() throws IOException {
        if (shared == null) {
            shared = new ProgramLoop(process(commandOfOurs(), Map.of(), Redirect.INHERIT));
        }
        return shared;
    }

    /// The one of the pod's user.
    public static synchronized ProgramLoop sharedInPod() throws IOException {
        if (sharedInPod == null) {
            sharedInPod = new ProgramLoop(
                    process(PodUser.command(command(PodUser.readable(classes(), "gitdav"), PodUser::readable)).toList(),
                            Map.of(), Redirect.INHERIT));
        }
        return sharedInPod;
    }

    /// Starts one of its own for a test, as the user who runs it.
    ///
    /// @param environment of the process, beside what each program is set to
    /// @param errors for what is printed by others than programs
    public static ProgramLoop start(Map<String, String> environment, Path errors) throws IOException {
        return new ProgramLoop(process(commandOfOurs(), environment, Redirect.to(errors.toFile())));
    }

    private static List<String> commandOfOurs() throws IOException {
        return command(classes(), (folder, _) -> folder);
    }

    private static Path classes() {
        return Path.of("target/test-classes").toAbsolutePath();
    }

    /// Where a user finds files of a folder.
    private interface Copies {

        Path of(Path folder, String... names) throws IOException;
    }

    private static List<String> command(Path classes, Copies copies) throws IOException {
        var path = new ArrayList<>(List.of(classes.toString()));
        for (String program : List.of("git-init", "git-backup", "webdav-app")) {
            Path target = copies.of(ProgramProcess.ROOT.resolve(program + "/target"), program + ".jar", "lib",
                    program + ".aot");
            path.add(target.resolve(program + ".jar").toString());
        }
        Path flags = copies.of(ProgramProcess.ROOT.resolve("config"), ProgramProcess.JVM_FLAGS)
                .resolve(ProgramProcess.JVM_FLAGS);
        return List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "@" + flags,
                "-XX:TieredStopAtLevel=1", "-cp", String.join(File.pathSeparator, path),
                ProgramLoop.class.getName());
    }

    private static Process process(List<String> command, Map<String, String> environment, Redirect errors)
            throws IOException {
        var builder = new ProcessBuilder(command).redirectError(errors);
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        return builder.start();
    }

    /// Runs a program that ends without a signal.
    ///
    /// @param settings its environment
    public synchronized Run run(String program, Map<String, String> settings, String... arguments) throws IOException {
        requests.writeObject(new Request(program, new TreeMap<>(settings), new ArrayList<>(List.of(arguments))));
        requests.reset();
        requests.flush();
        var run = new FutureTask<>(this::readRun);
        Thread.ofPlatform().daemon().start(run);
        try {
            return run.get(LONGEST_RUN.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | InterruptedException e) {
            process.destroyForcibly();
            throw new AssertionError(program + " has not ended within " + LONGEST_RUN, e);
        } catch (ExecutionException e) {
            throw new AssertionError(program + " has ended its process", e);
        }
    }

    private Run readRun() throws IOException {
        int exitCode = answers.readInt();
        return new Run(exitCode, new String(answers.readNBytes(answers.readInt()), StandardCharsets.UTF_8));
    }

    /// Runs a program to its end, which has to be a good one.
    ///
    /// @return what it prints
    public String succeed(String program, Map<String, String> settings, String... arguments) throws IOException {
        Run run = run(program, settings, arguments);
        if (run.exitCode != 0) {
            throw new AssertionError("failed, having said: " + run.output);
        }
        return run.output;
    }

    /// The process.
    public static void main(String... none) throws IOException, ClassNotFoundException {
        logAsProgramsDo();
        var answers = new DataOutputStream(System.out);
        PrintStream errors = System.err;
        try (var requests = new ObjectInputStream(System.in)) {
            while (true) {
                var request = (Request) requests.readObject();
                var printed = new ByteArrayOutputStream();
                var both = new PrintStream(printed, true, StandardCharsets.UTF_8);
                System.setOut(both);
                System.setErr(both);
                try {
                    answers.writeInt(Program.run(program(request.program), request.settings,
                            request.arguments.toArray(String[]::new)));
                } finally {
                    System.setErr(errors);
                }
                // At once: a thread of the program may still print.
                byte[] output = printed.toByteArray();
                answers.writeInt(output.length);
                answers.write(output);
                answers.flush();
            }
        } catch (EOFException theTestsAreOver) {
            answers.close();
        }
    }

    private static Callable<Integer> program(String name) {
        return switch (name) {
            case "git-init" -> new GitInit();
            case "git-backup" -> new GitBackup();
            case "webdav-app" -> new WebdavApp();
            default -> throw new IllegalArgumentException(name);
        };
    }

    /// And not as the tests do, whose settings are on the class path.
    private static void logAsProgramsDo() {
        if (System.getProperty("logback.configurationFile") == null
                && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.reset();
            new Logging().configure(context);
        }
    }

    @Override
    public void close() throws IOException {
        requests.close();
        process.onExit().join();
    }
}
