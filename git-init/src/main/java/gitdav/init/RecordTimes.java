package gitdav.init;

import gitdav.volume.snapshot.Snapshot;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.GitStore;

import java.io.IOException;
import java.util.Optional;

/// From layout 1, whose backups did not know when a file was modified: the volume's times are taken into the backup, as
/// long as they are still there.
record RecordTimes() implements Migration {

    @Override
    public int layout() {
        return 2;
    }

    @Override
    public String summary() {
        return "the backup has the modification times of all files";
    }

    @Override
    public void run(InitContext context) throws IOException {
        GitStore store = context.store();
        if (store.head().isEmpty()) {
            return;
        }
        Snapshot snapshot = Snapshotter.take(context.volume(), store, store.headTree());
        if (!store.headTree().equals(Optional.of(snapshot.tree()))) {
            store.commit(snapshot.tree(), InitContext.author(), "Record modification times\n");
        }
        snapshot.remember(store);
    }
}
