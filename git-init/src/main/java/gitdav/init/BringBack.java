package gitdav.init;

import gitdav.volume.restore.VolumeUpdate;
import gitdav.volume.snapshot.Damage;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.List;

/// Sets aside the files that are damaged, and puts what was last backed up in their place.
record BringBack(List<Damage> damages, ObjectId head) implements Remedy {

    private static final Logger LOG = LoggerFactory.getLogger(BringBack.class);

    @Override
    public void apply(InitContext context) throws IOException {
        damages.forEach(damage -> LOG.warn("{}", damage.finding()));
        new VolumeUpdate(context.volume(), context.store()).stageLastVersions(damages, head);
        Finish.staged(context);
        LOG.info("brought back from commit {}: {} in all", head.abbreviate(10).name(), damages.size());
    }
}
