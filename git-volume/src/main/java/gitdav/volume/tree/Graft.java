package gitdav.volume.tree;

import gitdav.files.FileStat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A tree in which other nodes are in some places.
public final class Graft {

    private Graft() {}

    /// The tree with other nodes in some places.
    ///
    /// @param nodes what is to be at each path, relative to the root; nothing if it is empty. A folder around
    ///     it that the tree does not have is put there, too
    public static Node.Folder onto(Node.Folder root, Map<Path, Optional<Node>> nodes) {
        Node.Folder grafted = root;
        // Folders before what is to be in them.
        var byDepth = new ArrayList<>(nodes.keySet());
        byDepth.sort((one, other) -> Integer.compare(one.getNameCount(), other.getNameCount()));
        var levels = new HashMap<Integer, Map<Path, Optional<Node>>>();
        byDepth.forEach(path -> levels.computeIfAbsent(path.getNameCount(), _ -> new HashMap<>())
                .put(path, nodes.get(path)));
        for (int depth : levels.keySet().stream().sorted().toList()) {
            grafted = onto(grafted, levels.get(depth), 0);
        }
        return grafted;
    }

    private static Node.Folder onto(Node.Folder folder, Map<Path, Optional<Node>> nodes, int depth) {
        Map<TreeName, Node> children = folder.byName();
        var below = new HashMap<TreeName, Map<Path, Optional<Node>>>();
        nodes.forEach((path, node) -> {
            TreeName name = TreeName.of(path.getName(depth));
            if (path.getNameCount() > depth + 1) {
                below.computeIfAbsent(name, _ -> new HashMap<>()).put(path, node);
            } else if (node.isPresent()) {
                children.put(name, node.get());
            } else {
                children.remove(name);
            }
        });
        below.forEach((name, deeper) -> {
            if (children.get(name) instanceof Node.Folder inside) {
                children.put(name, onto(inside, deeper, depth + 1));
            } else if (deeper.values().stream().anyMatch(Optional::isPresent)) {
                children.put(name, onto(Node.Folder.of(name, FileStat.UNKNOWN, List.of()), deeper, depth + 1));
            }
        });
        List<Node> all = new ArrayList<>(children.values());
        all.addAll(folder.opaque());
        return Node.Folder.of(folder.name(), folder.stat(), all);
    }

    /// A tree that has the opaque entries of another one, and no others. A file gives way to the folder that they are in.
    ///
    /// @param folder its folders stay the very objects that they are where nothing is to change
    public static Node.Folder opaque(Node.Folder folder, Node.Folder from) {
        Map<TreeName, Node> all = folder.byName();
        boolean isChanged = !folder.opaque().equals(from.opaque());
        for (Node.Folder below : from.folders()) {
            Node.Folder old = all.get(below.name()) instanceof Node.Folder there
                    ? there
                    : Node.Folder.of(below.name(), FileStat.UNKNOWN, List.of());
            Node.Folder grafted = opaque(old, below);
            if (!isSame(grafted, old)) {
                all.put(below.name(), grafted);
                isChanged = true;
            }
        }
        return isChanged
                ? Node.Folder.of(folder.name(), folder.stat(),
                        Stream.concat(all.values().stream(), from.opaque().stream()).toList())
                : folder;
    }

    /// Whether it is the very same object: comparing whole folders would cost more than it saves.
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(Node one, Node other) {
        return one == other;
    }

    /// What the tree has at a path, relative to the root.
    public static Optional<Node> find(Node.Folder root, Path path) {
        Node node = root;
        for (Path name : path) {
            if (!(node instanceof Node.Folder folder)) {
                return Optional.empty();
            }
            TreeName wanted = TreeName.of(name);
            node = folder.children().filter(child -> child.name().equals(wanted)).findAny().orElse(null);
        }
        return Optional.ofNullable(node);
    }
}
