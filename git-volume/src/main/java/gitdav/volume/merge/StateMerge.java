package gitdav.volume.merge;

import gitdav.volume.snapshot.Baseline;
import gitdav.volume.snapshot.Snapshot;
import gitdav.volume.store.GitStore;
import gitdav.volume.tree.Node;
import gitdav.volume.tree.TreeWriter;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A commit that joins what is in the volume with what others have committed. No branch has it yet.
///
/// @param commit the commit
/// @param conflicts the names of what both have changed; ours is in its place
public record StateMerge(ObjectId commit, List<String> conflicts) {

    public StateMerge {
        conflicts = List.copyOf(conflicts);
    }

    /// Joins two histories.
    ///
    /// @param ours the volume as it is; its contents must be in the store
    /// @param parents the commits to be joined, the volume's own first
    /// @param base what both come from; empty if they have nothing in common
    /// @param theirs the other state
    /// @param copies whether theirs is put beside ours where both have changed the same
    public static StateMerge of(GitStore store, Snapshot ours, List<ObjectId> parents, Optional<ObjectId> base,
            ObjectId theirs, boolean copies, PersonIdent author) throws IOException {
        Node.Folder before = base.isEmpty()
                ? Node.Folder.NOTHING
                : Baseline.committed(store, store.tree(base.get())).root();
        var merge = new TreeMerge(theirs, copies);
        Node.Folder merged = merge.merge(before, ours.root(),
                Baseline.committed(store, store.tree(theirs)).root());
        try (ObjectInserter inserter = store.newInserter()) {
            ObjectId tree = new TreeWriter(inserter).write(merged).tree();
            inserter.flush();
            String message = "Merge what was changed elsewhere\n" + (merge.conflicts().isEmpty()
                    ? ""
                    : "\nchanged on both sides:\n" + String.join("\n", merge.conflicts()) + "\n");
            return new StateMerge(store.write(tree, parents, author, message), merge.conflicts());
        }
    }
}
