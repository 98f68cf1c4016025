package gitdav.backup;

import gitdav.program.Failure;
import gitdav.program.Termination;
import gitdav.remote.GitRemote;
import gitdav.remote.OlderVersions;
import gitdav.remote.RemoteException;
import gitdav.remote.RemoteOptions;
import gitdav.volume.history.Version;
import gitdav.volume.history.Versions;
import gitdav.volume.store.GitStore;
import gitdav.volume.store.History;
import gitdav.volume.store.Reach;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/// Fetches the versions that HISTORY_DEPTH asks for and the git store lacks, such as after a restore: in a thread of its own,
/// and only while no backup runs. No backup waits for it: it gives way, and goes on afterwards.
///
/// In steps, so that not all is lost when it gives way: each is twice as large as the one before, and half as large after one
/// that was given up. Thread-safe.
final class Deepening {

    private static final Logger LOG = LoggerFactory.getLogger(Deepening.class);

    /// In commits.
    private static final int FIRST_STEP = 64;
    private static final int SMALLEST_STEP = 8;
    private static final int LARGEST_STEP = 1 << 20;

    private static final Duration UNTIL_NEXT_LOOK = Duration.ofMillis(500);

    private final GitStore store;
    private final OlderVersions older;
    private final int depth;
    private final Lock tidyingUp;
    private final Backoff backoff = new Backoff();
    private int step = FIRST_STEP;
    /// How many backups run or wait for their turn; one more once the program is to end. Guarded by this.
    private int busy;

    /// @param store with a repository object of its own, so that no lock within one is shared with a backup
    /// @param depth how many commits back, as in [GitRemote#fetch(int)]
    /// @param tidyingUp held meanwhile, since it cuts the history off
    Deepening(GitStore store, RemoteOptions remotes, int depth, Lock tidyingUp) {
        this.store = store;
        this.older = new OlderVersions(store, remotes);
        this.depth = depth;
        this.tidyingUp = tidyingUp;
    }

    /// Begins; nothing is fetched before. SIGTERM ends it.
    void start(Termination sigterm) {
        sigterm.whenRequested(this::giveWay);
        Thread.ofPlatform().name("deepening").daemon().start(() -> runUntil(sigterm));
    }

    /// A backup is about to begin: what is being fetched is given up.
    synchronized void giveWay() {
        busy++;
        older.giveUp();
    }

    /// A backup is done.
    synchronized void goOn() {
        busy--;
        if (busy == 0) {
            older.resume();
        }
    }

    private synchronized boolean mayFetch() {
        return busy == 0;
    }

    private void runUntil(Termination sigterm) {
        try {
            Duration wait = Duration.ZERO;
            while (!sigterm.requestedWithin(wait)) {
                wait = UNTIL_NEXT_LOOK;
                if (mayFetch() && tidyingUp.tryLock()) {
                    try {
                        if (isDone()) {
                            return;
                        }
                    } catch (IOException e) {
                        wait = afterFailure(e);
                    } finally {
                        tidyingUp.unlock();
                    }
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /// Fetches one step, if anything is missing.
    private boolean isDone() throws IOException {
        Optional<ObjectId> newest = store.remoteHead();
        if (newest.isEmpty()) {
            return false;
        }
        Reach before = Reach.of(store, newest.get());
        if (isFarEnough(before)) {
            return true;
        }
        int next = before.depth() + step;
        boolean isMore = older.fetch(depth == History.WHOLE ? next : Math.min(next, depth));
        step = Math.min(step * 2, LARGEST_STEP);
        backoff.reset();
        Reach after = Reach.of(store, newest.get());
        boolean isDone = isFarEnough(after) || !isMore;
        LOG.info("older versions: {}; {}", reach(newest.get()), isDone ? "that is all" : "going on");
        return isDone;
    }

    private boolean isFarEnough(Reach reach) {
        return reach.isWhole() || (depth != History.WHOLE && reach.depth() >= depth);
    }

    private String reach(ObjectId newest) throws IOException {
        List<Version> versions = Versions.upTo(store, newest).list();
        return "history has %d version%s now, from %s on".formatted(versions.size(), versions.size() == 1 ? "" : "s",
                versions.getLast().name());
    }

    private Duration afterFailure(IOException e) {
        if (e instanceof RemoteException remote && remote.kind() == RemoteException.Kind.GIVEN_UP) {
            step = Math.max(step / 2, SMALLEST_STEP);
            return UNTIL_NEXT_LOOK;
        }
        Duration wait = backoff.next();
        LOG.warn("older versions cannot be fetched, next try in {} s: {}", wait.toSeconds(),
                Failure.describe(e, store.folder()));
        return wait;
    }
}
