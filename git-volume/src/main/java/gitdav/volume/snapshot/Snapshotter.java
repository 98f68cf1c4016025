package gitdav.volume.snapshot;

import gitdav.files.FileClock;
import gitdav.volume.DataVolume;
import gitdav.volume.store.GitStore;
import gitdav.volume.tree.Node;
import gitdav.volume.tree.TreeWriter;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

import java.io.IOException;
import java.util.Optional;

/// Takes a [Snapshot] of a data volume while others write to it. Reads the users' files and never changes them.
///
/// Every name and every byte is stored as it is: `.gitignore`, `.gitattributes` and end-of-line settings are content
/// like any other.
public final class Snapshotter {

    private Snapshotter() {}

    /// Writes the volume's present state into the store.
    ///
    /// A file that cannot be read, or changes faster than it can be read, is reported, and stays in the snapshot as it
    /// was in the previous one: a trouble with reading must not look like a deletion. So does a file that is damaged.
    ///
    /// @param previous the tree of the snapshot before, if any
    /// @throws IOException if the store cannot be written or the volume's root not be read
    public static Snapshot take(DataVolume volume, GitStore store, Optional<ObjectId> previous) throws IOException {
        return take(volume, store, Baseline.of(store, previous));
    }

    /// The same right after another snapshot: only what has changed since then is read.
    public static Snapshot take(DataVolume volume, GitStore store, Snapshot previous) throws IOException {
        return take(volume, store, Baseline.of(previous.root(), previous.trustedBefore()));
    }

    /// The same after a volume in use was changed.
    ///
    /// @param previous the state before, with what could not be applied as it is to be
    /// @param trustedBefore see [Baseline]
    public static Snapshot take(DataVolume volume, GitStore store, Node.Folder previous, long trustedBefore)
            throws IOException {
        return take(volume, store, Baseline.of(previous, trustedBefore));
    }

    /// The same of a volume of which nothing is known, and that has no marker yet. Makes our folder there.
    public static Snapshot takeForeign(DataVolume volume, GitStore store) throws IOException {
        return take(volume, store, Baseline.NOTHING, DiskPrecision.probed(volume));
    }

    private static Snapshot take(DataVolume volume, GitStore store, Baseline baseline) throws IOException {
        return take(volume, store, baseline, DiskPrecision.of(volume));
    }

    private static Snapshot take(DataVolume volume, GitStore store, Baseline baseline, DiskPrecision precision)
            throws IOException {
        long begin = FileClock.now();
        try (ObjectInserter inserter = store.newInserter()) {
            var walk = new VolumeWalk(volume, baseline, ReadPolicy.BACKUP, precision, inserter);
            Node.Folder root = new TreeWriter(inserter).write(walk.walk());
            inserter.flush();
            return new Snapshot(root, begin, walk.problems(), walk.damages(), walk.indexed());
        }
    }

    /// The same without writing anything: what [#take] would store, and under which name.
    ///
    /// @param previous the tree of the last snapshot, if any
    public static Snapshot look(DataVolume volume, GitStore store, Optional<ObjectId> previous, ReadPolicy readPolicy)
            throws IOException {
        return look(volume, Baseline.of(store, previous), readPolicy, FileClock.now());
    }

    /// The same right after a restore.
    ///
    /// @param to what was restored
    public static Snapshot lookAfterRestore(DataVolume volume, Node.Folder to) throws IOException {
        // No other program writes yet: what the clock shows now is all that has happened.
        return look(volume, Baseline.of(to, Long.MAX_VALUE), ReadPolicy.RESTORED, FileClock.now() + FileClock.TICK);
    }

    private static Snapshot look(DataVolume volume, Baseline baseline, ReadPolicy readPolicy, long begin)
            throws IOException {
        var inserter = new NamingOnly();
        var walk = new VolumeWalk(volume, baseline, readPolicy, DiskPrecision.of(volume), inserter);
        Node.Folder root = new TreeWriter(inserter).write(walk.walk());
        return new Snapshot(root, begin, walk.problems(), walk.damages(), walk.indexed());
    }
}
