package gitdav.volume.snapshot;

import gitdav.contract.VolumeLayout;
import gitdav.files.FileTree;
import gitdav.files.OpenFolder;
import gitdav.volume.DataVolume;
import gitdav.volume.snapshot.UserFiles.UnreadableException;
import gitdav.volume.tree.BackupLayout;
import gitdav.volume.tree.Node;
import gitdav.volume.tree.TreeName;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What may be in a folder.
///
/// @param path where it is, for people; its last part is the name as the system has it
/// @param before as it was known, or null
record Child(Path path, TreeName name, Node before) {

    /// Those that were known, in a folder that has the same names as then.
    static List<Child> asBefore(OpenFolder folder, List<Node> before) throws IOException {
        var children = new ArrayList<Child>();
        for (Node child : before) {
            children.add(new Child(child.name().in(folder.shown()), child.name(), child));
        }
        return children;
    }

    /// All that are there now.
    ///
    /// @param same those that need not be looked at
    static List<Child> listed(OpenFolder folder, Node.Folder before, Stream<Node> same, DataVolume volume)
            throws IOException {
        Set<TreeName> sameNames = same.map(Node::name).collect(Collectors.toSet());
        Map<TreeName, Node> last = before.byName();
        boolean isRoot = volume.isRoot(folder);
        var children = new ArrayList<Child>();
        for (Path path : UserFiles.names(folder)) {
            TreeName name = TreeName.of(path);
            if (!sameNames.contains(name) && !(isRoot && VolumeLayout.isReserved(path.toString()))) {
                children.add(new Child(folder.shown(path), name, last.get(name)));
            }
        }
        if (isRoot) {
            children.add(new Child(volume.reserved(), BackupLayout.RESERVED, last.get(BackupLayout.RESERVED)));
        }
        return children;
    }

    /// The same with what a commit has here and the disk does not: it is not listed.
    static List<Child> withNotApplied(NotApplied notApplied, OpenFolder folder, Node.Folder before,
            List<Child> children, DataVolume volume) {
        List<Path> paths = notApplied.in(volume.relative(folder.shown())).stream().map(volume.root()::resolve)
                .filter(path -> children.stream().noneMatch(child -> child.path().equals(path))).toList();
        if (paths.isEmpty()) {
            return children;
        }
        Map<TreeName, Node> last = before.byName();
        return Stream.concat(children.stream(), paths.stream().map(path -> {
            TreeName name = TreeName.of(path);
            return new Child(path, name, last.get(name));
        })).toList();
    }

    /// What is on the disk there.
    OnDisk onDisk(DataVolume volume) {
        try {
            return OnDisk.at(volume, volume.relative(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Checks that a backup of it could be cloned and restored.
    ///
    /// @throws UnreadableException if its name or path is too long for that
    void requireRestorable(DataVolume volume) throws UnreadableException {
        if (name.isTooLong()) {
            throw new UnreadableException(
                    path + " has too long a name: with what git needs before it, it could not be cloned");
        }
        if (!volume.canStage(path)) {
            throw new UnreadableException(path + " has too long a path: it could not be restored");
        }
    }

    /// Checks that a folder does not lie too far down.
    ///
    /// @param depth how many folders lie around what is in it
    /// @throws UnreadableException if there are too many
    void requireReachable(int depth) throws UnreadableException {
        if (depth > FileTree.MOST_NESTED) {
            throw new UnreadableException(path + " lies in more than " + FileTree.MOST_NESTED
                    + " folders: neither it nor what is in it can be backed up");
        }
    }
}
