package gitdav.volume.snapshot;

import gitdav.files.FileStat;

/// How far a look at the volume takes a file's content to be what it was when the file was read last.
public enum ReadPolicy {

    /// While the application writes: a file is read if the file system says anything new of it.
    BACKUP,

    /// The same before the application starts, when what a crash has left may be there.
    FAST,

    /// Every file is read. Before the application starts.
    FULL,

    /// Right after a restore: a file that has the time it should have was written a moment ago. Not so an empty one: a crash
    /// before may have emptied it, and the restore only have set its time.
    RESTORED;

    /// Whether a file need not be read.
    ///
    /// @param last of the file when it was read
    /// @param trustedBefore a change since that moment may not show, in nanoseconds since 1970 ([Baseline])
    boolean trusts(FileStat last, FileStat now, long trustedBefore) {
        return switch (this) {
            case BACKUP, FAST -> last.equals(now) && now.changed() < trustedBefore;
            case FULL -> false;
            case RESTORED -> now.isFile() && now.size() > 0 && last.hasTime() && last.modified() == now.modified();
        };
    }

    boolean isAtStart() {
        return this == FAST || this == FULL;
    }
}
