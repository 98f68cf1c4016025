package gitdav.init;

import gitdav.volume.restore.VolumeUpdate;
import gitdav.volume.snapshot.Snapshot;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;

/// Brings a volume in which nothing has changed to what others have committed to the remote.
record FastForward(Snapshot here, ObjectId theirs) implements Remedy {

    private static final Logger LOG = LoggerFactory.getLogger(FastForward.class);

    @Override
    public void apply(InitContext context) throws IOException {
        var update = new VolumeUpdate(context.volume(), context.store());
        LastGood<VolumeUpdate.Staged> good = LastGood.find(context, theirs, commit -> update.stage(here, commit));
        Finish.staged(context, good.result().target());
        LOG.info("brought to commit {}: {} new files", good.commit().abbreviate(10).name(),
                good.result().written().files());
    }
}
