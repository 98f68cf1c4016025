package gitdav.init;

import gitdav.volume.RemoteException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;

/// Gives an empty git store the remote's history, and leaves the files alone.
///
/// The volume is usable without the remote, so its absence is no reason not to start: git-backup will ask again.
record RefillStore() implements Remedy {

    private static final Logger LOG = LoggerFactory.getLogger(RefillStore.class);

    @Override
    public void apply(Site site) throws IOException {
        try {
            site.askRemote();
        } catch (RemoteException e) {
            LOG.warn("{}", e.getMessage());
        }
        if (site.store().head().isEmpty()) {
            site.store().takeRemoteHistory();
        }
        Remedy.declareComplete(site);
    }
}
