package gitdav.volume.restore;

import gitdav.files.ModificationTime;
import gitdav.files.OpenFolder;
import gitdav.volume.DataVolume;
import gitdav.volume.snapshot.Baseline;
import gitdav.volume.snapshot.Damage;
import gitdav.volume.snapshot.NotApplied;
import gitdav.volume.snapshot.Obstacle;
import gitdav.volume.snapshot.Snapshot;
import gitdav.volume.store.GitStore;
import gitdav.volume.tree.Node;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Brings a data volume from one state to another, in such a way that it may be killed at any moment and nothing is lost.
///
/// All files are first written and flushed in a staging folder of the same volume. Only then a journal says that moving
/// them has begun, and each is moved by one rename ([#finish]). Without the journal, the staging folder is rubbish; with it,
/// what is left in the folder is what is left to do. What was in the way is set aside and never deleted.
public record VolumeUpdate(DataVolume volume, GitStore store) {

    private static final Logger LOG = LoggerFactory.getLogger(VolumeUpdate.class);

    /// What was staged.
    ///
    /// @param target what the volume is to be
    public record Staged(Checkout.Result written, Node.Folder target) {}

    /// Stages a commit for a volume that is empty.
    ///
    /// @throws IOException if the commit cannot be read whole; the volume is unchanged
    public Staged stage(ObjectId commit) throws IOException {
        return stage(Node.Folder.NOTHING, commit);
    }

    /// Stages what makes the volume equal to the commit.
    ///
    /// @param now the volume as it is
    /// @throws IOException if the commit cannot be read whole; the volume is unchanged
    public Staged stage(Snapshot now, ObjectId commit) throws IOException {
        return stage(NotApplied.in(volume).onDisk(volume, now.root()), commit);
    }

    /// Stages what the volume did not take before.
    ///
    /// @param now the volume as it is
    /// @param commit the newest commit, which has all of it
    /// @throws IOException if it cannot be read whole, or there is no room for it; the volume is unchanged
    public void stageNotApplied(Snapshot now, ObjectId commit) throws IOException {
        Node.Folder from = NotApplied.in(volume).onDisk(volume, now.root());
        stageChanges(TreeDiff.between(volume, from, now.root()), commit);
    }

    /// Stages the last version of what is damaged, and leaves everything else alone.
    ///
    /// @param commit the newest commit, from which it comes
    public Checkout.Result stageLastVersions(List<Damage> damages, ObjectId commit) throws IOException {
        List<Change> changes = damages.stream()
                .<Change>map(damage -> new Change.Put(volume.root().relativize(damage.path()), damage.last())).toList();
        return stageChanges(changes, commit);
    }

    private Staged stage(Node.Folder from, ObjectId commit) throws IOException {
        Node.Folder to = Baseline.committed(store, store.tree(commit)).root();
        return new Staged(stageChanges(TreeDiff.between(volume, from, to), commit), to);
    }

    private Checkout.Result stageChanges(List<Change> changes, ObjectId commit) throws IOException {
        volume.clearStaging();
        List<Change.Put> puts = changes.stream().filter(Change.Put.class::isInstance).map(Change.Put.class::cast)
                .toList();
        List<Change> others = changes.stream().filter(change -> !(change instanceof Change.Put)).toList();
        String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString().replace(':', '-');
        try (OpenFolder staging = volume.open(volume.relative(volume.staging()))) {
            Checkout.Result written = Checkout.write(store, puts, staging);
            new UpdateJournal(Optional.of(commit), now, others, written.skipped()).begin(volume);
            return written;
        } catch (IOException | RuntimeException e) {
            volume.removeStaging();
            throw e;
        }
    }

    /// Moves what is staged into place, and what is in its way aside. To be called again if it was interrupted.
    ///
    /// @return what could not be done
    public List<Obstacle> finish(UpdateJournal note) throws IOException {
        try (var move = new Move(volume, note.setAside())) {
            // First, since a file system that ignores case has no room for two names that differ in nothing else.
            for (Change change : note.changes()) {
                if (change instanceof Change.Remove remove) {
                    move.remove(remove.path());
                }
            }
            move.staged();
            move.restoreTimes();
            for (Change change : note.changes().reversed()) {
                if (change instanceof Change.Touch touch) {
                    touch(touch);
                }
            }
            move.report();
            return Stream.concat(note.skipped().stream(), move.obstacles().stream()).toList();
        }
    }

    /// Of another user's file, it stays what it is: a time is no content.
    private void touch(Change.Touch touch) throws IOException {
        Path parent = touch.path().getParent() == null ? Path.of("") : touch.path().getParent();
        try (OpenFolder folder = volume.open(parent)) {
            folder.stat(touch.path());
            ModificationTime.set(folder.path(touch.path()), touch.modified());
        } catch (FileSystemException e) {
            LOG.debug("{} keeps its time", touch.path(), e);
        }
    }
}
