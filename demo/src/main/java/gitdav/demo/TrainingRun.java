package gitdav.demo;

import gitdav.files.FileTree;
import gitdav.program.Program;
import gitdav.program.Termination;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// Runs the pod once, with each program's virtual machine recording what it loads. When the program has ended, the machine
/// writes an AOT cache: the classes loaded, verified and linked, from which every later start takes them
/// ([JEP 483](https://openjdk.org/jeps/483), [JEP 514](https://openjdk.org/jeps/514)). A cache is good for exactly the jars and
/// the virtual machine that made it.
@Command(name = "training-run", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Runs the pod once, to make the programs' AOT caches.%n")
public final class TrainingRun implements Callable<Integer> {

    /// Time to write a cache, which comes after a program's own end.
    private static final Duration GRACE = Duration.ofMinutes(3);

    private static final BuiltProgram GIT_INIT = BuiltProgram.in(Path.of(""), "git-init");
    private static final BuiltProgram GIT_BACKUP = BuiltProgram.in(Path.of(""), "git-backup");
    private static final BuiltProgram WEBDAV_APP = BuiltProgram.in(Path.of(""), "webdav-app");

    @Option(names = "--into", paramLabel = "FOLDER",
            description = "where the caches are to be, each as NAME.aot (default: each beside its program's jar)")
    private Path into;

    /// Ends the process with exit code 0 if all caches are made.
    public static void main(String... args) {
        Program.main(new TrainingRun(), args);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("training-run");
        try (var volumes = PodState.open(folder, false);
                var remote = SampleRemote.start(volumes.remote(), Path.of("demo/content"));
                var sigterm = Termination.awaitable(GRACE)) {
            Map<String, String> git = new HashMap<>(remote.settings());
            git.put("DATA_DIR", volumes.data().toString());
            git.put("GIT_STORE", volumes.git().toString());
            restore(git, sigterm);
            serveAndBackUp(git, sigterm);
        } finally {
            FileTree.delete(folder);
        }
        for (BuiltProgram program : List.of(GIT_INIT, GIT_BACKUP, WEBDAV_APP)) {
            if (Files.notExists(cache(program))) {
                throw new IOException(program.name() + " has made no cache: what it said is above");
            }
        }
        return ExitCode.OK;
    }

    private Path cache(BuiltProgram program) {
        return into == null ? program.cache() : into.resolve(program.name() + ".aot");
    }

    private void restore(Map<String, String> git, Termination sigterm) throws IOException, InterruptedException {
        try (var init = record(GIT_INIT, git)) {
            init.awaitEnd(sigterm);
        }
    }

    private void serveAndBackUp(Map<String, String> git, Termination sigterm)
            throws IOException, InterruptedException {
        var backupPort = LocalPort.reserve(0);
        var historyPort = LocalPort.reserve(0);
        var web = LocalPort.reserve(0);
        var webManagement = LocalPort.reserve(0);
        git.putAll(Map.of("RUNAT", "1d", "MANAGEMENT_PORT", backupPort.toString(), "HISTORY_PORT",
                historyPort.toString()));
        var data = Map.of("DATA_DIR", git.get("DATA_DIR"), "PORT", web.toString(), "MANAGEMENT_PORT",
                webManagement.toString(), "HISTORY_URL", historyPort.url("").toString());
        try (var backup = record(GIT_BACKUP, git)) {
            backup.awaitReady(backupPort, sigterm);
            try (var app = record(WEBDAV_APP, data)) {
                if (app.awaitReady(webManagement, sigterm)) {
                    UsualRequests.send(web);
                }
            }
        }
    }

    private LocalContainer record(BuiltProgram program, Map<String, String> settings) throws IOException {
        CacheableJars.prepare(program.libraries());
        return LocalContainer.start(new ContainerLog(program.name(), Style.faint),
                program.trainingCommand(cache(program)),
                settings, GRACE);
    }
}
