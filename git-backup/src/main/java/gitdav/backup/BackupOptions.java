package gitdav.backup;

import gitdav.program.DurationConverter;
import gitdav.remote.GitRemote;
import gitdav.remote.RemoteOptions;
import gitdav.volume.store.History;
import org.eclipse.jgit.lib.PersonIdent;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.Optional;

/// The settings that say when to back up, and in whose name.
final class BackupOptions {

    @Option(names = "--runat", paramLabel = "TIMES", defaultValue = "03:15", converter = ScheduleConverter.class,
            description = "when to back up: HH:MM every day (several: 03:15,15:15), a cron expression ('15 3 * * 1-5'), or"
                    + " a period such as 30s; times are in the time zone TZ (default: ${DEFAULT-VALUE})")
    private Schedule runAt;

    @Option(names = "--backup-on-change", paramLabel = "DURATION", defaultValue = "off",
            converter = QuietConverter.class,
            description = "also back up once the volume has been quiet for this long after a change, or off"
                    + " (default: ${DEFAULT-VALUE})")
    private Duration onChange;

    @Option(names = "--verify-backup", paramLabel = "TIMES", converter = ScheduleConverter.class,
            description = "when to clone what the remote has and read all of it, as RUNAT; needs as much space in the git"
                    + " volume as the newest version takes there (default: never)")
    private Schedule verify;

    @Option(names = "--push-only", paramLabel = "BOOLEAN", arity = "1", defaultValue = "false",
            description = "true: never write into the data volume; what others commit to the remote is merged at the next"
                    + " start, by git-init (default: ${DEFAULT-VALUE})")
    private boolean pushOnly;

    @Option(names = "--history-depth", paramLabel = "COMMITS", converter = RemoteOptions.DepthConverter.class,
            description = "how many commits that the remote has the git store is to have to look back at; 0: all; missing ones are"
                    + " fetched while no backup runs (default: as many as GIT_DEPTH says)")
    private Integer historyDepth;

    @Option(names = "--final-backup-timeout", paramLabel = "DURATION", defaultValue = "60s",
            converter = DurationConverter.class,
            description = "on SIGTERM, for the backup that is running and the last one (default: ${DEFAULT-VALUE})")
    private Duration finalBackupTimeout;

    @Option(names = "--git-author-name", paramLabel = "NAME", defaultValue = "git-backup",
            description = "who commits (default: ${DEFAULT-VALUE})")
    private String authorName;

    @Option(names = "--git-author-email", paramLabel = "ADDRESS", defaultValue = "git-backup@localhost",
            description = "and with which address (default: ${DEFAULT-VALUE})")
    private String authorEmail;

    Schedule runAt() {
        return runAt;
    }

    /// How long the volume must be quiet after a change; empty if changes do not matter.
    Optional<Duration> onChange() {
        return Optional.of(onChange).filter(quiet -> !quiet.equals(QuietConverter.OFF));
    }

    Optional<Schedule> verify() {
        return Optional.ofNullable(verify);
    }

    boolean pushOnly() {
        return pushOnly;
    }

    /// Whether the store is to have so many commits as [#kept] says also if it has fewer now.
    boolean isHistoryAskedFor() {
        return historyDepth != null;
    }

    /// How many commits stay in the store, as in [GitRemote#fetch(int)].
    ///
    /// @param fetched how many are fetched: so many stay in any case
    int kept(int fetched) {
        boolean isAll = fetched == History.WHOLE
                || (historyDepth != null && historyDepth == History.WHOLE);
        return isAll ? History.WHOLE : Math.max(fetched, historyDepth == null ? 0 : historyDepth);
    }

    Duration finalBackupTimeout() {
        return finalBackupTimeout;
    }

    PersonIdent author() {
        return new PersonIdent(authorName, authorEmail);
    }
}
