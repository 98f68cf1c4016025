package gitdav.backup.history;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Lets only so many requests at once hold something in memory. Thread-safe.
final class Turns {

    private static final int SECONDS_TO_WAIT = 20;

    private final Semaphore free;

    Turns(int atOnce) {
        free = new Semaphore(atOnce, true);
    }

    /// What is held until it is closed.
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /// Waits for a turn.
    ///
    /// @throws RefusedException with 503 if it does not come soon, or the program ends
    Turn take() {
        try {
            if (free.tryAcquire(SECONDS_TO_WAIT, TimeUnit.SECONDS)) {
                return free::release;
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
        throw new RefusedException(503, "too many want to look back at once; try again");
    }
}
