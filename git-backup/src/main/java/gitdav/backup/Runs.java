package gitdav.backup;

import gitdav.container.Failure;
import gitdav.container.ManagementServer.Answer;
import gitdav.volume.remote.GitRemote;
import gitdav.volume.remote.RemoteException;
import gitdav.volume.store.GitStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.ZonedDateTime;

import static java.time.temporal.ChronoUnit.SECONDS;

/// Runs backups, one at a time, and reports each: one line of the log, and the [Status]. Thread-safe.
final class Runs {

    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

    private static final String READ_ONLY = RemoteException.Kind.READ_ONLY.toString();

    private final Backup backup;
    private final GitStore store;
    private final Timetable timetable;
    private final ChangeWatch changes;
    private final Status status;
    private boolean saidReadOnly;

    Runs(Backup backup, GitStore store, Timetable timetable, ChangeWatch changes, Status status) {
        this.backup = backup;
        this.store = store;
        this.timetable = timetable;
        this.changes = changes;
        this.status = status;
    }

    /// Whether it is time for a backup.
    boolean isDue() {
        return timetable.isDue() || changes.isQuietAgain();
    }

    /// How long it may take until that is worth asking again; zero or less if it is now.
    Duration untilNextLook() {
        Duration step = timetable.step();
        return step.compareTo(changes.step()) < 0 ? step : changes.step();
    }

    /// Makes a backup, now or when the one that is running is done.
    ///
    /// @return whether the remote has everything
    synchronized boolean run() {
        Outcome outcome = reported();
        log(outcome, "; next at " + timetable.due().truncatedTo(SECONDS).toOffsetDateTime());
        return outcome instanceof Outcome.Complete;
    }

    /// The same for somebody who asks for it.
    synchronized Answer answer() {
        boolean succeeded = run();
        return new Answer(succeeded ? 200 : 500, status.last().orElseThrow().line());
    }

    /// The same, with no other to come.
    synchronized boolean once() {
        Outcome outcome = reported();
        log(outcome, "");
        return outcome instanceof Outcome.Complete;
    }

    /// The final backup, once whatever was running has been given up.
    ///
    /// @param remote on which it was given up
    /// @param atMost how long transfers may take now
    synchronized boolean last(GitRemote remote, Duration atMost) {
        remote.resume(atMost);
        return once();
    }

    private void log(Outcome outcome, String more) {
        switch (outcome) {
            case Outcome.Complete complete -> LOG.info("{}{}", complete.line(), more);
            case Outcome.Failed failed when failed.cause().equals(READ_ONLY) -> {
                // It stays so until somebody does something about it: said once, and in the status.
                if (!saidReadOnly) {
                    LOG.warn("{}; commits are kept in the git store until then{}", failed.line(), more);
                }
            }
            case Outcome.Failed failed -> LOG.error("{}{}{}", failed.line(), waiting(status.unpushed()), more);
        }
        saidReadOnly = outcome instanceof Outcome.Failed failed && failed.cause().equals(READ_ONLY);
    }

    private static String waiting(int commits) {
        return switch (commits) {
            case 0 -> "";
            case 1 -> "; 1 commit waits in the git store";
            default -> "; " + commits + " commits wait in the git store";
        };
    }

    private Outcome reported() {
        changes.backingUp();
        Outcome outcome = backup.run();
        timetable.done(outcome instanceof Outcome.Complete);
        try {
            if (outcome instanceof Outcome.Complete) {
                LastSuccess.BACKUP.write(store, outcome.at());
            }
            status.ran(outcome, store.unpushed(), store.size());
        } catch (IOException e) {
            LOG.error("{}", Failure.describe(e));
        }
        return outcome;
    }
}
