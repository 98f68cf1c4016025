package gitdav.volume.snapshot;

import gitdav.volume.store.GitStore;
import gitdav.volume.tree.Node;
import gitdav.volume.tree.TreeReader;
import gitdav.volume.tree.VerifiedObjects;
import org.eclipse.jgit.lib.ObjectId;

import java.io.IOException;
import java.util.Optional;

/// A volume as it was last known: from the [FileIndex], if there is one of this tree, or else from the tree itself.
///
/// @param trustedBefore of a file that was changed later (in nanoseconds since 1970), the clock may have been too coarse
///     to show it
/// @param indexed the commit for which the store's index says all of this, if it does
public record Baseline(Node.Folder root, long trustedBefore, Optional<ObjectId> indexed) {

    static final Baseline NOTHING = of(Node.Folder.NOTHING, Long.MAX_VALUE);

    /// What no index says.
    static Baseline of(Node.Folder root, long trustedBefore) {
        return new Baseline(root, trustedBefore, Optional.empty());
    }

    /// @param tree the tree of the commit to start from; empty if there is none
    static Baseline of(GitStore store, Optional<ObjectId> tree) throws IOException {
        if (tree.isEmpty()) {
            return NOTHING;
        }
        Optional<FileIndex> index = FileIndex.read(store.folder())
                .filter(found -> tree.get().equals(found.root().tree()));
        return index.isPresent() ? index.get().baseline() : committed(store, tree.get());
    }

    /// What the tree alone says.
    public static Baseline committed(GitStore store, ObjectId tree) throws IOException {
        try (var objects = new VerifiedObjects(store.repository().newObjectReader())) {
            return of(new TreeReader(objects).read(tree), Long.MAX_VALUE);
        }
    }
}
