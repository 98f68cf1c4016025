package gitdav.volume.restore;

import gitdav.files.FileStat;
import gitdav.volume.tree.BackupLayout;
import gitdav.volume.tree.Node;
import gitdav.volume.tree.TreeName;
import org.eclipse.jgit.errors.CorruptObjectException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What has to change in a volume so that it becomes another state of it.
public final class TreeDiff {

    /// Only an absolute path has a URI, and only in a URI has a path all its bytes.
    private static final Path ROOT = Path.of("/");
    private static final Path OURS = ROOT.resolve(BackupLayout.RESERVED.bytes());

    private final List<Change> changes = new ArrayList<>();

    private TreeDiff() {}

    /// The differences, folders that are new or gone as a whole.
    ///
    /// @throws CorruptObjectException if a name leads out of its folder
    public static List<Change> between(Node.Folder from, Node.Folder to) throws CorruptObjectException {
        var diff = new TreeDiff();
        diff.compare(from, to, ROOT);
        return diff.changes;
    }

    private void compare(Node.Folder from, Node.Folder to, Path path) throws CorruptObjectException {
        if (from.tree() != null && from.tree().equals(to.tree()) && from.times() != null
                && from.times().equals(to.times())) {
            return;
        }
        touch(from.stat(), to.stat(), path);
        Map<TreeName, Node> old = from.byName();
        for (Node node : (Iterable<Node>) to.children()::iterator) {
            compare(old.remove(node.name()), node, node.name().in(path));
        }
        for (Node gone : old.values()) {
            remove(gone, gone.name().in(path));
        }
    }

    private void compare(Node from, Node to, Path path) throws CorruptObjectException {
        switch (to) {
            case Node.Folder folder when from instanceof Node.Folder old -> compare(old, folder, path);
            // Our own folder is always there, whatever is in it.
            case Node.Folder folder when path.equals(OURS) ->
                compare(Node.Folder.NOTHING, folder, path);
            case Node.File file when from instanceof Node.File old && old.holdsTheSameAs(file) -> {
                if (!file.isLink()) {
                    touch(old.stat(), file.stat(), path);
                }
            }
            default -> changes.add(new Change.Put(ROOT.relativize(path), to));
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

    private void touch(FileStat from, FileStat to, Path path) {
        boolean isRoot = path.equals(ROOT);
        if (!isRoot && to.hasTime() && to.modified() != from.modified()) {
            changes.add(new Change.Touch(ROOT.relativize(path), to.modified()));
        }
    }
}
