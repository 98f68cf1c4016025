package gitdav.volume.maintenance;

import gitdav.program.Failure;
import gitdav.volume.snapshot.FileIndex;
import gitdav.volume.store.GitStore;
import gitdav.volume.tree.TreeEntries;
import gitdav.volume.tree.VerifiedObjects;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.revwalk.RevCommit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Takes over what a damaged store has and a new one lacks: the newest commit that is whole, and those before it.
final class Rescue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Rescue.class);

    private final GitStore damaged;
    private final GitStore fresh;
    private final VerifiedObjects objects;

    Rescue(Path damaged, GitStore fresh) throws IOException {
        this.damaged = GitStore.openDamaged(damaged, fresh.branch());
        this.fresh = fresh;
        this.objects = new VerifiedObjects(this.damaged.repository().newObjectReader());
    }

    /// Does it. The branch may be what is broken; the index was written right after it.
    ///
    /// @return the newest commit that is whole, now the newest of the new store
    Optional<ObjectId> run() throws IOException {
        Optional<ObjectId> rescued = runFrom(branch());
        return rescued.isPresent() ? rescued : runFrom(indexed());
    }

    private Optional<ObjectId> runFrom(Optional<ObjectId> newest) throws IOException {
        for (Optional<ObjectId> commit = newest; commit.isPresent(); commit = parent(commit.get())) {
            try {
                takeOver(commit.get());
                fresh.advance(fresh.head(), commit.get(), "rescued from a damaged store");
                return commit;
            } catch (MissingObjectException | CorruptObjectException e) {
                LOG.warn("skipped commit {} of the damaged git store: {}", commit.get().abbreviate(10).name(),
                        Failure.reason(e));
            }
        }
        return Optional.empty();
    }

    private Optional<ObjectId> branch() {
        try {
            return damaged.head();
        } catch (IOException broken) {
            return Optional.empty();
        }
    }

    private Optional<ObjectId> indexed() {
        try {
            return FileIndex.read(damaged.folder()).map(FileIndex::commit);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /// The commit must be whole. Where one of those before it is not, the history is cut off.
    private void takeOver(ObjectId newest) throws IOException {
        if (fresh.has(newest)) {
            return;
        }
        Deque<ObjectId> commits = new ArrayDeque<>();
        Optional<ObjectId> cutOff = Optional.empty();
        for (Optional<ObjectId> commit = Optional.of(newest); commit.isPresent() && !fresh.has(commit.get());) {
            try {
                copyContentOf(commit.get());
            } catch (MissingObjectException | CorruptObjectException e) {
                if (commits.isEmpty()) {
                    throw e;
                }
                cutOff = Optional.of(commits.getLast());
                break;
            }
            commits.addLast(commit.get());
            commit = parent(commit.get());
        }
        if (cutOff.isPresent()) {
            fresh.history().cutOffBefore(cutOff.get());
        }
        copyCommits(commits);
    }

    private void copyContentOf(ObjectId commit) throws IOException {
        ObjectId tree = RevCommit.parse(objects.read(commit, Constants.OBJ_COMMIT)).getTree();
        Map<ObjectId, Integer> found = new HashMap<>();
        collect(tree, found);
        try (ObjectInserter inserter = fresh.newInserter()) {
            for (var object : found.entrySet()) {
                inserter.insert(object.getValue(), objects.read(object.getKey(), object.getValue()));
            }
            inserter.flush();
        }
    }

    /// Not one call for each folder in a folder: who writes a commit may nest them without end.
    private void collect(ObjectId root, Map<ObjectId, Integer> found) throws IOException {
        var trees = new ArrayDeque<>(Set.of(root));
        while (!trees.isEmpty()) {
            ObjectId tree = trees.remove();
            if (fresh.has(tree) || found.put(tree, Constants.OBJ_TREE) != null) {
                continue;
            }
            for (TreeEntries.Entry entry : TreeEntries.of(objects, tree)) {
                if (entry.isFolder()) {
                    trees.add(entry.id());
                } else if (!entry.mode().equals(FileMode.GITLINK) && !fresh.has(entry.id())) {
                    found.put(entry.id(), Constants.OBJ_BLOB);
                }
            }
        }
    }

    /// The oldest first, so that each finds its parent there.
    private void copyCommits(Deque<ObjectId> commits) throws IOException {
        try (ObjectInserter inserter = fresh.repository().newObjectInserter()) {
            while (!commits.isEmpty()) {
                inserter.insert(Constants.OBJ_COMMIT, objects.read(commits.removeLast(), Constants.OBJ_COMMIT));
            }
            inserter.flush();
        }
    }

    private Optional<ObjectId> parent(ObjectId commit) throws IOException {
        try {
            RevCommit parsed = RevCommit.parse(objects.read(commit, Constants.OBJ_COMMIT));
            return parsed.getParentCount() == 0 ? Optional.empty() : Optional.of(parsed.getParent(0).copy());
        } catch (MissingObjectException | CorruptObjectException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        objects.close();
        damaged.close();
    }
}
