package gitdav.init;

import gitdav.volume.Marker;
import gitdav.volume.history.Version;
import gitdav.volume.restore.UpdateJournal;
import gitdav.volume.snapshot.Damage;
import gitdav.volume.snapshot.Snapshot;
import gitdav.volume.store.BranchChange;
import org.eclipse.jgit.lib.ObjectId;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What state the data volume is in: found by [Inspection], which touches no file, and answered by one [Remedy]; a
/// [VerdictReport] tells it.
sealed interface Verdict {

    /// The verdict as one line for the log.
    default String line() {
        return new VerdictReport(this).line();
    }

    /// States in which the application may start as it is.
    sealed interface Settled extends Verdict {}

    /// States about which nothing can be done here: the application may not start.
    sealed interface Unusable extends Verdict {}

    /// As last backed up.
    ///
    /// @param skipped what no backup holds as it is, a line each
    record Intact(List<String> skipped) implements Settled {}

    /// Changed since the last backup, or backed up and not pushed.
    ///
    /// @param skipped what no backup holds as it is, a line each
    record Ahead(boolean changed, boolean unpushed, List<String> skipped) implements Settled {}

    /// Usable, and the remote could not be asked whether it has anything new.
    record Offline(Settled otherwise, String reason) implements Settled {}

    /// No file and no marker, and there is something to bring back.
    ///
    /// @param newest the newest commit that the remote or the local store has
    record Empty(ObjectId newest) implements Verdict {}

    /// RESTORE_AT names a version that was not restored yet.
    ///
    /// @param isEmpty whether the volume has no files
    /// @param newest the newest commit
    record RestoreDue(boolean isEmpty, ObjectId newest, Version version, WantedVersion wanted) implements Verdict {}

    /// No file, no marker, and no backup: this is the first start.
    record NothingToRestore() implements Verdict {}

    /// A restore or another remedy was killed while it moved its files into place.
    record Interrupted(UpdateJournal note) implements Verdict {}

    /// The files are complete, and the git store that belongs to them is gone.
    record StoreLost() implements Verdict {}

    /// The git store is not whole. What the volume is will be seen once it is.
    record StoreDamaged(String finding) implements Verdict {}

    /// Some files are not what they should be, and no user has changed them.
    record FilesDamaged(List<Damage> damages, ObjectId head) implements Verdict {}

    /// The marker is gone, and the git store knows the files.
    record MarkerLost(UUID volumeId) implements Verdict {}

    /// There are files, and nothing says that they are ours.
    ///
    /// @param newest the newest backup, if there is any
    record Foreign(Optional<ObjectId> newest) implements Verdict {}

    /// An older gitdav has written the volume.
    record OldLayout(Marker marker) implements Verdict {}

    /// A newer gitdav has written the volume.
    record NewerLayout(int layout) implements Unusable {}

    /// Nothing has changed here, and others have committed to the remote.
    record Behind(Snapshot here, ObjectId theirs) implements Verdict {}

    /// A folder has changed in which something of the last commit could not be put in place.
    record Incomplete(Snapshot here) implements Verdict {}

    /// Something has changed here, and others have committed to the remote.
    record Diverged(ObjectId theirs) implements Verdict {}

    /// The git store is of another branch than the one that is asked for.
    record BranchChanged(BranchChange change) implements Unusable {}

    /// The files are complete, and the git store belongs to another volume.
    record Mismatched() implements Unusable {}
}
