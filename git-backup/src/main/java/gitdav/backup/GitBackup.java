package gitdav.backup;

import gitdav.backup.history.HistoryServer;
import gitdav.program.AddressConverter;
import gitdav.program.Failure;
import gitdav.program.LoggingOptions;
import gitdav.program.ManagementServer;
import gitdav.program.ManagementServer.Answer;
import gitdav.program.Metrics;
import gitdav.program.PortConverter;
import gitdav.program.Program;
import gitdav.program.Rights;
import gitdav.program.SettingsException;
import gitdav.program.Termination;
import gitdav.remote.GitRemote;
import gitdav.remote.RemoteOptions;
import gitdav.volume.DataVolume;
import gitdav.volume.VolumeOptions;
import gitdav.volume.store.FoundAtStart;
import gitdav.volume.store.GitStore;
import gitdav.volume.store.StoreLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;

import static java.time.temporal.ChronoUnit.SECONDS;

/// The program of the maintenance sidecar: wait until it is time, back up, report, wait again; on SIGTERM once more, then
/// exit.
@Command(name = "git-backup", mixinStandardHelpOptions = true, sortOptions = false, subcommands = Rights.class,
        description = {
                "Commits what changed in the data volume and pushes it: at the times of RUNAT, and a last time on SIGTERM.",
                "",
                "Each setting is an environment variable, or an option, which wins. Both are named here.", ""},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the last backup succeeded, or had nothing to do", "1:it failed; the log says why",
                "2:a setting is wrong", "143:it was not done in time after SIGTERM (FINAL_BACKUP_TIMEOUT)"})
public final class GitBackup implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(GitBackup.class);

    /// git-init has released the store when this program starts; anything longer is another pod's.
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(30);

    @Mixin
    private VolumeOptions volumes;

    @Mixin
    private RemoteOptions remotes;

    @Mixin
    private BackupOptions options;

    /// Read by [Program], before anything else.
    @Mixin
    @SuppressWarnings("UnusedVariable")
    private LoggingOptions logging;

    @Option(names = "--management-port", paramLabel = "PORT", defaultValue = "9090", converter = PortConverter.class,
            description = "GET /health/live, /health/ready, /status and /metrics, POST /backup; 0: any free port"
                    + " (default: ${DEFAULT-VALUE})")
    private int managementPort;

    @Option(names = "--management-address", paramLabel = "ADDRESS", defaultValue = "127.0.0.1",
            converter = AddressConverter.class,
            description = "the IP address of that port; 0.0.0.0: all (default: ${DEFAULT-VALUE}, in the image all)")
    private InetAddress managementAddress;

    @Option(names = "--history-port", paramLabel = "PORT", converter = PortConverter.class,
            description = "hands out old versions and the status, and takes the wish for a backup now, on this port of 127.0.0.1;"
                    + " 0: any free port (default: does not)")
    private Integer historyPort;

    @Option(names = "--once", description = "make one backup, then exit")
    private boolean once;

    /// Ends the process with the program's exit code.
    public static void main(String... args) {
        Program.main(new GitBackup(), args);
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SettingsException {
        DataVolume volume = volumes.dataVolume();
        remotes.check();
        remotes.requireApartFrom(volume.root(), volumes.gitStore());
        try (StoreLock _ = StoreLock.acquire(volumes.gitStore(), LOCK_TIMEOUT);
                Termination sigterm = Termination.awaitable(options.finalBackupTimeout());
                GitStore store = GitStore.open(volumes.gitStore(), remotes.branch());
                GitStore history = GitStore.open(volumes.gitStore(), remotes.branch());
                GitRemote remote = remotes.remote(store)) {
            // A push that hangs must not keep the last write from being committed.
            sigterm.whenRequested(remote::giveUp);
            var tidyingUp = new ReentrantLock();
            var backup = new Backup(volume, store, remote, remotes.depth(), options.kept(remotes.depth()),
                    options.author(), options.pushOnly(), tidyingUp);
            var deepening = new Deepening(history, remotes, options.kept(remotes.depth()), tidyingUp);
            var timetable = new Timetable(options.runAt(), LastSuccess.knownOf(store, volume));
            var status = new Status(timetable::due, LastSuccess.BACKUP.read(store));
            foundAtStart().ifPresent(status::started);
            var runs = new Runs(backup, store, timetable, new ChangeWatch(volume, options.onChange()), status,
                    deepening);
            sigterm.whenRequested(runs::end);
            if (options.verify().isPresent() && !once) {
                var verification = new RemoteVerification(store, remotes, tidyingUp);
                VerificationSchedule.start(options.verify().get(), verification, store, status, sigterm);
            }
            if (options.isHistoryAskedFor() && !once) {
                deepening.start(sigterm);
            }
            boolean succeeded = once
                    ? runs.once()
                    : backUpUntil(sigterm, runs, status, remote,
                            new BackupsInPod(volume, status, runs));
            return succeeded ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    /// For the status only: where it cannot be read, backups are made all the same.
    private Optional<FoundAtStart> foundAtStart() {
        try {
            return FoundAtStart.in(volumes.gitStore());
        } catch (IOException e) {
            LOG.warn("what git-init found cannot be read, so the status does not say it: {}", Failure.describe(e));
            return Optional.empty();
        }
    }

    private boolean backUpUntil(Termination sigterm, Runs runs, Status status, GitRemote remote, BackupsInPod known)
            throws IOException, InterruptedException {
        // Open until the very end: some kubelets go on asking for a sidecar's health while it makes its final backup.
        try (var metrics = new Metrics(volumes.gitStore());
                var management = management(metrics, runs, status);
                var _ = history(known)) {
            ZonedDateTime next = status.next();
            LOG.info("backing up {}, next {}; management on port {}", options.runAt(),
                    next.toInstant().isAfter(Instant.now())
                            ? "at " + next.truncatedTo(SECONDS).toOffsetDateTime()
                            : "now",
                    management.port());
            while (!sigterm.requestedWithin(runs.untilNextLook())) {
                if (runs.isDue()) {
                    runs.run();
                }
            }
            LOG.info("SIGTERM: final backup, for at most {} s", options.finalBackupTimeout().toSeconds());
            // What is left of the time is for saying what could not be done.
            return runs.last(remote, sigterm.left().multipliedBy(9).dividedBy(10));
        }
    }

    /// @return null if history is not to be handed out
    private HistoryServer history(BackupsInPod known) throws IOException {
        if (historyPort == null) {
            return null;
        }
        HistoryServer history = HistoryServer.start(historyPort, volumes.gitStore(), remotes.branch(), known);
        LOG.info("old versions are at http://127.0.0.1:{}/versions", history.port());
        return history;
    }

    private ManagementServer management(Metrics metrics, Runs runs, Status status) throws IOException {
        BackupMetrics.register(metrics.registry(), status);
        var server = ManagementServer.on(managementAddress, managementPort).metrics(metrics)
                .on("POST /backup", runs::answer)
                .on("GET /status", headers -> StatusPage.isWanted(headers)
                        ? new Answer(200, StatusPage.TYPE, StatusPage.of(status))
                        : new Answer(200, StatusJson.TYPE, StatusJson.of(status)))
                .start();
        server.ready(true);
        return server;
    }
}
