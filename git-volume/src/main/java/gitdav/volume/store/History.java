package gitdav.volume.store;

import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;

import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/// How the commits of a repository belong together. Of a store that was fetched with a depth, the history is cut off: what
/// comes before is not there (git's word for such a repository is *shallow*).
public record History(Repository repository) {

    /// The depth that cuts nothing off.
    public static final int WHOLE = 0;

    /// Whether the descendant has the ancestor in its history, or is the same commit.
    public boolean isAncestor(ObjectId ancestor, ObjectId descendant) throws IOException {
        try (var walk = new RevWalk(repository)) {
            return walk.isMergedInto(walk.parseCommit(ancestor), walk.parseCommit(descendant));
        }
    }

    /// Whether it is there, and a commit.
    public boolean has(ObjectId commit) throws IOException {
        try (var walk = new RevWalk(repository)) {
            walk.parseCommit(commit);
            return true;
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            return false;
        }
    }

    /// The newest commit that both have in their history; empty if they have none in common, or it is cut off.
    public Optional<ObjectId> mergeBase(ObjectId one, ObjectId other) throws IOException {
        try (var walk = new RevWalk(repository)) {
            walk.setRevFilter(RevFilter.MERGE_BASE);
            walk.markStart(walk.parseCommit(one));
            walk.markStart(walk.parseCommit(other));
            return Optional.ofNullable(walk.next()).map(RevCommit::copy);
        }
    }

    /// The commit before, on the branch itself; empty for the first one, and where the history is cut off.
    public Optional<ObjectId> parent(ObjectId commit) throws IOException {
        try (var walk = new RevWalk(repository)) {
            RevCommit parsed = walk.parseCommit(commit);
            return parsed.getParentCount() == 0 ? Optional.empty() : Optional.of(parsed.getParent(0).copy());
        }
    }

    /// How many commits there are up to the newest, without those of the history of another.
    int countSince(Optional<ObjectId> other, ObjectId newest) throws IOException {
        try (var walk = new RevWalk(repository)) {
            walk.markStart(walk.parseCommit(newest));
            if (other.isPresent()) {
                walk.markUninteresting(walk.parseCommit(other.get()));
            }
            return (int) StreamSupport.stream(walk.spliterator(), false).count();
        }
    }

    /// When the commit was made, to the second.
    Instant time(ObjectId commit) throws IOException {
        try (var walk = new RevWalk(repository)) {
            return Instant.ofEpochSecond(walk.parseCommit(commit).getCommitTime());
        }
    }

    /// Whether it is cut off somewhere: not all of it was fetched.
    public boolean isShallow() throws IOException {
        return !repository.getObjectDatabase().getShallowCommits().isEmpty();
    }

    /// The commits before which it is cut off.
    public Set<ObjectId> cutOff() throws IOException {
        return Set.copyOf(repository.getObjectDatabase().getShallowCommits());
    }

    /// Marks a commit as one before which the history is cut off, besides those that are.
    public void cutOffBefore(ObjectId commit) throws IOException {
        var shallow = new HashSet<>(repository.getObjectDatabase().getShallowCommits());
        shallow.add(commit);
        repository.getObjectDatabase().setShallowCommits(shallow);
    }
}
