package gitdav.remote;

import gitdav.files.DurableFiles;
import gitdav.files.FileTree;
import gitdav.volume.store.GitStore;
import gitdav.volume.store.History;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The backup's place: one branch, somewhere else. Knows commits, and nothing of files.
///
/// Never forces: what the remote has is only ever added to. Not for use by several threads.
public final class GitRemote implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GitRemote.class);

    private final RemoteUrl url;
    private final GitStore store;
    private final RemoteBranch branch;
    private final Transfer transfer;

    /// @param branch the remote's side of the store's branch
    /// @param patience how long a transfer may stand still
    GitRemote(RemoteUrl url, GitStore store, RemoteBranch branch, Duration patience) {
        this.url = url;
        this.store = store;
        this.branch = branch;
        this.transfer = new Transfer(patience);
    }

    /// Makes the repository, without any commit, if the remote is a folder and that folder is missing: a backup volume
    /// is born empty. The folder around it must exist. Servers alone can make repositories ([RemoteOptions#requireFolder]).
    ///
    /// @return whether it has been made just now
    public boolean createIfMissing() throws IOException {
        Path folder = Path.of(url.address().getPath());
        if (Files.exists(folder)) {
            return false;
        }
        Path unfinished = folder.resolveSibling(folder.getFileName() + ".unfinished");
        FileTree.delete(unfinished);
        GitStore.open(Files.createDirectory(unfinished), store.branch()).close();
        DurableFiles.flushTree(unfinished);
        DurableFiles.move(unfinished, folder);
        return true;
    }

    /// Brings what the remote has into the store, and makes the store's remote-tracking branch say exactly that: it may
    /// remember another remote, which GIT_URL named before, or this one before it was lost and made again.
    ///
    /// @return the newest commit of the remote's branch; empty if the remote has no commit at all
    /// @throws RemoteException if the remote cannot be reached, or has branches but not ours: an empty share must not
    ///     start because of a misspelt name
    public Optional<ObjectId> fetch() throws IOException {
        return fetching(RemoteBranch.EVERYTHING_NEW);
    }

    /// The same, with a limit for a store that has no commit yet.
    ///
    /// @param depth how many commits that store gets; 0 for all, also in a store that has not all of them yet
    public Optional<ObjectId> fetch(int depth) throws IOException {
        if (depth == History.WHOLE) {
            boolean isShallow = store.history().isShallow();
            return fetching(isShallow ? Constants.INFINITE_DEPTH : RemoteBranch.EVERYTHING_NEW);
        }
        boolean isNew = store.head().isEmpty() && store.remoteHead().isEmpty();
        return fetching(isNew ? depth : RemoteBranch.EVERYTHING_NEW);
    }

    /// The same for older versions: moves the end of a history that is cut off.
    ///
    /// @param depth how many commits back from the remote's newest; more than the store has
    void deepen(int depth) throws IOException {
        transfer.run("fetch from " + url, () -> {
            branch.fetch(depth == History.WHOLE ? Constants.INFINITE_DEPTH : depth, transfer::progress);
            return null;
        });
    }

    private Optional<ObjectId> fetching(int depth) throws IOException {
        return transfer.run("fetch from " + url, () -> fetchNow(depth));
    }

    private Optional<ObjectId> fetchNow(int depth) throws IOException {
        Optional<ObjectId> before = store.remoteHead();
        branch.fetch(depth, transfer::progress);
        Optional<ObjectId> after = store.remoteHead();
        if (before.isPresent() && (after.isEmpty() || !store.history().isAncestor(before.get(), after.get()))) {
            LOG.warn("{} no longer has commit {}, which it had: it was rewritten, or is another repository", url,
                    before.get().abbreviate(10).name());
        }
        return after;
    }

    /// Pushes the store's branch, and returns only once the remote has confirmed that it has it.
    ///
    /// @throws RemoteException if the remote cannot be reached or does not take it; nothing is lost, the commit stays in
    ///     the store
    public void push() throws IOException {
        transfer.run("push to " + url, () -> {
            branch.push(transfer::progress);
            return null;
        });
    }

    /// Gives up the fetch or push that another thread is waiting for, and every later one until [#resume]: they fail at
    /// once, and nothing is lost.
    public void giveUp() {
        transfer.giveUp();
    }

    /// Allows transfers again, for a last time.
    ///
    /// @param atMost how long all of them together may take; what is not done then is given up
    public void resume(Duration atMost) {
        transfer.resume(atMost);
    }

    @Override
    public void close() {
        branch.close();
    }
}
