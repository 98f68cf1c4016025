package gitdav.backup;

import gitdav.container.DurationConverter;
import gitdav.container.LoggingOptions;
import gitdav.container.ManagementServer;
import gitdav.container.ManagementServer.Answer;
import gitdav.container.PortConverter;
import gitdav.container.Program;
import gitdav.container.SettingsException;
import gitdav.container.Termination;
import gitdav.volume.DataVolume;
import gitdav.volume.GitRemote;
import gitdav.volume.GitStore;
import gitdav.volume.RemoteOptions;
import gitdav.volume.StoreLock;
import gitdav.volume.VolumeOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.concurrent.Callable;

import static java.time.temporal.ChronoUnit.SECONDS;

/// The program of the maintenance sidecar: wait until it is time, back up, wait again; on SIGTERM once more, then exit.
@Command(name = "git-backup", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Commits what changed in the data volume and pushes it: at the times of RUNAT, and a last time on SIGTERM.", "",
        "Every setting is also an environment variable: GIT_URL for --git-url.", ""},
        footer = {"",
                "Exit codes: 0 backed up or nothing to do, 1 the last backup failed, 2 a setting is wrong."})
public final class GitBackup implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(GitBackup.class);

    /// git-init has released the store when this program starts; anything longer is another pod's.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// A failed backup is not left until the next regular time, which may be a day away.
    private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

    @Mixin
    private VolumeOptions volumes;

    @Mixin
    private RemoteOptions remotes;

    @Mixin
    private LoggingOptions logging;

    @Option(names = "--runat", paramLabel = "TIMES", defaultValue = "03:15", converter = ScheduleConverter.class,
            description = "when to back up: HH:MM every day (several: 03:15,15:15), or a period such as 30s; times of"
                    + " the day are in the time zone TZ (default: ${DEFAULT-VALUE})")
    private Schedule schedule;

    @Option(names = "--final-backup-timeout", paramLabel = "DURATION", defaultValue = "60s",
            converter = DurationConverter.class,
            description = "on SIGTERM, for the backup that is running and the last one (default: ${DEFAULT-VALUE})")
    private Duration finalBackupTimeout;

    @Option(names = "--management-port", paramLabel = "PORT", defaultValue = "9090", converter = PortConverter.class,
            description = "GET /health/live and /health/ready, POST /backup; 0: any free port (default: ${DEFAULT-VALUE})")
    private int managementPort;

    @Option(names = "--once", description = "make one backup, then exit")
    private boolean once;

    /// Ends the process with the program's exit code.
    public static void main(String... args) {
        Program.main(new GitBackup(), args);
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SettingsException {
        logging.apply();
        DataVolume volume = volumes.dataVolume();
        remotes.check();
        try (StoreLock _ = StoreLock.acquire(volumes.gitStore(), PATIENCE);
                Termination sigterm = Termination.awaitable(finalBackupTimeout);
                GitStore store = GitStore.open(volumes.gitStore(), remotes.branch());
                GitRemote remote = remotes.remote(store)) {
            // A push that hangs must not keep the last write from being committed.
            sigterm.whenRequested(remote::giveUp);
            var backup = new Backup(volume, store, remote, remotes.depth());
            if (once) {
                backup.run();
            } else {
                backUpUntil(sigterm, backup);
            }
            return ExitCode.OK;
        }
    }

    private void backUpUntil(Termination sigterm, Backup backup) throws IOException, InterruptedException {
        // Open until the very end: some kubelets go on asking for a sidecar's health while it makes its final backup.
        try (var management = ManagementServer.on(managementPort).on("POST /backup", () -> answer(backup)).start()) {
            management.ready(true);
            LOG.info("backing up {}, next at {}; management on port {}", schedule,
                    schedule.next(now()).truncatedTo(SECONDS).toOffsetDateTime(), management.port());
            boolean succeeded = true;
            while (!sigterm.requestedWithin(untilNext(succeeded))) {
                succeeded = answer(backup).status() == 200;
            }
            LOG.info("SIGTERM: final backup, for at most {} s", finalBackupTimeout.toSeconds());
            backup.run();
        }
    }

    private Duration untilNext(boolean succeeded) {
        ZonedDateTime now = now();
        Duration regular = Duration.between(now, schedule.next(now));
        return succeeded || regular.compareTo(RETRY_AFTER) < 0 ? regular : RETRY_AFTER;
    }

    /// The time in the zone that `TZ` names; Java reads it.
    private static ZonedDateTime now() {
        return ZonedDateTime.now(ZoneId.systemDefault());
    }

    /// A backup that fails is reported, and the next one is to make up for it: the sidecar stays.
    private static Answer answer(Backup backup) {
        try {
            return new Answer(200, backup.run());
        } catch (IOException e) {
            LOG.error("backup failed: {}", e.getMessage());
            return new Answer(500, "backup failed: " + e.getMessage());
        }
    }
}
