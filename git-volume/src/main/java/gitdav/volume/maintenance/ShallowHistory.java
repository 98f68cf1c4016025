package gitdav.volume.maintenance;

import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A history of which only the newest commits were fetched. No remote takes it that has not the rest; once the rest is
/// nowhere any more, the commits that are left have to stand on their own.
public final class ShallowHistory {

    private static final Logger LOG = LoggerFactory.getLogger(ShallowHistory.class);

    private ShallowHistory() {}

    /// Writes the branch's commits once more, with the same files, messages and times, so that the history begins where it
    /// was cut off. A process that is killed meanwhile has changed nothing, or is to do it again.
    ///
    /// @param store whose remote has no commit
    public static void close(GitStore store) throws IOException {
        ObjectId head = store.head().orElseThrow();
        Map<ObjectId, ObjectId> rewritten = new HashMap<>();
        try (var walk = new RevWalk(store.repository());
                ObjectInserter inserter = store.repository().newObjectInserter()) {
            walk.sort(RevSort.TOPO);
            walk.sort(RevSort.REVERSE, true);
            walk.markStart(walk.parseCommit(head));
            for (RevCommit commit : walk) {
                // Where the history is cut off, the walk sees no parents.
                List<ObjectId> parents = Arrays.stream(commit.getParents()).map(rewritten::get).toList();
                rewritten.put(commit.copy(), inserter.insert(standing(commit, parents)));
            }
            inserter.flush();
        }
        store.replaceHistory(head, rewritten.get(head), "history closed");
        store.repository().getObjectDatabase().setShallowCommits(Set.of());
        LOG.warn(
                "the remote is empty, and the git store has only the newest versions, {} of them: the history begins with"
                        + " these",
                rewritten.size());
    }

    private static CommitBuilder standing(RevCommit commit, List<ObjectId> parents) {
        var builder = new CommitBuilder();
        builder.setTreeId(commit.getTree());
        builder.setParentIds(parents);
        builder.setAuthor(commit.getAuthorIdent());
        builder.setCommitter(commit.getCommitterIdent());
        builder.setMessage(commit.getFullMessage());
        return builder;
    }
}
