package gitdav.backup;

import gitdav.program.Failure;
import gitdav.volume.DataVolume;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// Notices that the volume has changed, and that it is quiet again. Thread-safe.
///
/// It looks at all files and reads none. The operating system could report it, but only of folders that are watched
/// one by one, of which it allows few, and nothing of what others write on a network volume. How often it looks depends on
/// how long a look takes: it uses two hundredths of one processor at most.
final class ChangeWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeWatch.class);
    private static final Duration NEVER = Duration.ofDays(1);
    private static final int LOOKS_IN_A_QUIET_TIME = 4;
    private static final int PAUSE_FOR_A_LOOK = 50;

    private final DataVolume volume;
    private final Optional<Duration> quiet;
    private long backedUp;
    private long seen;
    private long changed = System.nanoTime();
    private long looked = changed;
    private long nextLook = changed;

    /// @param quiet how long nothing must have changed; empty to notice nothing at all
    ChangeWatch(DataVolume volume, Optional<Duration> quiet) {
        this.volume = volume;
        this.quiet = quiet;
    }

    /// Remembers what the volume looks like. To be called before it is backed up: what changes meanwhile is a change.
    synchronized void backingUp() {
        if (quiet.isPresent()) {
            look();
            backedUp = seen;
        }
    }

    /// Whether something has changed since the last backup, and then nothing for as long as it has to be quiet. Before the
    /// first one, everything counts as changed.
    synchronized boolean isQuietAgain() {
        if (quiet.isEmpty()) {
            return false;
        }
        if (System.nanoTime() - nextLook >= 0) {
            look();
        }
        // What has happened since the last look is not known: in a large volume, that may be long ago.
        return seen != backedUp && looked - changed >= quiet.get().toNanos();
    }

    /// How long it may take until the question is worth asking again; zero or less if it is now.
    synchronized Duration step() {
        return quiet.isEmpty() ? NEVER : Duration.ofNanos(nextLook - System.nanoTime());
    }

    private void look() {
        long begin = System.nanoTime();
        try {
            long now = Fingerprint.of(volume);
            if (now != seen) {
                seen = now;
                changed = System.nanoTime();
            }
            looked = begin;
        } catch (IOException e) {
            LOG.warn("cannot look for changes (BACKUP_ON_CHANGE): {}", Failure.describe(e));
        }
        long end = System.nanoTime();
        nextLook = end + Math.max(quiet.orElseThrow().toNanos() / LOOKS_IN_A_QUIET_TIME,
                (end - begin) * PAUSE_FOR_A_LOOK);
    }
}
