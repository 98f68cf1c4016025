package gitdav.init;

import gitdav.remote.RemoteException;
import gitdav.volume.maintenance.StoreCheck;
import gitdav.volume.restore.Restoring;
import gitdav.volume.restore.VolumeUpdate;
import gitdav.volume.snapshot.Known;
import gitdav.volume.snapshot.NotApplied;
import gitdav.volume.snapshot.Obstacle;
import gitdav.volume.snapshot.Snapshot;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.GitStore;
import gitdav.volume.tree.Node;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Moves what is staged into place: the end of every remedy that changes files, and the whole remedy if one was killed
/// there.
record Finish(Restoring note) implements Remedy {

    private static final Logger LOG = LoggerFactory.getLogger(Finish.class);

    @Override
    public void apply(Site site) throws IOException {
        run(site, Node.Folder.NOTHING);
        LOG.info("finished what was interrupted");
    }

    /// Finishes the update that was staged just now.
    static void staged(Site site) throws IOException {
        staged(site, Node.Folder.NOTHING);
    }

    /// The same where it is known what the volume will be.
    static void staged(Site site, Node.Folder target) throws IOException {
        new Finish(Restoring.in(site.volume()).orElseThrow()).run(site, target);
        // Every object that it needed was verified while it was staged.
        StoreCheck.passed(site.store());
    }

    private void run(Site site, Node.Folder target) throws IOException {
        GitStore store = site.store();
        List<Obstacle> obstacles = new VolumeUpdate(site.volume(), store).finish(note);
        Optional<ObjectId> commit = note.commit();
        if (commit.isPresent() && !store.has(commit.get())) {
            fetchAgain(site);
        }
        // The commit may still be missing. The files are there, and that is what counts.
        if (commit.isPresent() && store.has(commit.get()) && !commit.equals(store.head())) {
            store.advance(store.head(), commit.get(), "restored");
        }
        Remedy.declareComplete(site);
        Optional<ObjectId> committed = store.headTree();
        Node.Folder to = committed.isEmpty() || committed.get().equals(target.tree())
                ? target
                : Known.committed(store, committed.get()).root();
        NotApplied.write(site.volume(), to, obstacles);
        Restoring.end(site.volume());
        site.volume().removeStaging();
        if (committed.isPresent()) {
            Snapshot restored = Snapshotter.lookAfterRestore(site.volume(), to).asRestored(to);
            // What differs must be looked at as closely as at any start: a crash may have left it.
            if (restored.rememberIfCommitted(store) && restored.problems().isEmpty() && restored.damages().isEmpty()) {
                site.see(restored);
            }
        }
    }

    /// For a store that was lost meanwhile.
    private static void fetchAgain(Site site) throws IOException {
        try {
            site.askRemote();
        } catch (RemoteException e) {
            LOG.warn("{}", e.getMessage());
        }
    }
}
