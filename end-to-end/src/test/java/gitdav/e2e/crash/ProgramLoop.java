package gitdav.e2e.crash;

import gitdav.backup.GitBackup;
import gitdav.e2e.pod.PodUser;
import gitdav.e2e.pod.ProcessPod;
import gitdav.e2e.pod.ProgramProcess;
import gitdav.init.GitInit;
import gitdav.program.Program;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// A process of the pod's user that runs the git programs to their ends, one after the other: for tests that run them so often
/// that a process for each would take too long.
final class ProgramLoop implements AutoCloseable {

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

    static ProgramLoop start() throws IOException {
        Path classes = Path.of("target/test-classes").toAbsolutePath();
        Path target = ProgramProcess.ROOT.resolve("git-backup/target");
        String path = String.join(File.pathSeparator,
                PodUser.readable(classes, "gitdav", "logback-test.xml").toString(),
                PodUser.readable(ProgramProcess.ROOT.resolve("git-init/target"), "git-init.jar", "lib")
                        + "/git-init.jar",
                PodUser.readable(target, "git-backup.jar", "lib") + "/git-backup.jar");
        Stream<String> command = PodUser
                .command(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "--enable-native-access=ALL-UNNAMED", "-cp", path, ProgramLoop.class.getName()));
        return new ProgramLoop(new ProcessBuilder(command.toList()).redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /// Runs one of the git programs.
    ///
    /// @return its exit code
    int run(String program, ProcessPod pod, String... arguments) throws IOException {
        requests.writeObject(new Request(program, new TreeMap<>(pod.settings()), new ArrayList<>(List.of(arguments))));
        requests.flush();
        return answers.readInt();
    }

    /// The process.
    public static void main(String... none) throws IOException, ClassNotFoundException {
        var answers = new DataOutputStream(System.out);
        System.setOut(System.err);
        try (var requests = new ObjectInputStream(System.in)) {
            while (true) {
                var request = (Request) requests.readObject();
                Callable<Integer> program = request.program.equals("git-init") ? new GitInit() : new GitBackup();
                answers.writeInt(Program.run(program, request.settings, request.arguments.toArray(String[]::new)));
                answers.flush();
            }
        } catch (EOFException theTestIsOver) {
            answers.close();
        }
    }

    @Override
    public void close() throws IOException {
        requests.close();
        process.onExit().join();
    }
}
