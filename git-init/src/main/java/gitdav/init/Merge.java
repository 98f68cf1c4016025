package gitdav.init;

import gitdav.volume.merge.StateMerge;
import gitdav.volume.restore.VolumeUpdate;
import gitdav.volume.snapshot.Snapshot;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.GitStore;
import gitdav.volume.store.History;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Joins what has changed here with what others have committed to the remote, file by file. Where both have changed the
/// same, ours stays, and theirs is put beside it.
record Merge(ObjectId theirs) implements Remedy {

    private static final Logger LOG = LoggerFactory.getLogger(Merge.class);

    @Override
    public void apply(InitContext context) throws IOException {
        GitStore store = context.store();
        Snapshot here = Snapshotter.take(context.volume(), store, store.headTree());
        if (!store.headTree().equals(Optional.of(here.tree()))) {
            store.commit(here.tree(), InitContext.author(), "What was changed before the volume was merged\n");
        }
        ObjectId ours = store.head().orElseThrow();
        if (store.history().mergeBase(ours, theirs).isEmpty()) {
            context.remote().fetch(History.WHOLE);
        }
        Optional<ObjectId> base = store.history().mergeBase(ours, theirs);
        LastGood<StateMerge> merge = LastGood.find(context, theirs, commit -> {
            var merged = StateMerge.of(store, here, List.of(ours, commit), base, commit, true, InitContext.author());
            new VolumeUpdate(context.volume(), store).stage(here, merged.commit());
            return merged;
        });
        Finish.staged(context);
        List<String> conflicts = merge.result().conflicts();
        LOG.info("merged with commit {}{}", theirs.abbreviate(10).name(), conflicts.isEmpty()
                ? ""
                : "; changed on both sides, and theirs put beside ours: " + String.join(", ", conflicts));
    }
}
