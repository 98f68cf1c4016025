package gitdav.backup;

import gitdav.program.Failure;
import gitdav.program.ManagementServer.Answer;
import gitdav.remote.GitRemote;
import gitdav.remote.RemoteException;
import gitdav.volume.store.GitStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import static java.time.temporal.ChronoUnit.SECONDS;

/// Runs backups, one at a time and in the order in which they were asked for, and reports each: one line of the log, and the
/// [Status]. Thread-safe.
final class Runs {

    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

    private static final String READ_ONLY = RemoteException.Kind.READ_ONLY.toString();
    private static final Answer ENDING = new Answer(503, "the program is to end; its final backup comes now");

    private final Backup backup;
    private final GitStore store;
    private final Timetable timetable;
    private final ChangeWatch changes;
    private final Status status;
    private final Deepening deepening;
    private final ReentrantLock running = new ReentrantLock(true);
    private boolean saidReadOnly;
    /// The answer of the run that has not begun, for all who ask meanwhile; null if there is none. Guarded by this.
    private CompletableFuture<Answer> asked;
    private boolean ending;

    /// @param deepening gives way to every run
    Runs(Backup backup, GitStore store, Timetable timetable, ChangeWatch changes, Status status,
            Deepening deepening) {
        this.backup = backup;
        this.store = store;
        this.timetable = timetable;
        this.changes = changes;
        this.status = status;
        this.deepening = deepening;
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
    boolean run() {
        return alone(() -> {
            Outcome outcome = reported();
            log(outcome, "; next at " + timetable.due().truncatedTo(SECONDS).toOffsetDateTime());
            return outcome instanceof Outcome.Complete;
        });
    }

    /// The same for one who asks for it. All who ask while another backup runs share the next: it begins after the last of
    /// them has asked, and so has what each of them has seen.
    ///
    /// @return 503 once the program is to end
    Answer answer() {
        var mine = new CompletableFuture<Answer>();
        CompletableFuture<Answer> shared;
        boolean isFirst;
        synchronized (this) {
            if (ending) {
                return ENDING;
            }
            isFirst = asked == null;
            asked = isFirst ? mine : asked;
            shared = asked;
        }
        if (isFirst) {
            alone(() -> runFor(mine));
        }
        return shared.join();
    }

    /// Who waits for a backup gets 503, as all who ask from now on: only the final one is to come.
    synchronized void end() {
        ending = true;
        if (asked != null) {
            asked.complete(ENDING);
        }
    }

    /// Whether no run comes any more but the final one.
    synchronized boolean isEnding() {
        return ending;
    }

    /// The same as [#run], with no other to come.
    boolean once() {
        return alone(() -> {
            Outcome outcome = reported();
            log(outcome, "");
            return outcome instanceof Outcome.Complete;
        });
    }

    /// The final backup, once whatever was running has been given up.
    ///
    /// @param remote on which it was given up
    /// @param atMost how long transfers may take now
    boolean last(GitRemote remote, Duration atMost) {
        return alone(() -> {
            remote.resume(atMost);
            return once();
        });
    }

    private boolean alone(BooleanSupplier work) {
        deepening.giveWay();
        running.lock();
        try {
            return work.getAsBoolean();
        } finally {
            running.unlock();
            deepening.goOn();
        }
    }

    /// @return whether there is to be a run; from here on, who asks waits for the one after it
    private synchronized boolean begins() {
        asked = null;
        return !ending;
    }

    private boolean runFor(CompletableFuture<Answer> all) {
        try {
            return all.complete(begins() ? answerOfRun() : ENDING);
        } catch (RuntimeException bug) {
            return all.completeExceptionally(bug);
        }
    }

    private Answer answerOfRun() {
        boolean succeeded = run();
        synchronized (this) {
            return succeeded || !ending
                    ? new Answer(succeeded ? 200 : 500, status.last().orElseThrow().line())
                    : ENDING;
        }
    }

    private void log(Outcome outcome, String more) {
        switch (outcome) {
            case Outcome.Complete complete -> LOG.atInfo().addKeyValue("commit", complete.commit())
                    .addKeyValue("files", complete.files()).addKeyValue("bytes", complete.bytes())
                    .addKeyValue("skipped", complete.left().size())
                    .addKeyValue("ms", complete.took().toMillis()).log("{}{}", complete.line(), more);
            case Outcome.Failed failed when failed.cause().equals(READ_ONLY) -> {
                // It stays so until a person acts: said once, and in the status.
                if (!saidReadOnly) {
                    LOG.warn("{}; commits are kept in the git store until then{}", failed.line(), more);
                }
            }
            case Outcome.Failed failed -> LOG.atError().addKeyValue("cause", failed.cause())
                    .addKeyValue("unpushed", status.unpushed())
                    .log("{}{}{}", failed.line(), waiting(status.unpushed()), more);
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
