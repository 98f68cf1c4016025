package gitdav.volume.merge;

import gitdav.files.ListedNames;
import gitdav.files.ModificationTime;
import gitdav.files.OpenFolder;
import gitdav.volume.DataVolume;
import gitdav.volume.restore.Change;
import gitdav.volume.restore.Checkout;
import gitdav.volume.restore.TreeDiff;
import gitdav.volume.snapshot.NotApplied;
import gitdav.volume.snapshot.Obstacle;
import gitdav.volume.snapshot.Snapshot;
import gitdav.volume.store.GitStore;
import gitdav.volume.tree.Node;
import gitdav.volume.tree.TreeName;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Changes a data volume while the application and its clients are at work there.
///
/// Each file is written and flushed in the staging folder first, and takes its place by one rename, as far as no user is
/// at work there ([LiveFiles]).
///
/// May be killed at any moment: each file is as it was before or as it is to be.
final class LiveUpdate {

    private static final Logger LOG = LoggerFactory.getLogger(LiveUpdate.class);

    private final DataVolume volume;
    private final Node.Folder before;
    private final LiveFiles files;
    private final ListedNames listed = new ListedNames();
    private final Set<Path> onlyAnotherTime = new HashSet<>();
    /// By identity: two folders that hold the same are two folders here, and comparing them would take long.
    private final IdentityHashMap<Node.Folder, Map<TreeName, Node>> byName = new IdentityHashMap<>();

    /// @param here the volume as it was a moment ago, and everything of it is in the store
    /// @param theirs the commit from which the changes come
    LiveUpdate(DataVolume volume, Snapshot here, ObjectId theirs) throws IOException {
        this.volume = volume;
        this.before = NotApplied.in(volume).onDisk(volume, here.root());
        this.files = new LiveFiles(volume, here.trustedBefore(), ConflictName.from(theirs));
    }

    /// What an update has left as it is.
    ///
    /// @param kept where a user is at work, with paths as people read them
    /// @param obstacles what this volume refuses
    record Rest(List<String> kept, List<Obstacle> obstacles) {}

    /// Makes the volume what it is to be, as far as no user is at work there.
    ///
    /// @throws IOException if it cannot be done at all; nothing that was brought here is left then
    Rest run(GitStore store, Node.Folder wanted) throws IOException {
        DisplacedFiles.sweep(volume, store);
        List<Change> changes = TreeDiff.between(volume, before, wanted);
        volume.clearStaging();
        try (OpenFolder staging = volume.open(volume.relative(volume.staging()));
                OpenFolder root = OpenFolder.at(volume.root());
                files) {
            List<Change.Put> puts = changes.stream().filter(Change.Put.class::isInstance).map(Change.Put.class::cast)
                    .toList();
            puts.stream().filter(this::isOnlyAnotherTime).map(Change.Put::path).forEach(onlyAnotherTime::add);
            List<Obstacle> skipped = Checkout.write(store, puts, staging).skipped();
            for (Change change : changes) {
                if (change instanceof Change.Remove remove) {
                    remove(remove.path());
                }
            }
            putAll(staging, root, Path.of(""), before);
            for (Change change : changes.reversed()) {
                if (change instanceof Change.Touch touch) {
                    touch(touch);
                }
            }
            files.finish();
            return new Rest(files.kept(), Stream.concat(skipped.stream(), files.obstacles().stream()).toList());
        } finally {
            volume.removeStaging();
        }
    }

    private void putAll(OpenFolder staged, OpenFolder folder, Path path, Node.Folder last) throws IOException {
        for (Path name : staged.names()) {
            var target = new FolderEntry(folder, path.resolve(name));
            put(new FolderEntry(staged, name), target, child(last, target.path()));
        }
    }

    private void put(FolderEntry staged, FolderEntry target, Node last) throws IOException {
        try {
            listed.requireNoOther(target.folder(), target.path());
            boolean isFolder = staged.stat().isFolder();
            if (last instanceof Node.Folder != isFolder) {
                remove(target, last);
                if (files.obstacles().stream().anyMatch(obstacle -> obstacle.path().equals(target.path()))) {
                    return; // What is there stays, and no user is at work: nothing is to be put beside it.
                }
            }
            if (isFolder) {
                putFolder(staged, target, last instanceof Node.Folder folder ? folder : Node.Folder.NOTHING);
            } else if (!onlyAnotherTime.contains(target.path()) || files.isFree(target, (Node.File) last)) {
                files.put(staged, target, last instanceof Node.File file ? file : null);
            }
        } catch (NoSuchFileException | NotDirectoryException gone) {
            // A user has just deleted a folder, or put a file in its place. What is staged is in the history.
            files.keep(target.path());
        } catch (IOException e) {
            files.obstacle(target.path(), e);
        }
    }

    /// Of a file with several names. Where a user is at work, it keeps its time: a time is no content to be put beside.
    private boolean isOnlyAnotherTime(Change.Put put) {
        return put.node() instanceof Node.File file && find(put.path()) instanceof Node.File last
                && file.holdsTheSameAs(last);
    }

    private void putFolder(FolderEntry staged, FolderEntry target, Node.Folder last) throws IOException {
        boolean isNew = make(target);
        try (OpenFolder from = staged.folder().folder(staged.path());
                OpenFolder to = target.folder().folder(target.path())) {
            putAll(from, to, target.path(), last);
        }
        if (isNew) {
            setTime(target, staged.stat().modified());
            files.changed(target.path());
        }
    }

    /// @return whether it is new
    private boolean make(FolderEntry folder) throws IOException {
        try {
            folder.folder().naming(folder.path(), () -> Files.createDirectory(folder.toPath()));
            files.changed(folder.path().getParent());
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private void remove(Path path) throws IOException {
        try (OpenFolder folder = volume.open(path.getParent() == null ? Path.of("") : path.getParent())) {
            if (listed.has(folder, path)) {
                remove(new FolderEntry(folder, path), find(path));
            }
        } catch (NoSuchFileException | NotDirectoryException gone) {
            LOG.debug("{} is gone already", path);
        } catch (IOException e) {
            files.obstacle(path, e);
        }
    }

    private void remove(FolderEntry place, Node last) throws IOException {
        try {
            if (last instanceof Node.Folder folder) {
                try (OpenFolder open = place.folder().folder(place.path())) {
                    for (Node below : (Iterable<Node>) folder.children()::iterator) {
                        remove(new FolderEntry(open, place.path().resolve(below.name().in(open.path()).getFileName())),
                                below);
                    }
                }
                place.delete();
                files.changed(place.path().getParent());
            } else if (last instanceof Node.File file) {
                files.remove(place, file);
            }
        } catch (DirectoryNotEmptyException e) {
            files.keepFolder(place.path(), e);
        } catch (NoSuchFileException | NotDirectoryException gone) {
            LOG.debug("{} is gone already", place.path());
        } catch (IOException e) {
            files.obstacle(place.path(), e);
        }
    }

    private void touch(Change.Touch touch) throws IOException {
        Path path = touch.path();
        Node last = find(path);
        try (OpenFolder folder = volume.open(path.getParent() == null ? Path.of("") : path.getParent())) {
            var place = new FolderEntry(folder, path);
            if (last instanceof Node.Folder
                    || (last instanceof Node.File file && files.isAsItWas(place.stat(), file))) {
                setTime(place, touch.modified());
            }
        } catch (FileSystemException e) {
            LOG.debug("{} keeps its time", path, e);
        }
    }

    /// Of another user's file, it stays what it is: a time is no content. And what a user has just deleted has none.
    private static void setTime(FolderEntry place, long time) throws IOException {
        try {
            ModificationTime.set(place.toPath(), time);
        } catch (FileSystemException e) {
            LOG.debug("{} keeps its time", place.path(), e);
        }
    }

    private Node find(Path relative) {
        Node node = before;
        for (Path name : relative) {
            node = node instanceof Node.Folder folder && !name.toString().isEmpty() ? child(folder, name) : node;
        }
        return node;
    }

    private Node child(Node.Folder folder, Path path) {
        return byName.computeIfAbsent(folder, Node.Folder::byName).get(TreeName.of(path));
    }
}
