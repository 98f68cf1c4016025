package gitdav.remote;

import gitdav.remote.RemoteException.Kind;
import gitdav.remote.ssh.WatchedConnections;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A fetch or a push in a thread of its own, so that it can be given up: when nothing moves any more, and when a pod that
/// is to stop has no time to wait for it. Thread-safe.
final class Transfer {

    private static final Logger LOG = LoggerFactory.getLogger(Transfer.class);

    /// A thread that is interrupted ends at once, unless it is in the middle of something that knows no interrupts.
    private static final Duration MOST_TO_END = Duration.ofSeconds(2);

    private final Duration patience;
    private volatile FutureTask<?> running;
    private volatile boolean givenUp;
    private volatile long lastProgress;
    private volatile long end = Long.MAX_VALUE;

    /// @param patience how long a transfer may stand still
    Transfer(Duration patience) {
        this.patience = patience;
    }

    /// Says that the transfer that is running has moved on: something was computed, or has come over the line
    /// ([WatchedConnections]).
    void progress() {
        lastProgress = System.nanoTime();
    }

    /// Runs the transfer to its end. One that is given up gets two seconds to end, so that what it writes to is the caller's
    /// alone afterwards; fewer if [its time][#resume] is up before.
    ///
    /// @param attempt what it is, for messages: `push to URL`
    /// @throws IOException what the transfer throws, or that it was given up
    <T> T run(String attempt, Callable<T> transfer) throws IOException {
        var task = new FutureTask<>(
                () -> ScopedValue.where(WatchedConnections.ON_RECEIVED, this::progress).call(transfer::call));
        running = task;
        if (givenUp) {
            task.cancel(true);
        }
        progress();
        Thread thread = Thread.ofPlatform().name("transfer").daemon().start(task);
        try {
            return result(attempt, task, thread);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failed -> throw failed;
                case RuntimeException mistake -> throw mistake;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (CancellationException e) {
            awaitEnd(thread);
            throw new RemoteException(Kind.GIVEN_UP, "cannot " + attempt + ": given up, to make way for a backup",
                    e);
        } catch (InterruptedException e) {
            task.cancel(true);
            awaitEnd(thread);
            Thread.currentThread().interrupt();
            throw new RemoteException(Kind.GIVEN_UP, "cannot " + attempt + ": interrupted", e);
        }
    }

    private <T> T result(String attempt, FutureTask<T> task, Thread thread)
            throws IOException, ExecutionException, InterruptedException {
        while (true) {
            long untilStalled = patience.toNanos() - (System.nanoTime() - lastProgress);
            long untilEnd = untilEnd();
            try {
                return task.get(Math.max(Math.min(untilStalled, untilEnd), 0), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (untilEnd <= 0) {
                    task.cancel(true);
                } else if (untilStalled <= 0) {
                    task.cancel(true);
                    awaitEnd(thread);
                    throw new RemoteException(Kind.STALLED, "cannot " + attempt + ": nothing has moved for "
                            + patience.toMillis() / 1000.0 + " s (GIT_TIMEOUT)", e);
                }
            }
        }
    }

    /// In nanoseconds.
    private long untilEnd() {
        return end == Long.MAX_VALUE ? Long.MAX_VALUE : end - System.nanoTime();
    }

    private void awaitEnd(Thread thread) {
        try {
            if (!thread.join(Duration.ofNanos(Math.min(MOST_TO_END.toNanos(), untilEnd())))) {
                LOG.debug("a transfer that is given up does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Gives up the transfer that is running, and every later one until [#resume].
    void giveUp() {
        givenUp = true;
        FutureTask<?> task = running;
        if (task != null) {
            task.cancel(true);
        }
    }

    /// Allows transfers again, for a last time.
    ///
    /// @param atMost what is not done then is given up
    void resume(Duration atMost) {
        end = System.nanoTime() + atMost.toNanos();
        givenUp = false;
    }
}
