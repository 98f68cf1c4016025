package gitdav.volume.merge;

import gitdav.files.AtomicRename;
import gitdav.files.DurableFiles;
import gitdav.files.FileStat;
import gitdav.volume.DataVolume;
import gitdav.volume.tree.Node;
import gitdav.volume.tree.TreeName;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Moves single files into a volume, and out of it, while the application and its clients are at work there.
///
/// A file changes places with what is there, so that nothing that somebody has put there at the last moment can be lost: if
/// what comes out is not what the snapshot has, it goes back. What a client has locked, and what was changed just now, is
/// left alone, too; the file that should have been there is put beside it.
final class LiveFiles {

    private final DataVolume volume;
    private final long trustedBefore;
    private final WebdavLocks locks;
    private final ConflictName conflictName;
    private final Set<Path> changedFolders = new LinkedHashSet<>();
    private final Set<String> kept = new LinkedHashSet<>();
    private final Refuge refuge;

    /// @param trustedBefore a change since that moment may not show
    /// @param conflictName names what is put beside
    LiveFiles(DataVolume volume, long trustedBefore, ConflictName conflictName) {
        this.volume = volume;
        this.trustedBefore = trustedBefore;
        this.locks = new WebdavLocks(volume);
        this.conflictName = conflictName;
        this.refuge = new Refuge(volume);
    }

    /// Puts a file that is written and flushed into its place.
    ///
    /// @param last what the snapshot has there; null if it has nothing
    void put(Path staged, Path target, Node.File last) throws IOException {
        try {
            if (locks.cover(target)) {
                putBeside(staged, target);
            } else if (last == null) {
                if (!AtomicRename.intoFreePlace(staged, target)) {
                    putBeside(staged, target);
                }
            } else if (isAsItWas(target, last)) {
                exchange(staged, target, last);
            } else {
                putBeside(staged, target);
            }
            changed(target.getParent());
        } catch (NoSuchFileException gone) {
            // Somebody has just deleted the file, or its folder. What is staged is in the history.
            keep(target);
        }
    }

    private void exchange(Path staged, Path target, Node.File last) throws IOException {
        // Not in the staging folder: what is there is rubbish if we are killed.
        Path swap = refuge.place();
        Files.move(staged, swap, StandardCopyOption.ATOMIC_MOVE);
        FileStat ours = FileStat.of(swap);
        AtomicRename.exchange(swap, target);
        if (Files.notExists(swap, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        FileStat wentIn = ours;
        FileStat expected = last.stat();
        FileStat cameOut = FileStat.of(swap);
        while (!isSame(cameOut, expected)) {
            // Somebody was quicker by a hair: what they have written goes back, in exchange for what we have put there.
            AtomicRename.exchange(swap, target);
            expected = wentIn;
            wentIn = cameOut;
            cameOut = FileStat.of(swap);
        }
        if (isSame(cameOut, last.stat())) {
            Files.delete(swap);
        } else if (isSame(cameOut, ours)) {
            putBeside(swap, target);
        } else {
            keep(target);
        }
    }

    /// Deletes a file.
    ///
    /// @param last what the snapshot has there
    void remove(Path path, Node.File last) throws IOException {
        if (locks.cover(path) || !isAsItWas(path, last)) {
            keep(path);
            return;
        }
        Path out = refuge.place();
        Files.move(path, out, StandardCopyOption.ATOMIC_MOVE);
        changed(path.getParent());
        if (isSame(FileStat.of(out), last.stat())) {
            Files.delete(out);
        } else {
            keep(path);
            AtomicRename.intoFreePlace(out, path);
        }
    }

    /// Puts the file beside what stays, for people to see both. Not among our own files, where nobody looks for it, nor
    /// into a folder that is locked: there, it is in the history.
    private void putBeside(Path staged, Path target) throws IOException {
        keep(target);
        if (target.startsWith(volume.reserved())
                || locks.cover(conflictName.of(TreeName.of(target), 1).in(target.getParent()))) {
            return;
        }
        TreeName name = TreeName.of(target);
        for (int attempt = 1;; attempt++) {
            Path beside = conflictName.of(name, attempt).in(target.getParent());
            if (AtomicRename.intoFreePlace(staged, beside) || Files.mismatch(staged, beside) < 0) {
                return;
            }
        }
    }

    /// Notes that something has stayed as it was.
    void keep(Path path) {
        kept.add(volume.root().relativize(path).toString());
    }

    /// What has, as people read it.
    List<String> kept() {
        return List.copyOf(kept);
    }

    /// Notes that a folder has got other entries, which are to be flushed.
    void changed(Path folder) {
        changedFolders.add(folder);
    }

    /// Makes everything durable.
    void finish() throws IOException {
        for (Path folder : changedFolders) {
            if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                DurableFiles.flush(folder);
            }
        }
        refuge.close();
    }

    /// Whether nobody has changed the file since the snapshot, nor so shortly before that it might not show.
    boolean isAsItWas(Path path, Node.File last) throws IOException {
        return last.stat().changed() < trustedBefore && FileStat.of(path).equals(last.stat());
    }

    /// A rename itself counts as a change for some file systems.
    private static boolean isSame(FileStat now, FileStat last) {
        return now.inode() == last.inode() && now.size() == last.size() && now.modified() == last.modified()
                && now.mode() == last.mode();
    }
}
