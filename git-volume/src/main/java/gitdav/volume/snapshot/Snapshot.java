package gitdav.volume.snapshot;

import gitdav.files.FileClock;
import gitdav.volume.store.GitStore;
import gitdav.volume.tree.BackupLayout;
import gitdav.volume.tree.Node;
import gitdav.volume.tree.TreeName;
import org.eclipse.jgit.lib.ObjectId;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The state of a data volume at one moment, as a tree of the git store; no commit yet, no schedule, no remote.
///
/// @param root all its files, with what the file system said of them
/// @param begin when it was begun, in nanoseconds since 1970
/// @param problems what could not be taken, a line each; the rest is complete
/// @param damages what is not what it should be; the snapshot holds it as it was
/// @param indexed the commit for which the store's index says all of this already, if it does
public record Snapshot(Node.Folder root, long begin, List<String> problems, List<Damage> damages,
        Optional<ObjectId> indexed) {

    public Snapshot {
        problems = List.copyOf(problems);
        damages = List.copyOf(damages);
    }

    /// The root tree.
    public ObjectId tree() {
        return root.tree();
    }

    /// How many files it holds.
    public int files() {
        return root.fileCount();
    }

    /// How many bytes they have.
    public long bytes() {
        return bytes(root);
    }

    private static long bytes(Node.Folder folder) {
        long own = folder.files() instanceof RecordedFiles recorded
                ? recorded.byteCount()
                : folder.files().stream().mapToLong(file -> file.stat().size()).sum();
        return own + folder.folders().stream().mapToLong(Snapshot::bytes).sum();
    }

    /// The same right after a restore of this state: where only the time of something is another, the file system or its
    /// owner does not let us set it, and that is no change of a user.
    public Snapshot asRestored(Node.Folder to) {
        return new Snapshot(asRestored(root, to), begin, problems, damages, indexed);
    }

    private static Node.Folder asRestored(Node.Folder now, Node.Folder to) {
        Map<TreeName, Node> wanted = to.byName();
        boolean isRoot = to.name().equals(Node.Folder.NOTHING.name());
        boolean isSame = now.folders().size() == to.folders().size() && now.files().size() == to.files().size();
        var folders = new ArrayList<Node.Folder>();
        for (Node.Folder below : now.folders()) {
            Node.Folder folder = wanted.get(below.name()) instanceof Node.Folder other
                    ? asRestored(below, other)
                    : below;
            isSame &= wanted.get(below.name()) instanceof Node.Folder other && isSame(folder, other, isRoot);
            folders.add(folder);
        }
        isSame &= now.files().stream().allMatch(
                file -> wanted.get(file.name()) instanceof Node.File other && file.holdsTheSameAs(other));
        return isSame && to.tree() != null
                ? new Node.Folder(now.name(), now.stat(), to.tree(), to.times(), now.files(), folders, to.opaque())
                : new Node.Folder(now.name(), now.stat(), now.tree(), now.times(), now.files(), folders, now.opaque());
    }

    /// Our own folder has no objects, only what is in it.
    private static boolean isSame(Node.Folder one, Node.Folder other, boolean areAtRoot) {
        boolean isOurs = areAtRoot && one.name().equals(BackupLayout.RESERVED);
        return isOurs
                ? isSame(one.folders().getFirst(), other.folders().getFirst(), false)
                : one.tree() != null && one.tree().equals(other.tree()) && Objects.equals(one.times(), other.times());
    }

    /// What was changed since then, may have been changed again without a trace.
    public long trustedBefore() {
        return begin - FileClock.TICK;
    }

    /// Notes in the store what the file system said, so that the next snapshot need not read everything again. To be
    /// called once the snapshot is committed.
    public void remember(GitStore store) throws IOException {
        ObjectId commit = store.head().orElseThrow();
        if (!indexed.equals(Optional.of(commit))) {
            FileIndex.of(commit, root, begin).write(store.folder());
        }
    }

    /// The same, if the store's newest commit holds exactly this; without that, there is nothing to remember.
    ///
    /// @return whether it does
    public boolean rememberIfCommitted(GitStore store) throws IOException {
        boolean isCommitted = store.headTree().filter(tree()::equals).isPresent();
        if (isCommitted) {
            remember(store);
        }
        return isCommitted;
    }
}
