package gitdav.volume.merge;

import gitdav.files.AtomicRename;
import gitdav.files.DurableFiles;
import gitdav.files.FileStat;
import gitdav.volume.DataVolume;
import gitdav.volume.restore.Change;
import gitdav.volume.restore.Checkout;
import gitdav.volume.restore.TreeDiff;
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
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Changes a data volume while the application and its clients are at work there.
///
/// Each file is written and flushed in the staging folder first, and takes its place by one rename, as far as nobody is
/// at work there ([LiveFiles]).
///
/// May be killed at any moment: each file is as it was before or as it is to be.
final class LiveUpdate {

    private static final Logger LOG = LoggerFactory.getLogger(LiveUpdate.class);

    private final DataVolume volume;
    private final Snapshot here;
    private final LiveFiles files;
    /// By identity: two folders that hold the same are two folders here, and comparing them would take long.
    private final IdentityHashMap<Node.Folder, Map<TreeName, Node>> byName = new IdentityHashMap<>();

    /// @param here the volume as it was a moment ago, and everything of it is in the store
    /// @param theirs the commit from which the changes come
    LiveUpdate(DataVolume volume, Snapshot here, ObjectId theirs) {
        this.volume = volume;
        this.here = here;
        this.files = new LiveFiles(volume, here.trustedBefore(), ConflictName.from(theirs));
    }

    /// Makes the volume what it is to be, as far as nobody is at work there.
    ///
    /// @return what was left as it is, with paths as people read them
    List<String> run(GitStore store, Node.Folder wanted) throws IOException {
        List<Change> changes = TreeDiff.between(here.root(), wanted);
        volume.clearStaging();
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
        files.finish();
        volume.removeStaging();
        return files.kept();
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
                files.put(entry, target, last instanceof Node.File file ? file : null);
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
            files.changed(target.getParent());
            isNew = true;
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                files.keep(target);
                return;
            }
        } catch (NoSuchFileException e) {
            files.keep(target);
            return;
        }
        putAll(staged, target, last instanceof Node.Folder folder ? folder : Node.Folder.NOTHING);
        if (isNew) {
            Files.setLastModifiedTime(target, time);
            files.changed(target);
        }
    }

    private void remove(Path path, Node last) throws IOException {
        try {
            if (last instanceof Node.Folder folder) {
                for (Node below : (Iterable<Node>) folder.children()::iterator) {
                    remove(below.name().in(path), below);
                }
                Files.delete(path);
                files.changed(path.getParent());
            } else if (last instanceof Node.File file) {
                files.remove(path, file);
            }
        } catch (DirectoryNotEmptyException somebodyElses) {
            files.keep(path);
        } catch (NoSuchFileException gone) {
            LOG.debug("{} is gone already", path);
        }
    }

    private void touch(Path path, Node last, long modified) throws IOException {
        try {
            if (last instanceof Node.Folder || (last instanceof Node.File file && files.isAsItWas(path, file))) {
                Files.setLastModifiedTime(path, FileTime.from(modified, TimeUnit.NANOSECONDS));
            }
        } catch (NoSuchFileException gone) {
            LOG.debug("{} is gone", path);
        }
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

    private Node child(Node.Folder folder, Path path) {
        return byName.computeIfAbsent(folder, Node.Folder::byName).get(TreeName.of(path));
    }
}
