package gitdav.volume.merge;

import gitdav.files.FileStat;
import gitdav.volume.tree.BackupLayout;
import gitdav.volume.tree.Node;
import gitdav.volume.tree.TreeName;
import org.eclipse.jgit.lib.ObjectId;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Merges two states of a volume, file by file. Never line by line: users' files are not source code.
///
/// What only one side has changed is taken from there. A change wins over a deletion. Where both have changed a file,
/// ours stays, and theirs is put beside it under another name if that is wanted.
final class TreeMerge {

    private final ConflictName conflictName;
    private final boolean copies;
    private final List<String> conflicts = new ArrayList<>();

    /// @param theirs the commit of the other side, to name conflict copies after
    /// @param copies whether to make any; without, theirs is only in the history
    TreeMerge(ObjectId theirs, boolean copies) {
        this(ConflictName.from(theirs), copies);
    }

    private TreeMerge(ConflictName conflictName, boolean copies) {
        this.conflictName = conflictName;
        this.copies = copies;
    }

    /// The names of what both sides have changed.
    List<String> conflicts() {
        return conflicts;
    }

    /// @param base what both sides come from
    Node.Folder merge(Node.Folder base, Node.Folder ours, Node.Folder theirs) {
        var merged = new ArrayList<Node>();
        Map<TreeName, Node> bases = all(base);
        Map<TreeName, Node> own = all(ours);
        Map<TreeName, Node> others = all(theirs);
        Set<TreeName> names = new LinkedHashSet<>(own.keySet());
        names.addAll(others.keySet());
        boolean isRoot = ours.name().equals(Node.Folder.NOTHING.name());
        for (TreeName name : names) {
            Node theirsHere = others.get(name);
            // No user looks for copies among our own files.
            var merge = isRoot && name.equals(BackupLayout.RESERVED) ? new TreeMerge(conflictName, false) : this;
            merged.addAll(merge.merge(bases.get(name), own.get(name), theirsHere, () -> copy(theirsHere, own, names)));
        }
        FileStat stat = isSameTime(base.stat(), ours.stat()) ? theirs.stat() : ours.stat();
        return Node.Folder.of(ours.name(), stat, merged);
    }

    private List<Node> merge(Node base, Node ours, Node theirs, Supplier<Stream<Node>> copy) {
        if (isSame(ours, theirs)) {
            return List.of(isSame(base, ours) && isSameTime(base.stat(), ours.stat()) ? theirs : ours);
        }
        if (isSame(base, theirs)) {
            return Stream.ofNullable(ours).toList();
        }
        if (isSame(base, ours)) {
            return Stream.ofNullable(theirs).toList();
        }
        Node.Folder before = base instanceof Node.Folder folder ? folder : Node.Folder.NOTHING;
        if (folder(ours, base, theirs) != null && folder(theirs, base, ours) != null) {
            Node.Folder all = merge(before, folder(ours, base, theirs), folder(theirs, base, ours));
            boolean isDeleted = ours == null || theirs == null;
            boolean isEmpty = all.children().findAny().isEmpty() && all.opaque().isEmpty();
            return isDeleted && isEmpty ? List.of() : List.of(all);
        }
        if (ours == null || theirs == null) {
            return List.of(ours == null ? theirs : ours);
        }
        // A folder in which only times have changed gives way to what the other side has put in its place.
        if (hasSameTree(base, theirs) || hasSameTree(base, ours)) {
            return List.of(hasSameTree(base, theirs) ? ours : theirs);
        }
        conflicts.add(ours.name().toString());
        boolean canBeCopied = copies && !(theirs instanceof Node.Opaque);
        return Stream.concat(Stream.of(ours), canBeCopied ? copy.get() : Stream.empty()).toList();
    }

    private static Map<TreeName, Node> all(Node.Folder folder) {
        Map<TreeName, Node> all = folder.byName();
        folder.opaque().forEach(opaque -> all.put(opaque.name(), opaque));
        return all;
    }

    /// Theirs under another name; nothing if it is there already, from a merge that was interrupted.
    private Stream<Node> copy(Node theirs, Map<TreeName, Node> own, Set<TreeName> taken) {
        int attempt = 1;
        TreeName name = conflictName.of(theirs.name(), attempt);
        while (taken.contains(name)) {
            if (isSame(own.get(name), theirs)) {
                return Stream.empty();
            }
            name = conflictName.of(theirs.name(), ++attempt);
        }
        return Stream.of(renamed(theirs, name));
    }

    /// The node if it is a folder. A folder that one side has deleted, while the other has changed something in it, is an
    /// empty one: what was changed stays, and the rest goes; if only times were changed, that is all of it.
    private static Node.Folder folder(Node node, Node base, Node other) {
        if (node == null && base instanceof Node.Folder && other instanceof Node.Folder) {
            return Node.Folder.of(other.name(), base.stat(), List.of());
        }
        return node instanceof Node.Folder folder ? folder : null;
    }

    /// Whether both are there and hold the same, or neither is there.
    private static boolean isSame(Node one, Node other) {
        if (one instanceof Node.File file && other instanceof Node.File another) {
            return file.holdsTheSameAs(another);
        }
        if (one instanceof Node.Folder folder && other instanceof Node.Folder another) {
            return folder.tree() != null && folder.tree().equals(another.tree())
                    && Objects.equals(folder.times(), another.times());
        }
        return Objects.equals(one, other) && !(one instanceof Node.Folder);
    }

    private static boolean hasSameTree(Node one, Node other) {
        return one instanceof Node.Folder folder && other instanceof Node.Folder another && folder.tree() != null
                && folder.tree().equals(another.tree());
    }

    private static boolean isSameTime(FileStat one, FileStat other) {
        return one.modified() == other.modified();
    }

    private static Node renamed(Node node, TreeName name) {
        return switch (node) {
            case Node.File file -> new Node.File(name, file.mode(), file.content(), file.stat());
            case Node.Folder folder -> new Node.Folder(name, folder.stat(), folder.tree(), folder.times(),
                    folder.files(), folder.folders(), folder.opaque());
            case Node.Opaque _ -> throw new IllegalArgumentException(node + " is no file");
        };
    }
}
