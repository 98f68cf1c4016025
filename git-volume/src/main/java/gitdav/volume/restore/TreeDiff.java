package gitdav.volume.restore;

import gitdav.files.OpenFolder;
import gitdav.volume.DataVolume;
import gitdav.volume.tree.BackupLayout;
import gitdav.volume.tree.Node;
import gitdav.volume.tree.TreeName;
import org.eclipse.jgit.errors.CorruptObjectException;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What has to change in a volume so that it becomes another state of it.
public final class TreeDiff {

    /// Only an absolute path has a URI, and only in a URI has a path all its bytes.
    private static final Path ROOT = Path.of("/");
    private static final Path OURS = ROOT.resolve(BackupLayout.RESERVED.bytes());

    private final DataVolume volume;
    private final List<Change> changes = new ArrayList<>();

    private TreeDiff(DataVolume volume) {
        this.volume = volume;
    }

    /// The differences, folders that are new or gone as a whole. A file with several names has one time for all of them: a
    /// name that is to have another becomes a file of its own, put in its place as one with another content is.
    ///
    /// @param from what the volume has
    /// @throws CorruptObjectException if a name leads out of its folder
    public static List<Change> between(DataVolume volume, Node.Folder from, Node.Folder to) throws IOException {
        var diff = new TreeDiff(volume);
        diff.compare(from, to, ROOT);
        return diff.changes;
    }

    private void compare(Node.Folder from, Node.Folder to, Path path) throws IOException {
        if (from.tree() != null && from.tree().equals(to.tree()) && from.times() != null
                && from.times().equals(to.times())) {
            return;
        }
        if (!path.equals(ROOT) && hasNewTime(from, to)) {
            touch(to, path);
        }
        Map<TreeName, Node> old = from.byName();
        for (Node node : (Iterable<Node>) to.children()::iterator) {
            compare(old.remove(node.name()), node, node.name().in(path));
        }
        for (Node gone : old.values()) {
            remove(gone, gone.name().in(path));
        }
    }

    private void compare(Node from, Node to, Path path) throws IOException {
        switch (to) {
            case Node.Folder folder when from instanceof Node.Folder old -> compare(old, folder, path);
            // Our own folder is always there, whatever is in it.
            case Node.Folder folder when path.equals(OURS) ->
                compare(Node.Folder.NOTHING, folder, path);
            case Node.File file when from instanceof Node.File old && old.holdsTheSameAs(file) -> {
                if (!file.isLink() && hasNewTime(old, file)) {
                    if (hasOtherNames(path)) {
                        put(file, path);
                    } else {
                        touch(file, path);
                    }
                }
            }
            default -> put(to, path);
        }
    }

    private void remove(Node gone, Path path) throws CorruptObjectException {
        if (gone instanceof Node.Folder folder && path.equals(OURS)) {
            for (Node below : (Iterable<Node>) folder.children()::iterator) {
                remove(below, below.name().in(path));
            }
        } else {
            changes.add(new Change.Remove(ROOT.relativize(path)));
        }
    }

    private static boolean hasNewTime(Node from, Node to) {
        return to.stat().hasTime() && to.stat().modified() != from.stat().modified();
    }

    private boolean hasOtherNames(Path path) throws IOException {
        try (OpenFolder folder = volume.open(ROOT.relativize(path.getParent()))) {
            return (int) Files.getAttribute(folder.path(path), "unix:nlink", LinkOption.NOFOLLOW_LINKS) > 1;
        } catch (FileSystemException gone) {
            return false;
        }
    }

    private void put(Node node, Path path) {
        changes.add(new Change.Put(ROOT.relativize(path), node));
    }

    private void touch(Node node, Path path) {
        changes.add(new Change.Touch(ROOT.relativize(path), node.stat().modified()));
    }
}
