package gitdav.volume;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// A fetch or a push in a thread of its own, so that it can be given up: a server that stalls would hold the thread that
/// waits for it far longer than a pod has to stop. Thread-safe.
final class Transfer {

    private volatile FutureTask<?> running;

    /// Runs the transfer to its end.
    ///
    /// @throws IOException what the transfer throws, or that it was given up
    <T> T run(Callable<T> transfer) throws IOException {
        var task = new FutureTask<>(transfer);
        running = task;
        Thread.ofPlatform().name("transfer").daemon().start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failed -> throw failed;
                case RuntimeException mistake -> throw mistake;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (CancellationException e) {
            throw new RemoteException("the transfer was given up, because the program is to end", e);
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new RemoteException("the transfer was interrupted", e);
        }
    }

    /// Gives up the transfer that is running, if any.
    void giveUp() {
        FutureTask<?> task = running;
        if (task != null) {
            task.cancel(true);
        }
    }
}
