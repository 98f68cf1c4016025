package gitdav.init;

import gitdav.program.Failure;
import gitdav.remote.RemoteException;
import gitdav.volume.Marker;
import gitdav.volume.maintenance.StoreCheck;
import gitdav.volume.restore.Restoring;
import gitdav.volume.snapshot.NotApplied;
import gitdav.volume.snapshot.Recognition;
import gitdav.volume.snapshot.Scrutiny;
import gitdav.volume.snapshot.Snapshot;
import gitdav.volume.snapshot.Snapshotter;
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
record Inspection(Site site, Optional<Snapshot> seen) {

    private static final Logger LOG = LoggerFactory.getLogger(Inspection.class);

    /// @throws IOException if the state cannot be found out: the volume is empty and the remote is not there, or a disk
    ///     cannot be read
    Verdict verdict() throws IOException {
        Optional<BranchChange> change = StoreCheck.branchChange(site.storeFolder(), site.branch());
        if (change.isPresent()) {
            return new Verdict.BranchChanged(change.get());
        }
        Optional<String> damage = StoreCheck.damage(site.storeFolder(), site.branch(), site.scrutiny());
        if (damage.isPresent()) {
            return new Verdict.StoreDamaged(damage.get());
        }
        Optional<Restoring> unfinished = Restoring.in(site.volume());
        if (unfinished.isPresent()) {
            return new Verdict.Interrupted(unfinished.get());
        }
        Optional<Marker> marker = site.volume().marker();
        if (marker.isPresent()) {
            return marked(marker.get());
        }
        Optional<UUID> recognised = Recognition.of(site.volume(), site.store());
        if (recognised.isPresent()) {
            return new Verdict.MarkerLost(recognised.get());
        }
        Optional<ObjectId> newest = newestBackup();
        if (!site.volume().isEmpty()) {
            return new Verdict.Foreign(newest);
        }
        return newest.<Verdict>map(Verdict.Empty::new).orElseGet(Verdict.NothingToRestore::new);
    }

    private Verdict marked(Marker marker) throws IOException {
        if (marker.layout() > Marker.CURRENT_LAYOUT) {
            return new Verdict.NewerLayout(marker.layout());
        }
        Optional<UUID> owner = site.store().volumeId();
        if (owner.isEmpty()) {
            return new Verdict.StoreLost();
        }
        if (!owner.get().equals(marker.volumeId())) {
            return new Verdict.Mismatched();
        }
        return marker.layout() < Marker.CURRENT_LAYOUT ? new Verdict.OldLayout(marker) : files();
    }

    private Verdict files() throws IOException {
        // While the files are looked at, the remote can answer.
        site.beginAskingRemote();
        Snapshot here = look();
        Optional<RemoteException> unreachable = remoteTrouble();
        if (isBranchLost()) {
            return new Verdict.StoreDamaged("its branch " + site.branch() + " is lost");
        }
        if (!here.damages().isEmpty()) {
            return new Verdict.FilesDamaged(here.damages(), site.store().head().orElseThrow());
        }
        Verdict verdict = history(here);
        return unreachable.isPresent() && verdict instanceof Verdict.Settled settled
                ? new Verdict.Offline(settled, unreachable.get().getMessage())
                : verdict;
    }

    /// A store that has lost its branch and its index looks like one that never had any. But the remote has these files.
    private boolean isBranchLost() throws IOException {
        GitStore store = site.store();
        Optional<ObjectId> theirs = store.remoteHead();
        return store.head().isEmpty() && theirs.isPresent() && Recognition.isIn(site.volume(), store, theirs.get());
    }

    private Snapshot look() throws IOException {
        GitStore store = site.store();
        Snapshot here = seen.isPresent() && site.scrutiny() == Scrutiny.FAST
                ? seen.get()
                : Snapshotter.look(site.volume(), store, store.headTree(), site.scrutiny());
        Failure.together(here.problems()).forEach(problem -> LOG.warn("{}", problem));
        return here;
    }

    private Optional<RemoteException> remoteTrouble() throws IOException {
        try {
            site.askRemote();
            return Optional.empty();
        } catch (RemoteException e) {
            return Optional.of(e);
        }
    }

    private Verdict history(Snapshot here) throws IOException {
        GitStore store = site.store();
        Optional<ObjectId> ours = store.head();
        Optional<ObjectId> theirs = store.remoteHead();
        boolean changed = ours.isPresent()
                ? !store.headTree().equals(Optional.of(here.tree()))
                : !site.volume().isEmpty();
        boolean unpushed = ours.isPresent() && !isIn(ours.get(), theirs);
        boolean news = theirs.isPresent() && !isIn(theirs.get(), ours);
        if (news) {
            return changed || unpushed
                    ? new Verdict.Diverged(theirs.get())
                    : new Verdict.Behind(here, theirs.get());
        }
        boolean mayTakeMore = ours.isPresent() && !site.isTriedAgain()
                && NotApplied.in(site.volume()).isWorthAnotherTry(site.volume());
        if (mayTakeMore) {
            return new Verdict.Incomplete(here);
        }
        return changed || unpushed
                ? new Verdict.Ahead(changed, unpushed, here.problems())
                : new Verdict.Intact(here.problems());
    }

    private boolean isIn(ObjectId commit, Optional<ObjectId> history) throws IOException {
        return history.isPresent() && site.store().history().isAncestor(commit, history.get());
    }

    /// The newest of what the remote has and what the store could not push. Where each has what the other lacks, the
    /// volume's own state wins, and is merged with the remote's afterwards.
    private Optional<ObjectId> newestBackup() throws IOException {
        Optional<ObjectId> theirs = site.askRemote();
        Optional<ObjectId> ours = site.store().head();
        boolean theirsIsNewer = ours.isEmpty()
                || (theirs.isPresent() && site.store().history().isAncestor(ours.get(), theirs.get()));
        return theirsIsNewer ? theirs : ours;
    }
}
