package gitdav.init;

import gitdav.files.OpenFolder;
import gitdav.files.RawName;
import gitdav.volume.store.GitStore;
import gitdav.volume.tree.TreeEntries;
import gitdav.volume.tree.TreeEntries.Entry;
import gitdav.volume.tree.TreeName;
import gitdav.volume.tree.VerifiedObjects;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/// A tree as a list of paths, with no thought of what any name means. The folder `.gitdav` at its root is left out.
///
/// @param items by their path, one character for each byte; folders have an item, too
record FlatTree(SortedMap<String, Item> items) {

    private static final String OURS = ".gitdav";

    /// What is at a path.
    ///
    /// @param content of a file; where a link leads; the name of a submodule's commit; empty for a folder
    record Item(FileMode mode, String content) {

        static final Item FOLDER = new Item(FileMode.TREE, "");

        boolean isFolder() {
            return mode.equals(FileMode.TREE);
        }
    }

    FlatTree() {
        this(new TreeMap<>());
    }

    FlatTree copy() {
        return new FlatTree(new TreeMap<>(items));
    }

    /// The path of a name in a folder.
    static String path(String folder, String name) {
        return folder.isEmpty() ? name : folder + "/" + name;
    }

    /// The folder that a path is in; empty for the root.
    static String parent(String path) {
        return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    static boolean isIn(String path, String folder) {
        return path.equals(folder) || path.startsWith(folder + "/") || folder.isEmpty();
    }

    Optional<Item> at(String path) {
        return Optional.ofNullable(items.get(path));
    }

    void put(String path, Item item) {
        remove(path);
        items.put(path, item);
    }

    void remove(String path) {
        items.keySet().removeIf(below -> isIn(below, path));
    }

    /// The paths in a folder and below it, with its own.
    List<String> paths(String folder) {
        return items.keySet().stream().filter(path -> isIn(path, folder)).toList();
    }

    /// What the newest commit of a store has.
    static FlatTree committed(GitStore store) throws IOException {
        var tree = new FlatTree();
        try (var objects = new VerifiedObjects(store.repository().newObjectReader())) {
            tree.read(store, objects, store.headTree().orElseThrow(), "");
        }
        return tree;
    }

    private void read(GitStore store, VerifiedObjects objects, ObjectId tree, String folder) throws IOException {
        for (Entry entry : TreeEntries.of(objects, tree)) {
            String path = path(folder, entry.name().bytes());
            if (entry.isFolder() && !path.equals(OURS)) {
                items.put(path, Item.FOLDER);
                read(store, objects, entry.id(), path);
            } else if (entry.mode().equals(FileMode.GITLINK)) {
                items.put(path, new Item(entry.mode(), entry.id().name()));
            } else if (!path.equals(OURS)) {
                byte[] content = store.repository().open(entry.id()).getBytes();
                items.put(path, new Item(entry.mode(), new String(content, ISO_8859_1)));
            }
        }
    }

    /// Commits this to a store, with what its newest commit has in our own folder. Not if a folder is gone: had it once been
    /// empty, its time there would say that it is so again, and only git does not show it.
    void commit(GitStore store) throws IOException {
        var root = new TreeEntries();
        boolean isFolderGone = committed(store).items().entrySet().stream()
                .anyMatch(entry -> entry.getValue().isFolder() && !at(entry.getKey()).equals(Optional.of(Item.FOLDER)));
        if (!isFolderGone) {
            try (var objects = new VerifiedObjects(store.repository().newObjectReader())) {
                TreeEntries.of(objects, store.headTree().orElseThrow()).stream()
                        .filter(entry -> entry.name().bytes().equals(OURS)).forEach(root::add);
            }
        }
        try (ObjectInserter inserter = store.newInserter()) {
            ObjectId tree = insert(inserter, root, "");
            inserter.flush();
            store.commit(tree, PodFolder.AUTHOR, "theirs");
        }
    }

    private ObjectId insert(ObjectInserter inserter, TreeEntries entries, String folder) throws IOException {
        for (String path : items.keySet()) {
            if (parent(path).equals(folder)) {
                Item item = items.get(path);
                ObjectId id = item.isFolder()
                        ? insert(inserter, new TreeEntries(), path)
                        : item.mode().equals(FileMode.GITLINK)
                                ? ObjectId.fromString(item.content())
                                : inserter.insert(Constants.OBJ_BLOB, item.content().getBytes(ISO_8859_1));
                entries.add(new Entry(new TreeName(name(path)), item.mode(), id));
            }
        }
        return entries.insertWith(inserter);
    }

    /// What is on a disk.
    static FlatTree onDisk(Path root) throws IOException {
        var tree = new FlatTree();
        tree.read(root, "");
        return tree;
    }

    private void read(Path folder, String path) throws IOException {
        try (DirectoryStream<Path> names = Files.newDirectoryStream(folder)) {
            for (Path name : names) {
                String below = path(path, RawName.of(name));
                if (Files.isSymbolicLink(name)) {
                    items.put(below, new Item(FileMode.SYMLINK, linkTarget(name)));
                } else if (Files.isDirectory(name, LinkOption.NOFOLLOW_LINKS) && !below.equals(OURS)) {
                    items.put(below, Item.FOLDER);
                    read(name, below);
                } else if (!below.equals(OURS)) {
                    items.put(below, new Item(
                            Files.isExecutable(name) ? FileMode.EXECUTABLE_FILE : FileMode.REGULAR_FILE,
                            new String(Files.readAllBytes(name), ISO_8859_1)));
                }
            }
        }
    }

    private static String linkTarget(Path link) throws IOException {
        try (var folder = OpenFolder.at(link.getParent())) {
            return new String(folder.readLink(link.getFileName()), ISO_8859_1);
        }
    }
}
