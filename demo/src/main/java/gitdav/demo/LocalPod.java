package gitdav.demo;

import gitdav.program.PortConverter;
import gitdav.program.Program;
import gitdav.program.Termination;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// The pod on one machine: git-init to its end, then git-backup, then webdav-app; and to stop, the other way round.
@Command(name = "demo/run", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Runs the whole pod on this machine, with its own git server, until Ctrl-C.%n")
public final class LocalPod implements Callable<Integer> {

    /// Time for a container to end after SIGTERM; above git-backup's own limit for the final backup.
    private static final Duration GRACE = Duration.ofSeconds(75);

    private final ContainerLog log = new ContainerLog("pod", Style.fg_magenta);

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "8080", converter = PortConverter.class,
            description = "where the share is served; 0 takes a free port (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--runat", paramLabel = "TIMES", defaultValue = "10s",
            description = "when to back up (default: ${DEFAULT-VALUE})")
    private String runAt;

    @Option(names = "--fresh", description = "forget the share, its backup and all keys, and start afresh")
    private boolean fresh;

    @Option(names = "--state", paramLabel = "FOLDER", defaultValue = "demo/target/pod",
            description = "where volumes, remote and keys are kept, relative to the project (default: ${DEFAULT-VALUE})")
    private Path state;

    /// Ends the process with the pod's exit code.
    public static void main(String... args) {
        Program.main(new LocalPod(), args);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (var volumes = PodState.open(state, fresh)) {
            return run(volumes, LocalPort.reserve(port));
        }
    }

    private int run(PodState volumes, LocalPort web) throws IOException, InterruptedException {
        try (var sigterm = Termination.awaitable(GRACE.multipliedBy(2));
                var remote = SampleRemote.start(volumes.remote(), Path.of("demo/content"))) {
            log.print("a git server for the backup listens on port " + remote.port());
            Map<String, String> git = new HashMap<>(remote.settings());
            git.put("DATA_DIR", volumes.data().toString());
            git.put("GIT_STORE", volumes.git().toString());

            int exitCode = runToItsEnd("git-init", Style.fg_yellow, git, sigterm);
            if (exitCode != ExitCode.OK) {
                log.print("git-init did not succeed, so the application must not start");
                return ExitCode.SOFTWARE;
            }
            var backupPort = LocalPort.reserve(0);
            git.put("RUNAT", runAt);
            git.put("MANAGEMENT_PORT", backupPort.toString());
            var historyPort = LocalPort.reserve(0);
            git.put("HISTORY_PORT", historyPort.toString());
            git.put("HISTORY_DEPTH", "1000");
            var webdavPort = LocalPort.reserve(0);
            var data = Map.of("DATA_DIR", volumes.data().toString(), "PORT", web.toString(), "MANAGEMENT_PORT",
                    webdavPort.toString(), "HISTORY_URL", historyPort.url("").toString());
            // Closed in reverse order: the application first, so that the final backup sees its last write.
            try (var backup = start("git-backup", Style.fg_green, git)) {
                if (!backup.awaitReady(backupPort, sigterm)) {
                    return watch(sigterm, backup);
                }
                try (var webdav = start("webdav-app", Style.fg_cyan, data)) {
                    if (webdav.awaitReady(webdavPort, sigterm)) {
                        ThingsToTry.print(web, state);
                    }
                    return watch(sigterm, webdav, backup);
                }
            }
        }
    }

    private static int runToItsEnd(String program, IStyle colour, Map<String, String> settings, Termination sigterm)
            throws IOException, InterruptedException {
        try (var container = start(program, colour, settings)) {
            container.awaitEnd(sigterm);
            return container.stop();
        }
    }

    /// Waits until the pod is asked to stop, or one of its containers has ended.
    private int watch(Termination sigterm, LocalContainer... containers) throws InterruptedException {
        while (Stream.of(containers).allMatch(LocalContainer::isRunning)) {
            if (sigterm.requestedWithin(Duration.ofMillis(200))) {
                log.print("stopping: the application first, then the backup");
                return ExitCode.OK;
            }
        }
        log.print("a container has ended, so the pod stops");
        return ExitCode.SOFTWARE;
    }

    private static LocalContainer start(String program, IStyle colour, Map<String, String> settings)
            throws IOException {
        // A terminal sends Ctrl-C, and its own end, to all processes at once. The pod passes it on, in its own order.
        List<String> command = Stream.concat(Stream.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$0\" \"$@\""),
                BuiltProgram.in(Path.of(""), program).command().stream()).toList();
        return LocalContainer.start(new ContainerLog(program, colour), command, settings, GRACE);
    }
}
