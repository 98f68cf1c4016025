package gitdav.backup;

import gitdav.files.FileTree;
import gitdav.remote.GitRemote;
import gitdav.remote.RemoteOptions;
import gitdav.volume.maintenance.StoreCheck;
import gitdav.volume.snapshot.ReadPolicy;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.ObjectId;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/// Proves that the backup can be restored: fetches what the remote has, as a new pod would, into a folder of the git volume,
/// reads every object of it, and compares it with what was backed up.
///
/// Objects are named after their content. So a commit whose objects all are what their names say, and that is one of this
/// volume's own, holds exactly what was snapshotted. The newest one so proven is noted in the store.
final class RemoteVerification {

    private static final int NEWEST_ONLY = 1;

    private final GitStore store;
    private final RemoteOptions remotes;
    private final Lock tidyingUp;
    private volatile GitRemote running;

    /// What a verification found.
    ///
    /// @param ok whether the remote can be relied on
    record Result(Instant at, boolean ok, String line) {}

    /// @param store of the volume; only its history is read, and the newest proven version noted in it
    /// @param tidyingUp held meanwhile, since backups go on: tidied up, the store may no longer know what was fetched
    RemoteVerification(GitStore store, RemoteOptions remotes, Lock tidyingUp) {
        this.store = store;
        this.remotes = remotes;
        this.tidyingUp = tidyingUp;
    }

    /// Does it. Needs as much space in the git volume as the newest version takes there, until it is done.
    ///
    /// @throws IOException if nothing can be said of the remote, because it could not be fetched
    Result run() throws IOException {
        tidyingUp.lock();
        try {
            return cloneAndRead();
        } finally {
            tidyingUp.unlock();
        }
    }

    private Result cloneAndRead() throws IOException {
        long begin = System.nanoTime();
        Path scratch = store.scratch();
        FileTree.delete(scratch);
        try (GitStore clone = GitStore.open(scratch, remotes.branch());
                GitRemote remote = remotes.remote(clone, store.folder())) {
            running = remote;
            Optional<ObjectId> pushed = store.remoteHead();
            Optional<ObjectId> found = remote.fetch(NEWEST_ONLY);
            Optional<String> trouble = found.isEmpty()
                    ? pushed.map(commit -> "the remote has no commit any more, not even " + name(commit))
                    : trouble(clone, found.get(), pushed);
            if (trouble.isPresent()) {
                return new Result(Instant.now(), false, "the remote is not what was backed up: " + trouble.get());
            }
            if (found.isEmpty()) {
                return new Result(Instant.now(), true, "verified: the remote has nothing yet");
            }
            store.proven(found.get());
            return new Result(Instant.now(), true, "verified: a clone of commit %s is whole, %d bytes, %d ms".formatted(
                    name(found.get()), clone.size(), Duration.ofNanos(System.nanoTime() - begin).toMillis()));
        } finally {
            running = null;
            FileTree.delete(scratch);
        }
    }

    private Optional<String> trouble(GitStore clone, ObjectId found, Optional<ObjectId> pushed) throws IOException {
        Optional<String> damage = StoreCheck.damage(clone.folder(), remotes.branch(), ReadPolicy.FULL);
        if (damage.isPresent()) {
            return damage;
        }
        StoreCheck.read(clone, found);
        Optional<ObjectId> ours = store.head();
        if (!store.has(found) || ours.isEmpty() || !store.history().isAncestor(found, ours.get())) {
            return Optional.of("commit " + name(found) + " is none of this volume's, or not known here yet");
        }
        return pushed.isPresent() && !store.history().isAncestor(pushed.get(), found)
                ? Optional.of("commit " + name(pushed.get()) + " is lost, the newest is " + name(found))
                : Optional.empty();
    }

    private static String name(ObjectId commit) {
        return commit.abbreviate(10).name();
    }

    /// Gives up what is being fetched, if anything is: the line is needed for something else.
    void giveUp() {
        GitRemote remote = running;
        if (remote != null) {
            remote.giveUp();
        }
    }
}
