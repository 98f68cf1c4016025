package gitdav.backup;

import gitdav.backup.history.Backups;
import gitdav.program.Failure;
import gitdav.volume.DataVolume;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// What the application's page shows of the backups: the [Status], and what has changed since. Thread-safe.
final class BackupsInPod implements Backups {

    private static final Logger LOG = LoggerFactory.getLogger(BackupsInPod.class);
    private static final int PAUSE_FOR_A_LOOK = 20;

    private final DataVolume volume;
    private final Status status;
    private final Runs runs;
    private Optional<ChangedFiles.Found> changed = Optional.empty();
    private Optional<Instant> looked = Optional.empty();
    private long nextLook = System.nanoTime();

    BackupsInPod(DataVolume volume, Status status, Runs runs) {
        this.volume = volume;
        this.status = status;
        this.runs = runs;
    }

    @Override
    public String status() {
        return StatusJson.of(status, changed());
    }

    @Override
    public boolean begin() {
        if (runs.isEnding()) {
            return false;
        }
        Thread.startVirtualThread(runs::answer);
        return true;
    }

    /// Empty until a backup of this process has succeeded: after a restore, all files are new to the file system. To look
    /// takes long in a large volume, so it is not done more often than it costs a twentieth of a processor.
    private synchronized Optional<ChangedFiles.Found> changed() {
        Optional<Instant> since = status.lastComplete().map(last -> last.at().minus(last.took()));
        if (since.isEmpty() || (since.equals(looked) && System.nanoTime() - nextLook < 0)) {
            return changed;
        }
        long begin = System.nanoTime();
        try {
            changed = Optional.of(ChangedFiles.in(volume, since.get()));
        } catch (IOException unreadable) {
            LOG.warn("cannot look for what has changed: {}", Failure.describe(unreadable));
            changed = Optional.empty();
        }
        looked = since;
        long end = System.nanoTime();
        nextLook = end + (end - begin) * PAUSE_FOR_A_LOOK;
        return changed;
    }
}
