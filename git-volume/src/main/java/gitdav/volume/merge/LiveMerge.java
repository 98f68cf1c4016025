package gitdav.volume.merge;

import gitdav.program.Failure;
import gitdav.volume.DataVolume;
import gitdav.volume.snapshot.Baseline;
import gitdav.volume.snapshot.NotApplied;
import gitdav.volume.snapshot.Obstacle;
import gitdav.volume.snapshot.Snapshot;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.GitStore;
import gitdav.volume.tree.Graft;
import gitdav.volume.tree.Node;
import gitdav.volume.tree.TreeWriter;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Joins what others have committed to the remote with a data volume that is in use, and commits what it is then.
///
/// First the files are changed, then the volume is looked at again, then the commit says what is there: killed in between,
/// the next backup finds the files and joins the same again, which changes nothing.
///
/// @param after the volume as it is committed now
/// @param conflicts what both sides have changed; ours is in its place
/// @param kept what a user was just changing, or had locked; it stays as it is
public record LiveMerge(Snapshot after, List<String> conflicts, List<String> kept) {

    public LiveMerge {
        conflicts = List.copyOf(conflicts);
        kept = List.copyOf(kept);
    }

    /// Does it.
    ///
    /// @param here the volume's newest commit, taken just now
    /// @param base what both sides come from; empty if they have nothing in common
    /// @param theirs the commit of the other side
    /// @throws IOException if theirs is not whole, or the volume cannot be written
    public static LiveMerge run(DataVolume volume, GitStore store, Snapshot here, Optional<ObjectId> base,
            ObjectId theirs, PersonIdent author) throws IOException {
        var merge = new TreeMerge(theirs, true);
        Node.Folder merged;
        LiveUpdate.Rest rest;
        try {
            merged = merged(merge, store, here, base, theirs);
            rest = new LiveUpdate(volume, here, theirs).run(store, merged);
        } catch (FileSystemException e) {
            throw new IOException("cannot take over what was committed to the remote, " + Failure.describe(e), e);
        } catch (CorruptObjectException | MissingObjectException e) {
            throw new IOException("cannot take over commit %s of the remote: %s; revert it there, or set PUSH_ONLY=true"
                    .formatted(theirs.abbreviate(10).name(), e.getMessage()), e);
        }
        // What could not be applied, now or before, is in the new commit as it is to be, and not as the disk has it.
        var wanted = new HashMap<Path, Optional<Node>>();
        Stream.concat(NotApplied.in(volume).paths().stream(), rest.obstacles().stream().map(Obstacle::path))
                .forEach(path -> wanted.put(path, Graft.find(merged, path)));
        NotApplied.write(volume, merged, rest.obstacles());
        Node.Folder previous = wanted.isEmpty() ? here.root() : Graft.onto(here.root(), wanted);
        Snapshot after = Snapshotter.take(volume, store, Graft.opaque(previous, merged), here.trustedBefore());
        commit(store, after, theirs, author, message(merge.conflicts(), rest.kept()));
        after.remember(store);
        return new LiveMerge(after, merge.conflicts(), rest.kept());
    }

    /// What the volume is to be, as a tree in the store.
    private static Node.Folder merged(TreeMerge merge, GitStore store, Snapshot here, Optional<ObjectId> base,
            ObjectId theirs) throws IOException {
        try (ObjectInserter inserter = store.newInserter()) {
            Node.Folder before = base.isEmpty()
                    ? Node.Folder.NOTHING
                    : Baseline.committed(store, store.tree(base.get())).root();
            Node.Folder merged = new TreeWriter(inserter)
                    .write(merge.merge(before, here.root(), Baseline.committed(store, store.tree(theirs)).root()));
            inserter.flush();
            return merged;
        }
    }

    private static void commit(GitStore store, Snapshot after, ObjectId theirs, PersonIdent author, String message)
            throws IOException {
        ObjectId ours = store.head().orElseThrow();
        boolean isBehind = store.history().isAncestor(ours, theirs);
        boolean isTheirs = isBehind && store.tree(theirs).equals(after.tree());
        ObjectId commit = isTheirs
                ? theirs
                : store.write(after.tree(), isBehind ? List.of(theirs) : List.of(ours, theirs), author, message);
        store.advance(Optional.of(ours), commit, "merged");
    }

    private static String message(List<String> conflicts, List<String> kept) {
        var lines = new ArrayList<String>();
        lines.add("Take over what was changed elsewhere");
        if (!conflicts.isEmpty()) {
            lines.add("\nchanged on both sides:");
            lines.addAll(conflicts);
        }
        if (!kept.isEmpty()) {
            lines.add("\nkept, since a user was at work there:");
            lines.addAll(kept);
        }
        return String.join("\n", lines) + "\n";
    }
}
