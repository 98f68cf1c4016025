package gitdav.volume.merge;

import gitdav.volume.DataVolume;
import gitdav.volume.disk.AtomicRename;
import gitdav.volume.disk.DurableFiles;
import gitdav.volume.disk.FileStat;
import gitdav.volume.restore.Change;
import gitdav.volume.restore.Checkout;
import gitdav.volume.restore.TreeDiff;
import gitdav.volume.snapshot.Snapshot;
import gitdav.volume.store.GitStore;
import gitdav.volume.tree.BackupLayout;
import gitdav.volume.tree.Node;
import gitdav.volume.tree.TreeName;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Changes a data volume while the application and its clients are at work there.
///
/// Each file is written and flushed in the staging folder first, and takes its place by one rename. It changes places with
/// what is there, so that nothing that somebody has put there at the last moment can be lost: if what comes out is not what
/// the snapshot has, it goes back. What a client has locked, and what was changed just now, is left alone, too; the file
/// that should have been there is put beside it.
///
/// May be killed at any moment: each file is as it was before or as it is to be.
final class LiveUpdate {

    private static final Logger LOG = LoggerFactory.getLogger(LiveUpdate.class);

    private final DataVolume volume;
    private final Snapshot here;
    private final WebdavLocks locks;
    private final ConflictName conflictName;
    private final Set<Path> changedFolders = new LinkedHashSet<>();
    private final List<String> kept = new ArrayList<>();
    private final Path refuge;
    private int refugees;

    /// @param here the volume as it was a moment ago, and everything of it is in the store
    /// @param theirs the commit from which the changes come
    LiveUpdate(DataVolume volume, Snapshot here, ObjectId theirs) {
        this.volume = volume;
        this.here = here;
        this.locks = new WebdavLocks(volume);
        this.conflictName = ConflictName.from(theirs);
        this.refuge = volume.setAside().resolve("merge-" + UUID.randomUUID());
    }

    /// Makes the volume what it is to be, as far as nobody is at work there.
    ///
    /// @return what was left as it is, with paths as people read them
    List<String> run(GitStore store, Node.Folder wanted) throws IOException {
        List<Change> changes = TreeDiff.between(here.root(), wanted);
        volume.clearStaging();
        Files.createDirectories(refuge);
        List<Change.Put> puts = changes.stream().filter(Change.Put.class::isInstance).map(Change.Put.class::cast)
                .toList();
        Checkout.write(store, puts, volume.staging());
        for (Change change : changes) {
            if (change instanceof Change.Remove remove) {
                Path path = volume.root().resolve(remove.path());
                remove(path, find(remove.path()));
            }
        }
        putAll(volume.staging(), volume.root(), here.root());
        for (Change change : changes.reversed()) {
            if (change instanceof Change.Touch touch) {
                touch(volume.root().resolve(touch.path()), find(touch.path()), touch.modified());
            }
        }
        for (Path folder : changedFolders) {
            if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                DurableFiles.flush(folder);
            }
        }
        volume.removeStaging();
        clearRefuge();
        return kept;
    }

    private void putAll(Path staged, Path folder, Node.Folder before) throws IOException {
        List<Path> entries;
        try (Stream<Path> listed = Files.list(staged)) {
            entries = listed.toList();
        }
        for (Path entry : entries) {
            Path target = folder.resolve(entry.getFileName());
            Node last = child(before, target);
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                putFolder(entry, target, last);
            } else {
                if (last instanceof Node.Folder) {
                    remove(target, last);
                }
                putFile(entry, target, last instanceof Node.File file ? file : null);
            }
        }
    }

    private void putFolder(Path staged, Path target, Node last) throws IOException {
        FileTime time = Files.getLastModifiedTime(staged);
        if (last instanceof Node.File file) {
            remove(target, file);
        }
        boolean isNew = false;
        try {
            Files.createDirectory(target);
            changedFolders.add(target.getParent());
            isNew = true;
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                keep(target);
                return;
            }
        } catch (NoSuchFileException e) {
            keep(target);
            return;
        }
        putAll(staged, target, last instanceof Node.Folder folder ? folder : Node.Folder.NOTHING);
        if (isNew) {
            Files.setLastModifiedTime(target, time);
            changedFolders.add(target);
        }
    }

    private void putFile(Path staged, Path target, Node.File last) throws IOException {
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
            changedFolders.add(target.getParent());
        } catch (NoSuchFileException gone) {
            // Somebody has just deleted the file, or its folder. What is staged is in the history.
            keep(target);
        }
    }

    private void exchange(Path staged, Path target, Node.File last) throws IOException {
        // Not in the staging folder: what is there is rubbish if we are killed.
        Path swap = refuge();
        Files.move(staged, swap, StandardCopyOption.ATOMIC_MOVE);
        FileStat ours = FileStat.of(swap);
        AtomicRename.exchange(swap, target);
        if (Files.notExists(swap, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (isSame(FileStat.of(swap), last.stat())) {
            Files.delete(swap);
            return;
        }
        // Somebody was quicker by a hair: theirs goes back, unless they have changed it once more.
        AtomicRename.exchange(swap, target);
        if (isSame(FileStat.of(swap), ours)) {
            putBeside(swap, target);
        } else {
            AtomicRename.exchange(swap, target);
            keep(target);
        }
    }

    private void remove(Path path, Node last) throws IOException {
        try {
            if (last instanceof Node.Folder folder) {
                for (Node below : (Iterable<Node>) folder.children()::iterator) {
                    remove(below.name().in(path), below);
                }
                Files.delete(path);
                changedFolders.add(path.getParent());
            } else if (last instanceof Node.File file) {
                removeFile(path, file);
            }
        } catch (DirectoryNotEmptyException somebodyElses) {
            keep(path);
        } catch (NoSuchFileException gone) {
            LOG.debug("{} is gone already", path);
        }
    }

    private void removeFile(Path path, Node.File last) throws IOException {
        if (locks.cover(path) || !isAsItWas(path, last)) {
            keep(path);
            return;
        }
        Path out = refuge();
        Files.move(path, out, StandardCopyOption.ATOMIC_MOVE);
        changedFolders.add(path.getParent());
        if (isSame(FileStat.of(out), last.stat())) {
            Files.delete(out);
        } else {
            keep(path);
            AtomicRename.intoFreePlace(out, path);
        }
    }

    private void touch(Path path, Node last, long modified) throws IOException {
        try {
            if (last instanceof Node.Folder || (last instanceof Node.File file && isAsItWas(path, file))) {
                Files.setLastModifiedTime(path, FileTime.from(modified, TimeUnit.NANOSECONDS));
            }
        } catch (NoSuchFileException gone) {
            LOG.debug("{} is gone", path);
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

    private void keep(Path path) {
        kept.add(volume.root().relativize(path).toString());
    }

    /// A place for what is taken out of the volume, until it is known that it may be deleted.
    private Path refuge() {
        return refuge.resolve(Integer.toString(++refugees));
    }

    private void clearRefuge() throws IOException {
        try {
            Files.delete(refuge);
        } catch (DirectoryNotEmptyException e) {
            DurableFiles.flush(refuge);
            LOG.warn("files that several changed at once are set aside in {}", refuge);
        }
    }

    /// Whether nobody has changed the file since the snapshot, nor so shortly before that it might not show.
    private boolean isAsItWas(Path path, Node.File last) throws IOException {
        return last.stat().changed() < here.trustedBefore() && FileStat.of(path).equals(last.stat());
    }

    /// A rename itself counts as a change for some file systems.
    private static boolean isSame(FileStat now, FileStat last) {
        return now.inode() == last.inode() && now.size() == last.size() && now.modified() == last.modified()
                && now.mode() == last.mode();
    }

    private Node find(Path relative) {
        Node node = here.root();
        Path path = volume.root();
        for (Path name : relative) {
            path = path.resolve(name);
            node = node instanceof Node.Folder folder && !name.toString().isEmpty() ? child(folder, path) : node;
        }
        return node;
    }

    private static Node child(Node.Folder folder, Path path) {
        TreeName name = path.getFileName().toString().equals(".gitdav") ? BackupLayout.RESERVED : TreeName.of(path);
        return folder.children().filter(node -> node.name().equals(name)).findFirst().orElse(null);
    }
}
