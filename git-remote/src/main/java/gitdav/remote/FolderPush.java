package gitdav.remote;

import gitdav.program.Failure;
import gitdav.volume.store.GitStore;
import gitdav.volume.store.IncrementalRepack;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The push that is most frequent, to a repository in a folder of this machine, without the server that JGit would be as
/// well, in the same process: some commits after the one that the store knows the remote to have.
///
/// A server looks through everything that the remote has to find out what is new, and now and then rewrites all of it
/// and keeps it in memory meanwhile. Here what is new is what differs from one commit to the next, and packs are put together
/// a little at a time. A backup of 100 changed files takes 0.34 s instead of 0.55 (`benchmark/backup`).
final class FolderPush {

    private static final Logger LOG = LoggerFactory.getLogger(FolderPush.class);

    private final GitStore store;
    private final Repository remote;
    private final ProgressMonitor progress;

    private FolderPush(GitStore store, Repository remote, ProgressMonitor progress) {
        this.store = store;
        this.remote = remote;
        this.progress = progress;
    }

    /// Pushes, if it is that.
    ///
    /// @return false if it is not, the folder is not such a repository, or another client has pushed meanwhile; then nothing
    ///     has been done but that it may have objects that it did not ask for
    static boolean run(Path folder, GitStore store, ProgressMonitor progress) throws IOException {
        try (Repository remote = RemoteFolder.open(folder)) {
            Optional<ObjectId> theirs = RemoteFolder.newest(remote, store.localRef());
            // Who works in a repository does not want its branch to move.
            boolean isBare = remote.getConfig().getBoolean(ConfigConstants.CONFIG_CORE_SECTION,
                    ConfigConstants.CONFIG_KEY_BARE, false);
            return isBare && theirs.isPresent() && theirs.equals(store.remoteHead())
                    && new FolderPush(store, remote, progress).advance(theirs.get(), store.head().orElseThrow());
        }
    }

    private boolean advance(ObjectId theirs, ObjectId ours) throws IOException {
        try (ObjectReader reader = store.repository().newObjectReader(); RevWalk walk = new RevWalk(reader)) {
            new PackCopy(store.repository(), remote, progress).copy(List.copyOf(since(theirs, ours, walk)), reader);
        } catch (CorruptObjectException | MissingObjectException e) {
            // By git's protocol, both sides would wait for each other then.
            throw new RemoteException(RemoteException.Kind.UNREACHABLE,
                    "cannot push to " + remote.getDirectory() + ": the git store is damaged: " + e.getMessage()
                            + "; git-init repairs it at its next start, with VERIFY=full at the latest",
                    e);
        }
        RefUpdate update = remote.updateRef(store.localRef());
        update.setExpectedOldObjectId(theirs);
        update.setNewObjectId(ours);
        update.setRefLogMessage("push", false);
        if (update(update, theirs, ours) != RefUpdate.Result.FAST_FORWARD) {
            return false;
        }
        store.rememberRemote(ours);
        tidyUp();
        return true;
    }

    private RefUpdate.Result update(RefUpdate update, ObjectId theirs, ObjectId ours) throws IOException {
        try (RevWalk walk = new RevWalk(remote)) {
            // Read once before the branch is locked, so that it is locked for a moment only: who is killed then, leaves that.
            walk.isMergedInto(walk.parseCommit(theirs), walk.parseCommit(ours));
            return update.update(walk);
        }
    }

    /// The push is done, whatever comes of this. Where git keeps one index of all packs, it also sees to them.
    private void tidyUp() {
        Path indexOfAll = remote.getDirectory().toPath().resolve("objects/pack/multi-pack-index");
        try {
            if (Files.notExists(indexOfAll) && IncrementalRepack.isWorthwhile(remote, 0)) {
                new IncrementalRepack(remote, _ -> true).run(List.of());
            }
        } catch (IOException e) {
            LOG.warn("cannot put packs together in {}: {}", remote.getDirectory(),
                    Failure.describe(e, remote.getDirectory().toPath()));
        }
    }

    private static Set<RevObject> since(ObjectId theirs, ObjectId ours, RevWalk walk) throws IOException {
        walk.markStart(walk.parseCommit(ours));
        walk.markUninteresting(walk.parseCommit(theirs));
        var objects = new LinkedHashSet<RevObject>();
        for (RevCommit commit : walk) {
            objects.add(commit);
            addNew(commit, walk, objects);
        }
        return objects;
    }

    /// Adds what is not at the same place in a parent.
    private static void addNew(RevCommit commit, RevWalk walk, Set<RevObject> objects) throws IOException {
        objects.add(commit.getTree());
        try (var trees = new TreeWalk(walk.getObjectReader())) {
            trees.addTree(commit.getTree());
            for (RevCommit parent : commit.getParents()) {
                trees.addTree(walk.parseTree(parent));
            }
            trees.setFilter(TreeFilter.ANY_DIFF);
            while (trees.next()) {
                FileMode mode = trees.getFileMode(0);
                if (isInParent(trees) || mode.equals(FileMode.MISSING) || mode.equals(FileMode.GITLINK)) {
                    continue;
                }
                AnyObjectId id = trees.getObjectId(0);
                objects.add(mode.equals(FileMode.TREE) ? walk.lookupTree(id) : walk.lookupBlob(id));
                if (trees.isSubtree()) {
                    trees.enterSubtree();
                }
            }
        }
    }

    private static boolean isInParent(TreeWalk trees) {
        for (int parent = 1; parent < trees.getTreeCount(); parent++) {
            if (trees.idEqual(0, parent)) {
                return true;
            }
        }
        return false;
    }
}
