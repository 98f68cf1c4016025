package gitdav.init;

import gitdav.program.Failure;
import gitdav.remote.RemoteException;
import gitdav.volume.history.Version;
import gitdav.volume.restore.VolumeUpdate;
import gitdav.volume.snapshot.Snapshot;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Brings the volume back to an old version, as a new commit after the newest: nothing that was backed up is lost. What the
/// volume has now is committed and pushed before; the new commit is not, that is for git-backup to do. So a pod without
/// git-backup, which only shows an old version, never pushes anything.
///
/// @param isEmpty whether the volume has no files
/// @param newest the newest commit, which the new one comes after
record RestoreVersion(boolean isEmpty, ObjectId newest, Version version, WantedVersion wanted) implements Remedy {

    private static final Logger LOG = LoggerFactory.getLogger(RestoreVersion.class);

    @Override
    public void apply(InitContext context) throws IOException {
        GitStore store = context.store();
        ObjectId tree = store.tree(version.commit());
        var update = new VolumeUpdate(context.volume(), store);
        if (isEmpty) {
            restore(context, tree, newest, update::stage);
        } else {
            Snapshot here = Snapshotter.take(context.volume(), store, store.headTree());
            boolean isJoined = store.history().isAncestor(newest, store.head().orElseThrow());
            if (here.tree().equals(tree) && isJoined) {
                LOG.info("the files are those of version {} already", version.name());
            } else {
                secure(context, here);
                restore(context, tree, store.head().orElseThrow(), commit -> update.stage(here, commit));
            }
        }
        wanted.done(context, tree);
    }

    /// Commits and pushes what the volume has now, unless that is an old version itself.
    private static void secure(InitContext context, Snapshot here) throws IOException {
        GitStore store = context.store();
        if (!store.headTree().equals(Optional.of(here.tree()))) {
            store.commit(here.tree(), InitContext.author(), "What was changed before an old version was restored\n");
            here.remember(store);
        }
        if (!WantedVersion.isRestored(context, here.tree()) && !store.head().equals(store.remoteHead())) {
            try {
                context.remote().push();
            } catch (RemoteException e) {
                throw nothingRestored(e);
            }
        }
    }

    private interface Staging {
        VolumeUpdate.Staged of(ObjectId commit) throws IOException;
    }

    private void restore(InitContext context, ObjectId tree, ObjectId before, Staging staging) throws IOException {
        WantedVersion.begin(context, tree);
        ObjectId commit = commit(context.store(), tree, before);
        try {
            Finish.staged(context, staging.of(commit).target());
        } catch (MissingObjectException | CorruptObjectException e) {
            throw new IOException("RESTORE_AT: version %s, commit %s, is not whole, and nothing was restored: %s"
                    .formatted(version.name(), shortly(version.commit()), Failure.reason(e)), e);
        }
        LOG.info("restored: version {}, commit {}, as the new commit {}; the way back: RESTORE_AT={}", version.name(),
                shortly(version.commit()), shortly(commit), shortly(before));
    }

    /// Writes a commit with the files of the version, which no branch has yet.
    private ObjectId commit(GitStore store, ObjectId tree, ObjectId before) throws IOException {
        List<ObjectId> parents = new ArrayList<>(List.of(before));
        if (!store.history().isAncestor(newest, before)) {
            parents.add(newest);
        }
        String message = "Back to %s, commit %s\n".formatted(version.name(), shortly(version.commit()));
        return store.write(tree, parents, InitContext.author(), message);
    }

    private static String shortly(ObjectId commit) {
        return commit.abbreviate(10).name();
    }

    /// What the remote is needed for, and is not there.
    static IOException nothingRestored(RemoteException e) {
        return new IOException("RESTORE_AT: nothing was restored, since what the volume has now must be in the remote"
                + " before: " + e.getMessage(), e);
    }
}
