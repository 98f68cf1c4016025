package gitdav.volume.tree;

import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/// The ids of all objects that some trees are made of, in the order of the trees, which is usually the order on the disk. Tree
/// objects are read and verified, contents are not.
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
        // Not by recursion: an author of a commit decides how deep it is.
        var open = new ArrayDeque<TreeEntries.Entry>();
        addFolder(tree, open);
        while (!open.isEmpty()) {
            TreeEntries.Entry next = open.pop();
            switch (next.mode().getObjectType()) {
                case Constants.OBJ_TREE -> addFolder(next.id(), open);
                case Constants.OBJ_BLOB -> contents.add(next.id());
                default -> {
                    // Of a submodule, the store has nothing.
                }
            }
        }
    }

    private void addFolder(ObjectId tree, Deque<TreeEntries.Entry> open) throws IOException {
        if (folders.add(tree)) {
            TreeEntries.of(objects, tree).reversed().forEach(open::push);
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
