package gitdav.volume.restore;

import gitdav.files.DurableFiles;
import gitdav.volume.DataVolume;
import gitdav.volume.snapshot.Damage;
import gitdav.volume.snapshot.Known;
import gitdav.volume.snapshot.Snapshot;
import gitdav.volume.store.GitStore;
import gitdav.volume.tree.Node;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Brings a data volume from one state to another, in such a way that it may be killed at any moment and nothing is lost.
///
/// All files are first written and flushed in a staging folder of the same volume. Only then a note says that moving
/// them has begun, and each is moved by one rename. Without the note, the staging folder is rubbish; with it, what is
/// left in the folder is what is left to do. What was in the way is set aside and never deleted.
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
        return stage(now.root(), commit);
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
        Node.Folder to = Known.committed(store, store.tree(commit)).root();
        return new Staged(stageChanges(TreeDiff.between(from, to), commit), to);
    }

    private Checkout.Result stageChanges(List<Change> changes, ObjectId commit) throws IOException {
        volume.clearStaging();
        List<Change.Put> puts = changes.stream().filter(Change.Put.class::isInstance).map(Change.Put.class::cast)
                .toList();
        Checkout.Result written = Checkout.write(store, puts, volume.staging());
        String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString().replace(':', '-');
        List<Change> others = changes.stream().filter(change -> !(change instanceof Change.Put)).toList();
        new Restoring(Optional.of(commit), now, others).begin(volume);
        return written;
    }

    /// Moves what is staged into place, and what is in its way aside. To be called again if it was interrupted.
    public void finish(Restoring note) throws IOException {
        var move = new Move(volume.setAside().resolve(note.setAside()));
        if (Files.exists(volume.staging())) {
            move.into(volume.staging(), volume.root());
        }
        for (Change change : note.changes()) {
            if (change instanceof Change.Remove remove) {
                move.aside(volume.root().resolve(remove.path()));
            }
        }
        move.restoreTimes();
        for (Change change : note.changes().reversed()) {
            if (change instanceof Change.Touch touch) {
                touch(touch);
            }
        }
        move.report();
    }

    private void touch(Change.Touch touch) throws IOException {
        try {
            Files.setLastModifiedTime(volume.root().resolve(touch.path()),
                    FileTime.from(touch.modified(), TimeUnit.NANOSECONDS));
        } catch (NoSuchFileException gone) {
            LOG.debug("{} is gone", touch.path());
        }
    }

    /// The renames of one update.
    private final class Move {

        private final Path setAside;
        private final Map<Path, FileTime> folders = new LinkedHashMap<>();
        private final List<Path> replaced = new ArrayList<>();

        Move(Path setAside) {
            this.setAside = setAside;
        }

        void into(Path staged, Path place) throws IOException {
            for (Path entry : entries(staged)) {
                Path target = place.resolve(entry.getFileName());
                if (isFolder(entry) && isFolder(target)) {
                    into(entry, target);
                    Files.delete(entry);
                } else {
                    aside(target);
                    remember(place);
                    Files.move(entry, target, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }

        void aside(Path path) throws IOException {
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            remember(path.getParent());
            Path refuge = setAside.resolve(volume.root().relativize(path));
            Files.createDirectories(refuge.getParent());
            Files.move(path, free(refuge), StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.flush(refuge.getParent());
            replaced.add(path);
        }

        private static Path free(Path refuge) {
            Path free = refuge;
            for (int i = 2; Files.exists(free, LinkOption.NOFOLLOW_LINKS); i++) {
                free = refuge.resolveSibling(refuge.getFileName() + "." + i);
            }
            return free;
        }

        /// What is moved in and out must not make it look as if a user had changed the folder.
        private void remember(Path folder) throws IOException {
            if (!folder.equals(volume.root()) && !folders.containsKey(folder)) {
                folders.put(folder, Files.getLastModifiedTime(folder));
            }
        }

        void restoreTimes() throws IOException {
            for (var folder : folders.entrySet()) {
                if (Files.exists(folder.getKey())) {
                    Files.setLastModifiedTime(folder.getKey(), folder.getValue());
                    DurableFiles.flush(folder.getKey());
                }
            }
        }

        void report() {
            if (!replaced.isEmpty()) {
                List<String> names = replaced.stream().limit(20).map(path -> volume.root().relativize(path).toString())
                        .toList();
                LOG.warn("set aside in {}: {}{}", setAside, String.join(", ", names),
                        replaced.size() > names.size() ? " and " + (replaced.size() - names.size()) + " more" : "");
            }
        }

        private static boolean isFolder(Path path) {
            return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        }

        private static List<Path> entries(Path folder) throws IOException {
            try (Stream<Path> entries = Files.list(folder)) {
                return entries.toList();
            }
        }
    }
}
