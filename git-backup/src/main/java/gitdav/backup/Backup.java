package gitdav.backup;

import gitdav.program.Failure;
import gitdav.remote.GitRemote;
import gitdav.remote.RemoteException;
import gitdav.volume.DataVolume;
import gitdav.volume.Marker;
import gitdav.volume.history.ChangeSummary;
import gitdav.volume.maintenance.GarbageCollection;
import gitdav.volume.restore.UpdateJournal;
import gitdav.volume.snapshot.Snapshot;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.BranchChange;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.stream.Stream;

/// Backs the data volume up: snapshot, commit if anything changed, ask the remote what it has, push what it lacks.
///
/// Each step leaves what the next run needs: a commit that could not be pushed is pushed then. Not for use by several
/// threads.
final class Backup {

    private static final Logger LOG = LoggerFactory.getLogger(Backup.class);

    private final DataVolume volume;
    private final GitStore store;
    private final GitRemote remote;
    private final int depth;
    private final int kept;
    private final PersonIdent author;
    private final RemoteSync sync;
    private final Lock tidyingUp;

    /// @param depth how much of the history a new store is to have, as in [GitRemote#fetch(int)]
    /// @param kept how much of it stays when the store is tidied up
    /// @param author of the commits; their time is that of each commit
    /// @param pushOnly whether to leave the volume alone, whatever others commit to the remote
    /// @param tidyingUp who holds it keeps the store from being tidied up, which cuts its history off
    Backup(DataVolume volume, GitStore store, GitRemote remote, int depth, int kept, PersonIdent author,
            boolean pushOnly, Lock tidyingUp) {
        this.volume = volume;
        this.store = store;
        this.remote = remote;
        this.depth = depth;
        this.kept = kept;
        this.author = author;
        this.tidyingUp = tidyingUp;
        this.sync = new RemoteSync(volume, store, remote, depth, author, pushOnly);
    }

    /// Makes a backup. What was backed up before is unharmed, however it ends.
    Outcome run() {
        long begin = System.nanoTime();
        Optional<List<String>> skipped = Optional.empty();
        try {
            requireCompleteVolume();
            boolean isFetched = continueHistory();
            Optional<ObjectId> before = store.headTree();
            Snapshot snapshot = Snapshotter.take(volume, store, before);
            skipped = Optional.of(skipped(snapshot, List.of()));
            Optional<ChangeSummary> changes = commit(snapshot, before);
            snapshot.remember(store);
            RemoteSync.Result synced = sync.run(snapshot, isFetched);
            List<String> left = skipped(synced.snapshot(), skipped.get());
            String done = synced.pushed() ? changes.map(ChangeSummary::subject).orElse("pushed what was left") : "";
            String commit = store.head().orElseThrow().abbreviate(10).name();
            tidyUp();
            return new Outcome.Complete(Instant.now(), since(begin), commit, done, synced.snapshot().files(),
                    synced.snapshot().bytes(), left);
        } catch (IOException e) {
            return new Outcome.Failed(Instant.now(), since(begin), causeOf(e),
                    Failure.describe(e, volume.root(), store.folder()), skipped);
        } catch (RuntimeException mistake) {
            LOG.error("This is a bug in gitdav", mistake);
            return new Outcome.Failed(Instant.now(), since(begin), Outcome.Failed.BUG, mistake.toString(), skipped);
        }
    }

    /// The backup is done, whatever comes of this. If the history is in use just now, the next backup does it.
    private void tidyUp() {
        if (!tidyingUp.tryLock()) {
            return;
        }
        try {
            GarbageCollection.runIfWorthwhile(store, kept);
        } catch (IOException e) {
            LOG.warn("cannot tidy up the git store: {}", Failure.describe(e, store.folder()));
        } finally {
            tidyingUp.unlock();
        }
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static String causeOf(IOException failure) {
        return switch (failure) {
            case RemoteException remote -> remote.kind().toString();
            case IncompleteVolumeException _ -> Outcome.Failed.VOLUME;
            default -> Outcome.Failed.DISK;
        };
    }

    /// An unmounted or half-restored volume must not become a commit that deletes everything.
    private void requireCompleteVolume() throws IOException {
        UUID marked = volume.marker().map(Marker::volumeId).orElseThrow(() -> new IncompleteVolumeException(
                "has no marker: it is not mounted, or git-init has not run"));
        Optional<BranchChange> change = store.branchChange();
        if (change.isPresent()) {
            throw new IncompleteVolumeException("cannot be backed up: " + change.get().advice());
        }
        if (UpdateJournal.in(volume).isPresent()) {
            throw new IncompleteVolumeException("is half restored; run git-init, it finishes that");
        }
        if (!Optional.of(marked).equals(store.volumeId())) {
            throw new IncompleteVolumeException("does not belong to the git store " + store.folder()
                    + "; check DATA_DIR and GIT_STORE");
        }
    }

    private final class IncompleteVolumeException extends IOException {

        private static final long serialVersionUID = 1L;

        IncompleteVolumeException(String finding) {
            super("the data volume " + volume.root() + " " + finding + "; nothing was backed up");
        }
    }

    /// A store without history is new, or was lost: in either case the remote's history is the one to continue.
    ///
    /// @return whether the remote has just been asked for that
    private boolean continueHistory() throws IOException {
        if (store.head().isPresent()) {
            return false;
        }
        remote.fetch(depth);
        store.takeRemoteHistory();
        return true;
    }

    /// Says what is not in the snapshot as it is in the volume.
    ///
    /// @param said what this run has said already
    private static List<String> skipped(Snapshot snapshot, List<String> said) {
        List<String> skipped = Stream.concat(snapshot.problems().stream(),
                snapshot.damages().stream().map(damage -> damage.finding()
                        + "; the backup keeps its last version, and git-init brings it back at the next start"))
                .toList();
        Failure.together(skipped.stream().filter(line -> !said.contains(line)).toList())
                .forEach(line -> LOG.warn("{}", line));
        return skipped;
    }

    private Optional<ChangeSummary> commit(Snapshot snapshot, Optional<ObjectId> before) throws IOException {
        if (before.equals(Optional.of(snapshot.tree()))) {
            return Optional.empty();
        }
        try (ObjectReader reader = store.repository().newObjectReader()) {
            var changes = ChangeSummary.between(reader, before, snapshot.tree());
            store.commit(snapshot.tree(), new PersonIdent(author, Instant.now()), changes.message());
            return Optional.of(changes);
        }
    }
}
