package gitdav.remote;

import gitdav.volume.store.GitStore;
import gitdav.volume.store.Reach;
import gitdav.volume.tree.TreeObjects;
import gitdav.volume.tree.VerifiedObjects;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Older versions from a repository in a folder of this machine, copied without git's protocol. As server and client in one
/// process, JGit speaks its oldest form, in which the client does not understand where the history ends once it has named 64
/// commits that it has.
final class FolderDepthFetch {

    private final GitStore store;
    private final Set<ObjectId> theirEnds;
    /// What the store has of the history; what else is there of it may not be whole.
    private final Set<ObjectId> known;
    private final Set<ObjectId> ends;
    private final List<RevCommit> lacking = new ArrayList<>();

    private FolderDepthFetch(GitStore store, Set<ObjectId> theirEnds) throws IOException {
        this.store = store;
        this.theirEnds = theirEnds;
        Optional<ObjectId> newest = store.remoteHead();
        this.known = newest.isEmpty() ? Set.of() : Reach.of(store, newest.get()).commits();
        this.ends = new HashSet<>(store.history().cutOff());
    }

    /// Copies what the store lacks of the newest commits, and moves the end of its history.
    ///
    /// @param depth how many commits back from the newest, on each way
    /// @return false if the folder is not such a repository, or has no such branch; then nothing has been done
    /// @throws IOException if the repository is damaged, or the store cannot be written
    static boolean run(Path folder, GitStore store, int depth, ProgressMonitor progress) throws IOException {
        try (Repository remote = RemoteFolder.open(folder)) {
            Optional<ObjectId> branch = RemoteFolder.newest(remote, store.localRef());
            if (branch.isEmpty()) {
                return false;
            }
            ObjectId newest = branch.get();
            try (ObjectReader reader = remote.newObjectReader(); var walk = new RevWalk(reader)) {
                var fetch = new FolderDepthFetch(store, remote.getObjectDatabase().getShallowCommits());
                fetch.goBack(walk, newest, depth);
                if (!fetch.lacking.isEmpty()) {
                    new PackCopy(remote, store.repository(), progress).copy(fetch.objects(walk), reader);
                }
                store.repository().getObjectDatabase().setShallowCommits(fetch.ends);
            }
            store.rememberRemote(newest);
            return true;
        }
    }

    private void goBack(RevWalk walk, ObjectId newest, int depth) throws IOException {
        Set<ObjectId> seen = new HashSet<>();
        Collection<ObjectId> level = List.of(newest);
        for (int left = depth; left > 0 && !level.isEmpty(); left--) {
            Set<ObjectId> before = new HashSet<>();
            for (ObjectId id : level) {
                RevCommit commit = walk.parseCommit(id);
                boolean isEnd = theirEnds.contains(id) || (left == 1 && commit.getParentCount() > 0);
                note(commit, isEnd);
                if (!isEnd) {
                    Arrays.stream(commit.getParents()).map(RevCommit::copy).filter(seen::add).forEach(before::add);
                }
            }
            level = before;
        }
    }

    private void note(RevCommit commit, boolean isEnd) {
        boolean isLacking = !known.contains(commit);
        if (isLacking) {
            lacking.add(commit);
        }
        if (!isEnd) {
            ends.remove(commit);
        } else if (isLacking) {
            ends.add(commit.copy());
        }
    }

    /// Of a commit that is tidied up, a part may still be there.
    private List<RevObject> objects(RevWalk walk) throws IOException {
        var named = new TreeObjects(new VerifiedObjects(walk.getObjectReader()));
        for (RevCommit commit : lacking) {
            named.add(commit.getTree());
        }
        var objects = new ArrayList<RevObject>(lacking);
        for (ObjectId folder : named.folders()) {
            if (!store.has(folder)) {
                objects.add(walk.lookupTree(folder));
            }
        }
        for (ObjectId content : named.contents()) {
            if (!store.has(content)) {
                objects.add(walk.lookupBlob(content));
            }
        }
        return objects;
    }
}
