package gitdav.remote;

import gitdav.program.Failure;
import gitdav.remote.RemoteException.Kind;
import gitdav.remote.format.RepositoryFormat;
import gitdav.remote.format.UnknownFormatException;
import gitdav.volume.store.GitStore;
import gitdav.volume.store.Progress;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessMode;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A branch of a repository in a folder of this machine: reached without any protocol where that will do.
final class FolderBranch implements RemoteBranch {

    private static final Logger LOG = LoggerFactory.getLogger(FolderBranch.class);

    private static final int NEWEST_ONLY = 1;

    /// A push that is running locks its branch for milliseconds.
    private static final Duration LONGEST_LOCK = Duration.ofMinutes(1);

    private final RemoteUrl url;
    private final Path folder;
    private final GitStore store;
    private final RemoteBranch transport;

    /// @param transport the same branch, reached by git's own protocol
    FolderBranch(RemoteUrl url, GitStore store, RemoteBranch transport) {
        this.url = url;
        this.folder = Path.of(url.address().getPath());
        this.store = store;
        this.transport = transport;
    }

    @Override
    public void fetch(int depth, Runnable onProgress) throws IOException {
        requireAccess();
        requireKnownFormat("fetch from");
        if (depth > NEWEST_ONLY && store.history().isShallow() && fetchOlder(depth, onProgress)) {
            return;
        }
        if (depth > NEWEST_ONLY || !fetchDirectly(depth == NEWEST_ONLY, onProgress)) {
            transport.fetch(isShallow() ? EVERYTHING_NEW : depth, onProgress);
        }
    }

    private boolean isShallow() throws IOException {
        try {
            return ShallowFolder.cutOff(folder, store);
        } catch (CorruptObjectException | MissingObjectException e) {
            throw RemoteException.of("fetch from", url, RemoteFailure.of(e), e);
        }
    }

    private void requireKnownFormat(String attempt) throws IOException {
        try {
            RepositoryFormat.require(folder);
            // JGit looks there, too.
            RepositoryFormat.require(folder.resolve(Constants.DOT_GIT));
        } catch (UnknownFormatException e) {
            throw RemoteException.of(attempt, url, RemoteFailure.of(e), e);
        }
    }

    /// JGit would say that there is no repository.
    private void requireAccess() throws IOException {
        try {
            folder.getFileSystem().provider().checkAccess(folder, AccessMode.READ, AccessMode.EXECUTE);
        } catch (NoSuchFileException missing) {
            // That is for JGit to say: what is asked for may be the folder's own folder ".git".
        } catch (FileSystemException e) {
            throw refused("fetch from", e);
        }
    }

    private RemoteException refused(String attempt, IOException e) {
        return RemoteException.of(attempt, url, new RemoteFailure(Kind.REFUSED,
                Failure.describe(e, folder)), e);
    }

    private boolean fetchOlder(int depth, Runnable onProgress) throws IOException {
        try {
            return FolderDepthFetch.run(folder, store, depth, new Progress(onProgress));
        } catch (CorruptObjectException | MissingObjectException e) {
            throw RemoteException.of("fetch from", url, RemoteFailure.of(e), e);
        }
    }

    private boolean fetchDirectly(boolean newestOnly, Runnable onProgress) throws IOException {
        try {
            return FolderFetch.run(folder, store, newestOnly, new Progress(onProgress));
        } catch (CorruptObjectException | MissingObjectException e) {
            throw RemoteException.of("fetch from", url, RemoteFailure.of(e), e);
        }
    }

    @Override
    public void push(Runnable onProgress) throws IOException {
        requireKnownFormat("push to");
        if (!pushDirectly(onProgress)) {
            try {
                transport.push(onProgress);
            } catch (RemoteException e) {
                throw e.kind() == Kind.MOVED_ON ? lockedOr(e) : e;
            }
        }
    }

    /// A push that is killed may leave the branch locked. Only a person can know that no process uses it any more.
    ///
    /// @return the same failure if the branch is not locked
    private RemoteException lockedOr(RemoteException failure) {
        Path lock = folder.resolve(store.localRef() + ".lock");
        Instant since;
        try {
            since = Files.getLastModifiedTime(lock).toInstant();
        } catch (IOException notLocked) {
            return failure;
        }
        Kind kind = since.isBefore(Instant.now().minus(LONGEST_LOCK)) ? Kind.REFUSED : Kind.MOVED_ON;
        return RemoteException.of("push to", url, new RemoteFailure(kind, "its branch has been locked since "
                + since.truncatedTo(ChronoUnit.SECONDS)
                + ": another push is running, or was killed; if none is running, delete " + lock), failure);
    }

    private boolean pushDirectly(Runnable onProgress) throws IOException {
        try {
            return FolderPush.run(folder, store, Progress.silent(onProgress));
        } catch (InterruptedIOException | ClosedByInterruptException | RemoteException notToBeTriedAgain) {
            throw notToBeTriedAgain;
        } catch (IOException e) {
            if (Failure.isOfTheSystem(e)) {
                throw refused("push to", e);
            }
            LOG.debug("to be pushed by git's own protocol, which says what is wrong", e);
            return false;
        }
    }

    @Override
    public void close() {
        transport.close();
    }
}
