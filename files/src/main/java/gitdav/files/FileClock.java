package gitdav.files;

import java.time.Instant;

/// The clock by which a file system says when a file was changed.
public final class FileClock {

    /// In nanoseconds; longer than the coarsest clock of a file system that Linux mounts takes for a tick. Of two changes
    /// within that time, the second one may not show.
    public static final long TICK = 2_000_000_000;

    private static final long SECOND = 1_000_000_000;

    private FileClock() {}

    /// The time, in nanoseconds since 1970.
    public static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * SECOND + now.getNano();
    }
}
