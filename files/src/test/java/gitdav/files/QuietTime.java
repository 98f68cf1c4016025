package gitdav.files;

import org.awaitility.Awaitility;

/// A time in which no user changes anything, for tests: a merge leaves alone what was changed so lately that the clock of a
/// file system could be too coarse to show the next change.
public final class QuietTime {

    private QuietTime() {}

    /// Waits until all that was changed so far is older than that.
    public static void await() {
        long begin = FileClock.now();
        Awaitility.await().until(() -> FileClock.now() - begin > FileClock.TICK);
    }
}
