package gitdav.init;

import gitdav.program.Failure;
import gitdav.volume.restore.VolumeUpdate;
import gitdav.volume.snapshot.Snapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;

/// Puts in place what the volume did not take before, as far as it takes it now. Once at each start: what it still refuses
/// is named, and keeps no application from starting.
record TryAgain(Snapshot here) implements Remedy {

    private static final Logger LOG = LoggerFactory.getLogger(TryAgain.class);

    @Override
    public void apply(InitContext context) throws IOException {
        context.setTriedAgain();
        try {
            new VolumeUpdate(context.volume(), context.store()).stageNotApplied(here,
                    context.store().head().orElseThrow());
        } catch (IOException e) {
            LOG.warn("what {} has not taken stays in the backup alone: {}", context.volume().root(),
                    Failure.describe(e, context.volume().root(), context.storeFolder()));
            return;
        }
        Finish.staged(context);
    }
}
