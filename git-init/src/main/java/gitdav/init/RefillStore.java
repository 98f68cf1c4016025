package gitdav.init;

import gitdav.remote.RemoteException;
import gitdav.volume.maintenance.StoreCheck;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Optional;

/// Gives an empty git store the remote's history, and leaves the files alone.
///
/// The volume is usable without the remote, so its absence is no reason not to start: git-backup will ask again.
record RefillStore() implements Remedy {

    private static final Logger LOG = LoggerFactory.getLogger(RefillStore.class);

    @Override
    public void apply(InitContext context) throws IOException {
        try {
            context.askRemote();
        } catch (RemoteException e) {
            LOG.warn("{}", e.getMessage());
        }
        takeRemoteHistory(context);
        if (context.wanted().isPresent()) {
            context.wanted().get().countAsDone(context);
        }
        Remedy.declareComplete(context);
    }

    /// Continues the history that the remote was last seen to have, if the store has none and the remote has any.
    static void takeRemoteHistory(InitContext context) throws IOException {
        GitStore store = context.store();
        Optional<ObjectId> theirs = store.remoteHead();
        if (store.head().isEmpty() && theirs.isPresent()) {
            LastGood<ObjectId> good = LastGood.find(context, theirs.get(), commit -> {
                StoreCheck.read(store, commit);
                return commit;
            });
            store.advance(Optional.empty(), good.commit(), "history taken from the remote");
        }
    }
}
