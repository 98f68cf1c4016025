package gitdav.backup;

import gitdav.remote.GitRemote;
import gitdav.remote.RemoteException;
import gitdav.volume.DataVolume;
import gitdav.volume.maintenance.ShallowHistory;
import gitdav.volume.merge.LiveMerge;
import gitdav.volume.snapshot.Snapshot;
import gitdav.volume.store.GitStore;
import gitdav.volume.store.History;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Brings the git store and the remote together: what others have committed to the remote is taken over into the volume,
/// and what the remote lacks is pushed. Again, if the remote moves on meanwhile; never by force.
///
/// @param depth as in [GitRemote#fetch(int)]
/// @param committer the author of a commit that joins both
/// @param pushOnly whether the volume is left alone, whatever the remote has
record RemoteSync(DataVolume volume, GitStore store, GitRemote remote, int depth, PersonIdent committer,
        boolean pushOnly) {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteSync.class);

    private static final int ATTEMPTS = 5;

    /// What has come of it.
    ///
    /// @param snapshot the volume as it is committed now
    /// @param pushed whether the remote lacked anything
    record Result(Snapshot snapshot, boolean pushed) {}

    /// Does it.
    ///
    /// @param here the volume's newest commit
    /// @param isFetched whether the store has just fetched what the remote has
    /// @throws IOException if the remote cannot be reached, does not take what is pushed, or has something that cannot be
    ///     taken over; nothing is lost
    Result run(Snapshot here, boolean isFetched) throws IOException {
        Snapshot snapshot = here;
        for (int attempt = 1;; attempt++) {
            if (attempt > 1 || !isFetched) {
                remote.fetch(depth);
            }
            if (store.remoteHead().isEmpty() && store.history().isShallow()) {
                ShallowHistory.close(store);
            }
            if (!pushOnly) {
                snapshot = takeOver(snapshot);
            }
            if (store.head().equals(store.remoteHead())) {
                return new Result(snapshot, false);
            }
            try {
                remote.push();
                return new Result(snapshot, true);
            } catch (RemoteException e) {
                if (pushOnly || e.kind() != RemoteException.Kind.MOVED_ON || attempt == ATTEMPTS) {
                    throw e;
                }
                LOG.info("the remote has moved on: fetching and merging first");
            }
        }
    }

    private PersonIdent author() {
        return new PersonIdent(committer, Instant.now());
    }

    private Snapshot takeOver(Snapshot here) throws IOException {
        ObjectId ours = store.head().orElseThrow();
        Optional<ObjectId> theirs = store.remoteHead();
        if (theirs.isEmpty() || store.history().isAncestor(theirs.get(), ours)) {
            return here;
        }
        if (store.history().mergeBase(ours, theirs.get()).isEmpty()) {
            remote.fetch(History.WHOLE);
        }
        LiveMerge merge = LiveMerge.run(volume, store, here, store.history().mergeBase(ours, theirs.get()),
                theirs.get(),
                author());
        LOG.info("taken over: commit {} of the remote{}{}", theirs.get().abbreviate(10).name(),
                listed("; changed on both sides, and theirs put beside ours: ", merge.conflicts()),
                listed("; in use, so the remote's version is put beside: ", merge.kept()));
        return merge.after();
    }

    private static String listed(String what, List<String> names) {
        return names.isEmpty() ? "" : what + String.join(", ", names);
    }
}
