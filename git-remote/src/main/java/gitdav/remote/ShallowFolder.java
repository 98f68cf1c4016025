package gitdav.remote;

import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/// A repository in a folder of this machine that has not all of its own history (git's word for it is *shallow*), as
/// `git clone --depth` makes it. JGit as a server, in the same process, does not say where that history ends.
final class ShallowFolder {

    private ShallowFolder() {}

    /// Ends the store's history where the repository's ends, unless the store has what comes before. To be called before a
    /// fetch: a store is whole also if the process is killed after it.
    ///
    /// @return whether the repository is shallow: it has no more than that
    static boolean cutOff(Path folder, GitStore store) throws IOException {
        try (Repository remote = RemoteFolder.open(folder);
                ObjectReader reader = remote.newObjectReader()) {
            Set<ObjectId> ends = remote.getObjectDatabase().getShallowCommits();
            for (ObjectId end : ends) {
                // As it is written: a walk of the history sees no parents there.
                var commit = RevCommit.parse(reader.open(end, Constants.OBJ_COMMIT).getCachedBytes());
                for (RevCommit parent : commit.getParents()) {
                    if (!store.has(parent)) {
                        store.history().cutOffBefore(end);
                    }
                }
            }
            return !ends.isEmpty();
        }
    }
}
