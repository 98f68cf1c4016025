package gitdav.backup;

import gitdav.volume.store.FoundAtStart;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// How the backups do: what [StatusJson], [StatusPage] and [BackupMetrics] tell. Thread-safe.
final class Status {

    private static final int KEPT_RUNS = 10;

    private final Supplier<ZonedDateTime> next;
    private final Map<String, Long> failures = new TreeMap<>();
    private Optional<Instant> lastSuccess;
    private final Deque<Outcome> runs = new ArrayDeque<>();
    private Optional<Outcome.Complete> lastComplete = Optional.empty();
    private Optional<List<String>> skipped = Optional.empty();
    private Optional<RemoteVerification.Result> verified = Optional.empty();
    private Optional<FoundAtStart> atStart = Optional.empty();
    private int unpushed;
    private long storeBytes;

    /// @param next when the next backup is due
    /// @param lastSuccess of an earlier process
    Status(Supplier<ZonedDateTime> next, Optional<Instant> lastSuccess) {
        this.next = next;
        this.lastSuccess = lastSuccess;
    }

    /// Takes note of a backup.
    ///
    /// @param commitsUnpushed how many commits the remote lacks
    /// @param bytesOfStore what the git store takes on its disk
    synchronized void ran(Outcome outcome, int commitsUnpushed, long bytesOfStore) {
        if (runs.size() == KEPT_RUNS) {
            runs.removeLast();
        }
        runs.addFirst(outcome);
        unpushed = commitsUnpushed;
        storeBytes = bytesOfStore;
        skipped = outcome.skipped().or(() -> skipped);
        switch (outcome) {
            case Outcome.Complete complete -> {
                lastComplete = Optional.of(complete);
                lastSuccess = Optional.of(complete.at());
            }
            case Outcome.Failed failed -> failures.merge(failed.cause(), 1L, Long::sum);
        }
    }

    synchronized void verified(RemoteVerification.Result result) {
        verified = Optional.of(result);
    }

    synchronized void started(FoundAtStart found) {
        atStart = Optional.of(found);
    }

    /// What git-init found; empty if it did not note it.
    synchronized Optional<FoundAtStart> atStart() {
        return atStart;
    }

    ZonedDateTime next() {
        return next.get();
    }

    synchronized Optional<Outcome> last() {
        return Optional.ofNullable(runs.peekFirst());
    }

    /// The last runs of this process, the newest first.
    synchronized List<Outcome> runs() {
        return List.copyOf(runs);
    }

    /// The last backup of this process that succeeded.
    synchronized Optional<Outcome.Complete> lastComplete() {
        return lastComplete;
    }

    /// When the last backup succeeded, perhaps of an earlier process.
    synchronized Optional<Instant> lastSuccess() {
        return lastSuccess;
    }

    synchronized Optional<Duration> age() {
        return lastSuccess.map(time -> Duration.between(time, Instant.now()));
    }

    /// What the last run that looked at the volume could not take, a line each; empty before the first one.
    synchronized Optional<List<String>> skipped() {
        return skipped;
    }

    /// How many backups have failed since the process started, by cause.
    synchronized Map<String, Long> failures() {
        return new TreeMap<>(failures);
    }

    synchronized int unpushed() {
        return unpushed;
    }

    synchronized long storeBytes() {
        return storeBytes;
    }

    synchronized Optional<RemoteVerification.Result> verified() {
        return verified;
    }

    /// `waiting` for the first backup, `failing`, or `ok`.
    synchronized String state() {
        return last().map(outcome -> outcome instanceof Outcome.Complete ? "ok" : "failing").orElse("waiting");
    }
}
