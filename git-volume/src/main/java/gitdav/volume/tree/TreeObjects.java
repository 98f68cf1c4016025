package gitdav.volume.tree;

import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

/// The names of all objects that some trees are made of. Tree objects are read and verified, contents are not. They come in
/// the order of the trees, in which they are usually stored, too.
public final class TreeObjects {

    private final VerifiedObjects objects;
    private final Set<ObjectId> folders = new LinkedHashSet<>();
    private final Set<ObjectId> contents = new LinkedHashSet<>();

    /// @param objects where the trees are
    public TreeObjects(VerifiedObjects objects) {
        this.objects = objects;
    }

    /// Adds a tree with everything below it.
    ///
    /// @throws IOException if one of its tree objects is missing or broken
    public void add(ObjectId tree) throws IOException {
        if (!folders.add(tree)) {
            return;
        }
        for (TreeEntries.Entry entry : TreeEntries.of(objects, tree)) {
            switch (entry.mode().getObjectType()) {
                case Constants.OBJ_TREE -> add(entry.id());
                case Constants.OBJ_BLOB -> contents.add(entry.id());
                default -> {
                    // Of a submodule, the store has nothing.
                }
            }
        }
    }

    /// The tree objects.
    public Set<ObjectId> folders() {
        return folders;
    }

    /// The contents of all files in them.
    public Set<ObjectId> contents() {
        return contents;
    }
}
