package gitdav.volume.maintenance;

import gitdav.files.DurableFiles;
import gitdav.volume.store.GitStore;
import gitdav.volume.store.History;
import gitdav.volume.tree.TreeEntries;
import gitdav.volume.tree.VerifiedObjects;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevCommit;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which commits a store keeps: all that the remote lacks, and some before them. What comes before those is cut off, as in
/// a store that was fetched with a depth.
final class KeptHistory {

    private final GitStore store;
    private final VerifiedObjects objects;
    private final Set<ObjectId> needed = new HashSet<>();

    KeptHistory(GitStore store) {
        this.store = store;
        this.objects = new VerifiedObjects(store.repository().newObjectReader());
    }

    /// Cuts the history off.
    ///
    /// @param depth how many commits that the remote has are kept, on each way back; [History#WHOLE] for all
    /// @return every object that is still needed
    /// @throws IOException if something of that is missing or broken; nothing has changed then
    Set<ObjectId> keep(int depth) throws IOException {
        try (objects) {
            Map<ObjectId, RevCommit> kept = commits(depth == History.WHOLE ? Integer.MAX_VALUE : depth);
            var cutOff = new HashSet<ObjectId>();
            for (RevCommit commit : kept.values()) {
                needed.add(commit.copy());
                collect(commit.getTree().copy());
                if (!Arrays.stream(commit.getParents()).allMatch(kept::containsKey)) {
                    cutOff.add(commit.copy());
                }
            }
            cutOffBefore(cutOff);
            return needed;
        }
    }

    private record Step(ObjectId commit, int left) {}

    private Map<ObjectId, RevCommit> commits(int depth) throws IOException {
        Set<ObjectId> shallow = store.repository().getObjectDatabase().getShallowCommits();
        Optional<ObjectId> remote = store.remoteHead();
        var kept = new HashMap<ObjectId, RevCommit>();
        var mostLeft = new HashMap<ObjectId, Integer>();
        Deque<Step> steps = new ArrayDeque<>();
        for (Ref ref : store.repository().getRefDatabase().getRefsByPrefix(Constants.R_REFS)) {
            // Of what is only noted, nothing before is needed, and it may not be there.
            boolean isHistory = ref.getName().equals(store.localRef()) || ref.getName().equals(store.trackingRef());
            steps.add(new Step(ref.getObjectId(), isHistory ? Integer.MAX_VALUE : 1));
        }
        while (!steps.isEmpty()) {
            Step step = steps.remove();
            // From where the remote has it, too, the history need not be longer than that.
            boolean isConfirmed = remote.filter(step.commit()::equals).isPresent();
            int left = isConfirmed ? Math.min(depth, step.left()) : step.left();
            if (left <= mostLeft.getOrDefault(step.commit(), 0)) {
                continue;
            }
            mostLeft.put(step.commit(), left);
            RevCommit commit = RevCommit.parse(objects.read(step.commit(), Constants.OBJ_COMMIT));
            kept.put(step.commit(), commit);
            if (left > 1 && !shallow.contains(step.commit())) {
                for (RevCommit parent : commit.getParents()) {
                    steps.add(new Step(parent.copy(), left == Integer.MAX_VALUE ? left : left - 1));
                }
            }
        }
        return kept;
    }

    /// Not one call for each folder in a folder: who writes a commit may nest them without end.
    private void collect(ObjectId root) throws IOException {
        var trees = new ArrayDeque<>(Set.of(root));
        while (!trees.isEmpty()) {
            ObjectId tree = trees.remove();
            if (!needed.add(tree)) {
                continue;
            }
            for (TreeEntries.Entry entry : TreeEntries.of(objects, tree)) {
                switch (entry.mode().getObjectType()) {
                    case Constants.OBJ_TREE -> trees.add(entry.id());
                    case Constants.OBJ_BLOB -> needed.add(entry.id());
                    default -> {
                        // Of a submodule, the store has nothing.
                    }
                }
            }
        }
    }

    private void cutOffBefore(Set<ObjectId> commits) throws IOException {
        if (!commits.equals(store.repository().getObjectDatabase().getShallowCommits())) {
            store.repository().getObjectDatabase().setShallowCommits(commits);
            DurableFiles.flush(store.folder());
        }
    }
}
