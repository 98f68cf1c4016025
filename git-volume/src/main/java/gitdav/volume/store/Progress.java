package gitdav.volume.store;

import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.Console;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Says how far something long has got: a line of the log every few seconds, and on a terminal a bar as well. What is done
/// before the first line is due says nothing. Thread-safe.
public final class Progress extends EmptyProgressMonitor {

    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);

    private static final long BETWEEN_LINES = Duration.ofSeconds(5).toNanos();
    private static final int BAR = 40;
    private static final boolean ON_TERMINAL = Optional.ofNullable(System.console()).filter(Console::isTerminal)
            .isPresent();

    private final AtomicLong lastLine = new AtomicLong(System.nanoTime());
    private final AtomicInteger done = new AtomicInteger();
    private final Runnable onUpdate;
    private final boolean speaks;
    private volatile String task = "";
    private volatile int total;

    private Progress(Runnable onUpdate, boolean speaks) {
        this.onUpdate = onUpdate;
        this.speaks = speaks;
    }

    /// @param onUpdate called for every step
    public Progress(Runnable onUpdate) {
        this(onUpdate, true);
    }

    /// Only tells of every step, and says nothing.
    public static Progress silent(Runnable onUpdate) {
        return new Progress(onUpdate, false);
    }

    /// Of something that counts itself, such as files that are written.
    public static Progress of(String task, int total) {
        var progress = new Progress(() -> {});
        progress.beginTask(task, total);
        return progress;
    }

    @Override
    public void beginTask(String title, int totalWork) {
        onUpdate.run();
        task = title;
        total = totalWork;
        done.set(0);
    }

    @Override
    public void update(int completed) {
        onUpdate.run();
        int now = done.addAndGet(completed);
        long last = lastLine.get();
        if (speaks && System.nanoTime() - last > BETWEEN_LINES && lastLine.compareAndSet(last, System.nanoTime())) {
            LOG.info("{}: {}{}", task, now, total > 0 ? " of " + total + bar(now) : "");
        }
    }

    private String bar(int now) {
        if (!ON_TERMINAL) {
            return "";
        }
        int full = (int) ((long) BAR * Math.min(now, total) / total);
        return " [" + "#".repeat(full) + ".".repeat(BAR - full) + "]";
    }
}
