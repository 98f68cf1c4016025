package gitdav.demo;

import gitdav.container.Program;
import gitdav.container.Termination;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/// The pod on one machine: git-init to its end, then git-backup, then webdav-app; and to stop, the other way round.
@Command(name = "demo/run", mixinStandardHelpOptions = true, sortOptions = false, description = "Runs the whole pod on this machine, with its own git server, until Ctrl-C.%n")
public final class LocalPod implements Callable<Integer> {

    /// Time for a container to end after SIGTERM; above git-backup's own limit for the final backup.
    private static final Duration GRACE = Duration.ofSeconds(75);

    private final ContainerLog log = new ContainerLog("pod", Style.bold);

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "8080", description = "where the share is served; 0 takes a free port (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--runat", paramLabel = "TIMES", defaultValue = "10s", description = "when to back up (default: ${DEFAULT-VALUE})")
    private String runAt;

    @Option(names = "--fresh", description = "forget the share, its backup and all keys, and begin anew")
    private boolean fresh;

    @Option(names = "--state", paramLabel = "FOLDER", defaultValue = "demo/target/pod", description = "where volumes, remote and keys are kept (default: ${DEFAULT-VALUE})")
    private Path state;

    /// Ends the process with the pod's exit code.
    public static void main(String... args) {
        Program.main(new LocalPod(), args);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var web = LocalPort.reserve(port);
        var volumes = new PodState(state);
        if (fresh) {
            volumes.forget();
        }
        volumes.create();
        try (var sigterm = Termination.awaitable(GRACE.multipliedBy(2));
                var remote = SampleRemote.start(volumes.remote(), Path.of("demo/content"))) {
            log.print("a git server for the backup listens on port " + remote.port());
            Map<String, String> git = new HashMap<>(remote.settings());
            git.put("DATA_DIR", volumes.data().toString());
            git.put("GIT_STORE", volumes.git().toString());

            int exitCode = start("git-init", Style.fg_yellow, git).awaitEnd();
            if (exitCode != ExitCode.OK) {
                log.print("git-init ended with exit code " + exitCode + ", so the application must not start");
                return ExitCode.SOFTWARE;
            }
            var backupPort = LocalPort.reserve(0);
            git.put("RUNAT", runAt);
            git.put("MANAGEMENT_PORT", backupPort.toString());
            var webdavPort = LocalPort.reserve(0);
            var data = Map.of("DATA_DIR", volumes.data().toString(), "PORT", web.toString(), "MANAGEMENT_PORT",
                    webdavPort.toString());
            // Closed in reverse order: the application first, so that the final backup sees its last write.
            try (var backup = start("git-backup", Style.fg_green, git)) {
                backup.awaitReady(backupPort);
                try (var webdav = start("webdav-app", Style.fg_cyan, data)) {
                    webdav.awaitReady(webdavPort);
                    return serve(web, sigterm, webdav, backup);
                }
            }
        }
    }

    private int serve(LocalPort web, Termination sigterm, LocalContainer webdav, LocalContainer backup)
            throws InterruptedException {
        if (webdav.isRunning()) {
            ThingsToTry.print(web, state);
        }
        while (webdav.isRunning() && backup.isRunning()) {
            if (sigterm.requestedWithin(Duration.ofMillis(200))) {
                log.print("stopping: the application first, then the backup");
                return ExitCode.OK;
            }
        }
        log.print((backup.isRunning() ? "webdav-app" : "git-backup") + " ended by itself, so the pod stops");
        return ExitCode.SOFTWARE;
    }

    private static LocalContainer start(String program, IStyle colour, Map<String, String> settings)
            throws IOException {
        Path jar = Path.of(program, "target", program + ".jar");
        return LocalContainer.start(new ContainerLog(program, colour), jar, settings, GRACE);
    }
}
