package gitdav.init;

import gitdav.program.Failure;
import gitdav.program.SettingsException;
import gitdav.remote.RemoteException;
import gitdav.volume.Marker;
import gitdav.volume.history.Version;
import gitdav.volume.maintenance.StoreCheck;
import gitdav.volume.restore.UpdateJournal;
import gitdav.volume.snapshot.NotApplied;
import gitdav.volume.snapshot.ReadPolicy;
import gitdav.volume.snapshot.Snapshot;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.snapshot.VolumeIdentity;
import gitdav.volume.store.BranchChange;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/// Finds out what state the data volume is in, and changes nothing in it. What stands in the way of everything else comes
/// first; where several things are wrong, the next inspection finds the next of them.
///
/// @param seen the volume as the remedy before has just looked at it; with VERIFY=full, everything is read nevertheless
record Inspection(InitContext context, Optional<Snapshot> seen) {

    private static final Logger LOG = LoggerFactory.getLogger(Inspection.class);

    /// @throws SettingsException if RESTORE_AT names a version that is not there
    /// @throws IOException if the state cannot be found out: the volume is empty and the remote is not there, or a disk
    ///     cannot be read
    Verdict verdict() throws IOException, SettingsException {
        Optional<BranchChange> change = StoreCheck.branchChange(context.storeFolder(), context.branch());
        if (change.isPresent()) {
            return new Verdict.BranchChanged(change.get());
        }
        Optional<String> damage = StoreCheck.damage(context.storeFolder(), context.branch(), context.readPolicy());
        if (damage.isPresent()) {
            return new Verdict.StoreDamaged(damage.get());
        }
        Optional<UpdateJournal> unfinished = UpdateJournal.in(context.volume());
        if (unfinished.isPresent()) {
            return new Verdict.Interrupted(unfinished.get());
        }
        Optional<Marker> marker = context.volume().marker();
        if (marker.isPresent()) {
            return marked(marker.get());
        }
        Optional<UUID> recognised = VolumeIdentity.of(context.volume(), context.store());
        if (recognised.isPresent()) {
            return new Verdict.MarkerLost(recognised.get());
        }
        Optional<ObjectId> newest = newestBackup();
        if (!context.volume().isEmpty()) {
            return new Verdict.Foreign(newest);
        }
        Optional<WantedVersion> due = versionDue();
        if (due.isPresent()) {
            return restoreDue(due.get(), true, newest);
        }
        return newest.<Verdict>map(Verdict.Empty::new).orElseGet(Verdict.NothingToRestore::new);
    }

    private Verdict marked(Marker marker) throws IOException, SettingsException {
        if (marker.layout() > Marker.CURRENT_LAYOUT) {
            return new Verdict.NewerLayout(marker.layout());
        }
        Optional<UUID> owner = context.store().volumeId();
        if (owner.isEmpty()) {
            return new Verdict.StoreLost();
        }
        if (!owner.get().equals(marker.volumeId())) {
            return new Verdict.Mismatched();
        }
        return marker.layout() < Marker.CURRENT_LAYOUT ? new Verdict.OldLayout(marker) : files();
    }

    private Verdict files() throws IOException, SettingsException {
        // While the files are looked at, the remote can answer.
        context.beginAskingRemote();
        Snapshot here = look();
        Optional<RemoteException> unreachable = remoteTrouble();
        if (isBranchLost()) {
            return new Verdict.StoreDamaged("its branch " + context.branch() + " is lost");
        }
        if (!here.damages().isEmpty()) {
            return new Verdict.FilesDamaged(here.damages(), context.store().head().orElseThrow());
        }
        Optional<WantedVersion> due = versionDue();
        if (due.isPresent()) {
            if (unreachable.isPresent()) {
                throw RestoreVersion.nothingRestored(unreachable.get());
            }
            // If there is no such version, nothing is to change.
            due.get().find(context, newestBackup());
        }
        Verdict verdict = history(here);
        if (due.isPresent() && verdict instanceof Verdict.Settled) {
            return restoreDue(due.get(), false, context.store().head());
        }
        if (verdict instanceof Verdict.Diverged diverged && context.wanted().isPresent()
                && WantedVersion.isRestored(context, here.tree())) {
            // Not even pushed: what others have committed since does not belong to that version.
            return restoreDue(context.wanted().get(), false, Optional.of(diverged.theirs()));
        }
        return unreachable.isPresent() && verdict instanceof Verdict.Settled settled
                ? new Verdict.Offline(settled, unreachable.get().getMessage())
                : verdict;
    }

    private Optional<WantedVersion> versionDue() throws IOException {
        return context.wanted().isPresent() && context.wanted().get().isDue(context)
                ? context.wanted()
                : Optional.empty();
    }

    private Verdict restoreDue(WantedVersion wanted, boolean isEmpty, Optional<ObjectId> newest)
            throws IOException, SettingsException {
        Version version = wanted.find(context, newest);
        return new Verdict.RestoreDue(isEmpty, newest.orElseThrow(), version, wanted);
    }

    /// A store that has lost its branch and its index looks like one that never had any. But the remote has these files.
    private boolean isBranchLost() throws IOException {
        GitStore store = context.store();
        Optional<ObjectId> theirs = store.remoteHead();
        return store.head().isEmpty() && theirs.isPresent()
                && VolumeIdentity.isIn(context.volume(), store, theirs.get());
    }

    private Snapshot look() throws IOException {
        GitStore store = context.store();
        Snapshot here = seen.isPresent() && context.readPolicy() == ReadPolicy.FAST
                ? seen.get()
                : Snapshotter.look(context.volume(), store, store.headTree(), context.readPolicy());
        Failure.together(here.problems()).forEach(problem -> LOG.warn("{}", problem));
        return here;
    }

    private Optional<RemoteException> remoteTrouble() throws IOException {
        try {
            context.askRemote();
            return Optional.empty();
        } catch (RemoteException e) {
            return Optional.of(e);
        }
    }

    private Verdict history(Snapshot here) throws IOException {
        GitStore store = context.store();
        Optional<ObjectId> ours = store.head();
        Optional<ObjectId> theirs = store.remoteHead();
        boolean changed = ours.isPresent()
                ? !store.headTree().equals(Optional.of(here.tree()))
                : !context.volume().isEmpty();
        boolean unpushed = ours.isPresent() && !isIn(ours.get(), theirs);
        boolean news = theirs.isPresent() && !isIn(theirs.get(), ours);
        if (news) {
            return changed || unpushed
                    ? new Verdict.Diverged(theirs.get())
                    : new Verdict.Behind(here, theirs.get());
        }
        boolean mayTakeMore = ours.isPresent() && !context.isTriedAgain()
                && NotApplied.in(context.volume()).isWorthAnotherTry(context.volume());
        if (mayTakeMore) {
            return new Verdict.Incomplete(here);
        }
        return changed || unpushed
                ? new Verdict.Ahead(changed, unpushed, here.problems())
                : new Verdict.Intact(here.problems());
    }

    private boolean isIn(ObjectId commit, Optional<ObjectId> history) throws IOException {
        return history.isPresent() && context.store().history().isAncestor(commit, history.get());
    }

    /// The newest of what the remote has and what the store could not push. Where each has what the other lacks, the
    /// volume's own state wins, and is merged with the remote's afterwards.
    private Optional<ObjectId> newestBackup() throws IOException {
        Optional<ObjectId> theirs = context.askRemote();
        Optional<ObjectId> ours = context.store().head();
        boolean theirsIsNewer = ours.isEmpty()
                || (theirs.isPresent() && context.store().history().isAncestor(ours.get(), theirs.get()));
        return theirsIsNewer ? theirs : ours;
    }
}
