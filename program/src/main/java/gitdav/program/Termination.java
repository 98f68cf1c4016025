package gitdav.program;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// SIGTERM, as something a program can wait for.
///
/// Kubernetes sends SIGTERM to each container and SIGKILL when the pod's grace period is over
/// ([pod termination](https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination)). The virtual
/// machine would otherwise stop at once; while a `Termination` is open it waits until the program has come to its own
/// end, for no longer than the given time. Thread-safe.
public final class Termination implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Termination.class);

    private static volatile boolean underWay;

    private final CountDownLatch requested = new CountDownLatch(1);
    private final List<Runnable> onRequest = new CopyOnWriteArrayList<>();
    private final Duration limit;
    private final Thread hook;
    private volatile long requestedAt;

    private Termination(Duration limit) {
        this.limit = limit;
        hook = Thread.ofPlatform().name("sigterm").unstarted(() -> {
            underWay = true;
            requestedAt = System.nanoTime();
            // First these: who waits for the signal may count on what they have done.
            onRequest.forEach(Runnable::run);
            requested.countDown();
            runShutdown();
        });
    }

    /// From now on, SIGTERM (and SIGINT) is a request.
    ///
    /// @param limit how long the program may take to end after the signal; past it the process ends all the same
    public static Termination awaitable(Duration limit) {
        var termination = new Termination(limit);
        Runtime.getRuntime().addShutdownHook(termination.hook);
        return termination;
    }

    /// Has something done at once when the signal comes, such as giving up what would take too long: before
    /// [#requestedWithin] says so. It must not take long itself.
    public void whenRequested(Runnable action) {
        onRequest.add(action);
    }

    /// Waits for the signal.
    ///
    /// @param atMost how long to wait; zero or less only asks
    /// @return whether the program has been asked to end
    public boolean requestedWithin(Duration atMost) throws InterruptedException {
        return requested.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Waits for the signal for as long as it takes.
    public void await() throws InterruptedException {
        requested.await();
    }

    /// How much of the time is left that the program may take to end; all of it before the signal.
    public Duration left() {
        return requested.getCount() > 0 ? limit : limit.minusNanos(System.nanoTime() - requestedAt);
    }

    /// Whether the virtual machine is already on its way out, waiting for the program to end.
    static boolean isUnderWay() {
        return underWay;
    }

    /// The hook only keeps the machine alive: the main thread ends the process when its work is done ([Program]).
    private void runShutdown() {
        try {
            Thread.sleep(limit);
            LOG.error("not done {} s after SIGTERM, ending all the same", limit.toSeconds());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException signalCame) {
            // The hook runs, or is about to: from here on only halting ends the process before its limit.
            underWay = true;
        }
    }
}
