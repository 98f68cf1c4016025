package gitdav.volume.store;

import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// How far the history of a store reaches back from a commit.
///
/// @param commits all that the store has of it
/// @param depth the length of the longest of the shortest ways back, in commits: git's word for a fetch of so much is
///     *depth*
/// @param cutOff the commits before which the history of the store is cut off
public record Reach(Set<ObjectId> commits, int depth, Set<ObjectId> cutOff) {

    /// Follows all ways back.
    ///
    /// @throws IOException if a commit is missing or broken
    public static Reach of(GitStore store, ObjectId newest) throws IOException {
        Set<ObjectId> cutOff = store.history().cutOff();
        var commits = new HashSet<ObjectId>(Set.of(newest));
        int depth = 0;
        try (var walk = new RevWalk(store.repository())) {
            Collection<ObjectId> level = List.of(newest);
            while (!level.isEmpty()) {
                depth++;
                var before = new HashSet<ObjectId>();
                for (ObjectId id : level) {
                    RevCommit commit = walk.parseCommit(id);
                    for (RevCommit parent : commit.getParents()) {
                        if (commits.add(parent.copy())) {
                            before.add(parent.copy());
                        }
                    }
                    commit.disposeBody();
                }
                level = before;
            }
        }
        return new Reach(Set.copyOf(commits), depth, cutOff);
    }

    /// Whether there is nothing before it.
    public boolean isWhole() {
        return commits.stream().noneMatch(cutOff::contains);
    }
}
