package gitdav.init;

import gitdav.remote.RemoteException;
import gitdav.volume.maintenance.StoreCheck;
import gitdav.volume.restore.UpdateJournal;
import gitdav.volume.restore.VolumeUpdate;
import gitdav.volume.snapshot.Baseline;
import gitdav.volume.snapshot.NotApplied;
import gitdav.volume.snapshot.Obstacle;
import gitdav.volume.snapshot.Snapshot;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.GitStore;
import gitdav.volume.store.History;
import gitdav.volume.tree.Node;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Moves what is staged into place: the end of every remedy that changes files, and the whole remedy if one was killed
/// there.
record Finish(UpdateJournal note) implements Remedy {

    private static final Logger LOG = LoggerFactory.getLogger(Finish.class);

    @Override
    public void apply(InitContext context) throws IOException {
        run(context, Node.Folder.NOTHING);
        LOG.info("finished what was interrupted");
    }

    /// Finishes the update that was staged just now.
    static void staged(InitContext context) throws IOException {
        staged(context, Node.Folder.NOTHING);
    }

    /// The same where it is known what the volume will be.
    static void staged(InitContext context, Node.Folder target) throws IOException {
        new Finish(UpdateJournal.in(context.volume()).orElseThrow()).run(context, target);
        // Every object that it needed was verified while it was staged.
        StoreCheck.passed(context.store());
    }

    private void run(InitContext context, Node.Folder target) throws IOException {
        GitStore store = context.store();
        List<Obstacle> obstacles = new VolumeUpdate(context.volume(), store).finish(note);
        Optional<ObjectId> commit = note.commit();
        if (commit.isPresent() && !store.history().has(commit.get())) {
            fetchAgain(context, commit.get());
        }
        // The commit may still be missing. The files are there, and that is what counts.
        if (commit.isPresent() && store.history().has(commit.get())) {
            setBranch(store, commit.get());
        }
        Remedy.declareComplete(context);
        Optional<ObjectId> committed = store.headTree();
        Node.Folder to = committed.isEmpty() || committed.get().equals(target.tree())
                ? target
                : Baseline.committed(store, committed.get()).root();
        NotApplied.write(context.volume(), to, obstacles);
        UpdateJournal.end(context.volume());
        context.volume().removeStaging();
        if (committed.isPresent()) {
            Snapshot restored = Snapshotter.lookAfterRestore(context.volume(), to).asRestored(to);
            // What differs must be looked at as closely as at any start: a crash may have left it.
            if (restored.rememberIfCommitted(store) && restored.problems().isEmpty() && restored.damages().isEmpty()) {
                context.see(restored);
            }
        }
    }

    /// Says of which commit the files are. A store that was replaced meanwhile may have what came after it: that is no reason
    /// to take the files for changes that undo it. From their own commit on, the volume is brought forward.
    private static void setBranch(GitStore store, ObjectId commit) throws IOException {
        Optional<ObjectId> head = store.head();
        Optional<ObjectId> theirs = store.remoteHead();
        if (head.isEmpty() || store.history().isAncestor(head.get(), commit)) {
            store.advance(head, commit, "restored");
        } else if (theirs.isPresent() && store.history().isAncestor(head.get(), theirs.get())
                && store.history().isAncestor(commit, head.get())) {
            store.replaceHistory(head.get(), commit, "restored; what came after it is in the remote");
        } else {
            LOG.warn("commit {} is left out: {}", commit.abbreviate(10).name(),
                    store.history().isAncestor(commit, head.get())
                            ? "the git store has newer ones that are not in the remote"
                            : "it belongs to another history than what the git store has");
        }
    }

    /// For a store that was lost or replaced meanwhile. What others have committed since may lie between.
    private static void fetchAgain(InitContext context, ObjectId commit) throws IOException {
        try {
            context.askRemote();
            if (!context.store().history().has(commit)) {
                context.remote().fetch(History.WHOLE);
            }
        } catch (RemoteException e) {
            LOG.warn("{}", e.getMessage());
        }
    }
}
