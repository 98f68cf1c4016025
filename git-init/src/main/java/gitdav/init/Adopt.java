package gitdav.init;

import gitdav.volume.merge.StateMerge;
import gitdav.volume.restore.VolumeUpdate;
import gitdav.volume.snapshot.Snapshot;
import gitdav.volume.snapshot.Snapshotter;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Makes a folder with files of users a volume of ours. Nothing in it is overwritten; what the backup has is added where
/// it does not clash, and stays in the history where it does.
record Adopt(Optional<ObjectId> newest) implements Remedy {

    private static final Logger LOG = LoggerFactory.getLogger(Adopt.class);

    @Override
    public void apply(InitContext context) throws IOException {
        if (newest.isEmpty()) {
            Remedy.declareComplete(context);
            return;
        }
        Snapshot here = Snapshotter.takeForeign(context.volume(), context.store());
        LastGood<StateMerge> merge = LastGood.find(context, newest.get(), theirs -> {
            var merged = StateMerge.of(context.store(), here, List.of(theirs), Optional.empty(), theirs, false,
                    InitContext.author());
            new VolumeUpdate(context.volume(), context.store()).stage(here, merged.commit());
            return merged;
        });
        Finish.staged(context);
        List<String> conflicts = merge.result().conflicts();
        LOG.info("adopted: {} files that were here, joined with commit {}{}", here.files(),
                merge.commit().abbreviate(10).name(), conflicts.isEmpty()
                        ? ""
                        : "; kept as they were here: " + String.join(", ", conflicts));
    }
}
