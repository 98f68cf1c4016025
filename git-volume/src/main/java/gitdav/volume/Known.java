package gitdav.volume;

import org.eclipse.jgit.lib.ObjectId;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// A volume as it was last known: from the [FileIndex], if there is one of this tree, or else from the tree itself.
///
/// @param trustedBefore of a file that was changed later (in nanoseconds since 1970), the clock may have been too coarse
///     to show it
record Known(Node.Folder root, long trustedBefore) {

    static final Known NOTHING = new Known(Node.Folder.NOTHING, Long.MAX_VALUE);

    /// @param tree the tree of the commit to start from; empty if there is none
    static Known of(GitStore store, Optional<ObjectId> tree) throws IOException {
        if (tree.isEmpty()) {
            return NOTHING;
        }
        Optional<FileIndex> index = FileIndex.read(store.folder())
                .filter(found -> tree.get().equals(found.root().tree()));
        return index.isPresent()
                ? new Known(index.get().root(), index.get().trustedBefore())
                : committed(store, tree.get());
    }

    /// What the tree alone says.
    static Known committed(GitStore store, ObjectId tree) throws IOException {
        try (var objects = new VerifiedObjects(store.repository().newObjectReader())) {
            return new Known(new TreeReader(objects).read(tree), Long.MAX_VALUE);
        }
    }

    /// Whether a file is in the volume just as it was known, to the nanosecond: nobody makes another volume look like that
    /// by chance.
    boolean describes(DataVolume volume) throws IOException {
        return describes(root, volume.root());
    }

    private static boolean describes(Node.Folder folder, Path path) throws IOException {
        for (Node node : (Iterable<Node>) folder.children()::iterator) {
            Path child = node.name().in(path);
            boolean found = switch (node) {
                case Node.Folder below -> describes(below, child);
                case Node.File file -> isThere(file, child);
            };
            if (found) {
                return true;
            }
        }
        return false;
    }

    private static boolean isThere(Node.File file, Path path) {
        try {
            FileStat last = file.stat();
            FileStat now = FileStat.of(path);
            return last.inode() == 0 ? last.hasTime() && last.modified() == now.modified() : last.equals(now);
        } catch (IOException notThere) {
            return false;
        }
    }
}
