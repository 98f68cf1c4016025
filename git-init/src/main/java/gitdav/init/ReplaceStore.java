package gitdav.init;

import gitdav.remote.RemoteException;
import gitdav.volume.Marker;
import gitdav.volume.maintenance.StoreRepair;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Optional;

/// Sets a damaged git store aside, fetches a new one, and takes over what was never pushed. The files are left alone.
record ReplaceStore() implements Remedy {

    private static final Logger LOG = LoggerFactory.getLogger(ReplaceStore.class);

    @Override
    public void apply(InitContext context) throws IOException {
        context.closeStore();
        StoreRepair repair = StoreRepair.begin(context.storeFolder());
        try {
            context.askRemote();
        } catch (RemoteException e) {
            LOG.warn("{}", e.getMessage());
        }
        Optional<ObjectId> rescued = repair.rescueCommits(context.store());
        if (rescued.isEmpty()) {
            RefillStore.takeRemoteHistory(context);
        }
        repair.rescueKnowledge(context.store());
        Optional<Marker> marker = context.volume().marker();
        if (marker.isPresent() && context.store().volumeId().isEmpty()) {
            context.store().bind(marker.get().volumeId());
        }
        repair.finish();
        LOG.info("the git store is new{}",
                rescued.map(commit -> ", and has commit " + commit.abbreviate(10).name() + " of the old one")
                        .orElse(""));
    }
}
