package gitdav.volume.merge;

import gitdav.files.DurableFiles;
import gitdav.files.FileStat;
import gitdav.files.OpenFolder;
import gitdav.volume.DataVolume;
import gitdav.volume.snapshot.DiskPrecision;
import gitdav.volume.snapshot.Obstacle;
import gitdav.volume.tree.Node;
import gitdav.volume.tree.TreeName;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Moves single files into a volume, and out of it, while the application and its clients are at work there.
///
/// A file changes places with what is there, so that nothing that a user has put there at the last moment can be lost: if
/// what comes out is not what the snapshot has, it goes back. What a client has locked, and what was changed just now, is
/// left alone, too; the file that should have been there is put beside it.
final class LiveFiles implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private final DataVolume volume;
    private final long trustedBefore;
    private final DiskPrecision precision;
    private final WebdavLocks locks;
    private final ConflictName conflictName;
    private final Set<Path> changedFolders = new LinkedHashSet<>();
    private final Set<String> kept = new LinkedHashSet<>();
    private final List<Obstacle> obstacles = new ArrayList<>();
    private final DisplacedFiles displaced;
    /// Of files that have lost a name to this update, which changes the time of change of their other names.
    private final Set<Long> unlinked = new HashSet<>();

    /// @param trustedBefore a change since that moment may not show
    /// @param conflictName names what is put beside
    LiveFiles(DataVolume volume, long trustedBefore, ConflictName conflictName) throws IOException {
        this.volume = volume;
        this.precision = DiskPrecision.of(volume);
        this.trustedBefore = trustedBefore;
        this.locks = new WebdavLocks(volume);
        this.conflictName = conflictName;
        this.displaced = new DisplacedFiles(volume);
    }

    /// Puts a file that is written and flushed into its place.
    ///
    /// @param last what the snapshot has there; null if it has nothing
    void put(FolderEntry staged, FolderEntry target, Node.File last) throws IOException {
        try {
            if (isLocked(target)) {
                putBeside(staged, target);
            } else if (last == null) {
                if (!staged.moveIntoFree(target)) {
                    putBeside(staged, target);
                }
            } else {
                FileStat now = target.stat();
                if (isAsItWas(now, last)) {
                    exchange(staged, target, now);
                } else {
                    putBeside(staged, target);
                }
            }
            changed(target.path().getParent());
        } catch (NoSuchFileException gone) {
            // A user has just deleted the file, or its folder. What is staged is in the history.
            keep(target.path());
        } catch (IOException e) {
            obstacle(target.path(), e);
        }
    }

    private void exchange(FolderEntry staged, FolderEntry target, FileStat last) throws IOException {
        // Not in the staging folder: what is there is rubbish if we are killed.
        FolderEntry swap = displaced.place();
        staged.moveTo(swap);
        FileStat ours = swap.stat();
        try {
            swap.exchangeWith(target);
        } catch (IOException e) {
            // Nothing has happened, and what is to go in is in the history.
            swap.delete();
            throw e;
        }
        if (swap.isFree()) {
            return;
        }
        FileStat wentIn = ours;
        FileStat expected = last;
        FileStat cameOut = swap.stat();
        while (!isSame(cameOut, expected)) {
            // A user was quicker by a hair: what they have written goes back, in exchange for what we have put there.
            swap.exchangeWith(target);
            expected = wentIn;
            wentIn = cameOut;
            cameOut = swap.stat();
        }
        if (isSame(cameOut, last)) {
            swap.delete();
            unlinked.add(last.inode());
        } else if (isSame(cameOut, ours)) {
            putBeside(swap, target);
        } else {
            keep(target.path());
        }
    }

    /// Deletes a file.
    ///
    /// @param last what the snapshot has there
    void remove(FolderEntry place, Node.File last) throws IOException {
        FileStat now = place.stat();
        if (isLocked(place) || !isAsItWas(now, last)) {
            keep(place.path());
            return;
        }
        FolderEntry out = displaced.place();
        place.moveTo(out);
        changed(place.path().getParent());
        if (isSame(out.stat(), now)) {
            out.delete();
            unlinked.add(now.inode());
        } else {
            keep(place.path());
            out.moveIntoFree(place);
        }
    }

    /// Puts the file beside what stays, for people to see both. Not among our own files, where no user looks for it, nor
    /// into a folder that is locked: there, it is in the history.
    private void putBeside(FolderEntry staged, FolderEntry target) throws IOException {
        keep(target.path());
        TreeName name = TreeName.of(target.path());
        boolean isOurs = target.path().startsWith(volume.relative(volume.reserved()));
        if (isOurs || isLocked(target.named(conflictName.of(name, 1)))) {
            return;
        }
        for (int attempt = 1;; attempt++) {
            FolderEntry beside = target.named(conflictName.of(name, attempt));
            if (staged.moveIntoFree(beside) || isSameContent(staged, beside)) {
                return;
            }
        }
    }

    private static boolean isSameContent(FolderEntry one, FolderEntry other) throws IOException {
        if (!one.stat().isFile() || !other.stat().isFile() || one.stat().size() != other.stat().size()) {
            return false;
        }
        try (InputStream in = one.folder().read(one.path()); InputStream another = other.folder().read(other.path())) {
            byte[] read;
            do {
                read = in.readNBytes(BUFFER);
                if (!Arrays.equals(read, another.readNBytes(BUFFER))) {
                    return false;
                }
            } while (read.length > 0);
            return true;
        }
    }

    /// Whether no user is at work on the file.
    boolean isFree(FolderEntry target, Node.File last) throws IOException {
        return !isLocked(target) && isAsItWas(target.stat(), last);
    }

    private boolean isLocked(FolderEntry place) throws IOException {
        return locks.cover(volume.root().resolve(place.path()));
    }

    /// Notes that something has stayed as it was.
    void keep(Path path) {
        kept.add(path.toString());
    }

    /// Notes that a folder is not empty: a user has put something there, or something in it cannot be deleted.
    void keepFolder(Path path, IOException notEmpty) throws IOException {
        if (obstacles.stream().anyMatch(obstacle -> obstacle.path().startsWith(path))) {
            obstacle(path, notEmpty);
        } else {
            keep(path);
        }
    }

    /// What has, as people read it.
    List<String> kept() {
        return List.copyOf(kept);
    }

    /// Notes that something cannot be done.
    ///
    /// @throws IOException the failure itself, if nothing else can be done, either
    void obstacle(Path path, IOException failure) throws IOException {
        obstacles.add(Obstacle.of(path, failure));
    }

    /// What could not be done.
    List<Obstacle> obstacles() {
        return obstacles;
    }

    /// Notes that a folder has got other entries, which are to be flushed.
    ///
    /// @param folder null for the root
    void changed(Path folder) {
        changedFolders.add(folder == null ? Path.of("") : folder);
    }

    /// Makes everything durable.
    void finish() throws IOException {
        for (Path folder : changedFolders) {
            try (OpenFolder open = volume.open(folder)) {
                DurableFiles.flush(open.path());
            } catch (NoSuchFileException | NotDirectoryException | AccessDeniedException gone) {
                // Or not to be opened, which is what flushing takes.
            }
        }
    }

    @Override
    public void close() throws IOException {
        displaced.close();
    }

    /// Whether the file is unchanged since the snapshot, nor so shortly before that it might not show.
    boolean isAsItWas(FileStat now, Node.File last) {
        FileStat adapted = precision.adapt(now, last);
        return last.stat().changed() < trustedBefore && (adapted.equals(last.stat())
                || (unlinked.contains(now.inode()) && isSame(adapted, last.stat())));
    }

    /// A rename itself counts as a change for some file systems.
    private static boolean isSame(FileStat now, FileStat last) {
        return now.inode() == last.inode() && now.size() == last.size() && now.modified() == last.modified()
                && now.mode() == last.mode();
    }
}
