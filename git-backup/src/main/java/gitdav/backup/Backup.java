package gitdav.backup;

import gitdav.volume.DataVolume;
import gitdav.volume.GitRemote;
import gitdav.volume.GitStore;
import gitdav.volume.Marker;
import gitdav.volume.Snapshot;
import gitdav.volume.Snapshotter;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/// Backs the data volume up: snapshot, commit if anything changed, push if the remote lacks anything.
///
/// Each step leaves what the next run needs: a commit that could not be pushed is pushed then. Thread-safe: one backup at
/// a time, another one waits for it.
final class Backup {

    private static final Logger LOG = LoggerFactory.getLogger(Backup.class);

    private final DataVolume volume;
    private final GitStore store;
    private final GitRemote remote;
    private final int depth;
    private boolean remoteAsked;

    /// @param depth how much of the history the store is to have, as in [GitRemote#fetch(int)]
    Backup(DataVolume volume, GitStore store, GitRemote remote, int depth) {
        this.volume = volume;
        this.store = store;
        this.remote = remote;
        this.depth = depth;
    }

    /// Makes a backup. Logs one line, and nothing if there was nothing to do.
    ///
    /// @return that line
    /// @throws IOException if the volume may not be backed up, or a step failed; what was backed up before is unharmed
    synchronized String run() throws IOException {
        long begin = System.nanoTime();
        requireCompleteVolume();
        continueHistory();
        Optional<ObjectId> before = store.headTree();
        Snapshot snapshot = Snapshotter.take(volume, store, before);
        snapshot.problems().forEach(problem -> LOG.warn("{}", problem));
        snapshot.damages().forEach(damage -> LOG.warn("{}; the backup keeps its last version, and git-init brings it"
                + " back at the next start", damage.finding()));
        Optional<ChangeSummary> changes = commit(snapshot, before);
        snapshot.remember(store);
        String commit = store.head().orElseThrow().abbreviate(10).name();
        askRemoteOnce();
        if (store.head().equals(store.remoteHead())) {
            return "nothing to do: commit %s has everything".formatted(commit);
        }
        remote.push();
        String done = "backed up: commit %s, %s, %d files, %d bytes, %d ms".formatted(commit,
                changes.map(ChangeSummary::subject).orElse("pushed what was left"), snapshot.files(), snapshot.bytes(),
                (System.nanoTime() - begin) / 1_000_000);
        LOG.info("{}", done);
        return done;
    }

    /// An unmounted or half-restored volume must not become a commit that deletes everything.
    private void requireCompleteVolume() throws IOException {
        UUID marked = volume.marker().map(Marker::volumeId).orElseThrow(() -> new IOException("the data volume "
                + volume.root() + " has no marker: it is not mounted, or git-init has not run; nothing was backed up"));
        if (volume.restoring().isPresent()) {
            throw new IOException("the data volume " + volume.root() + " is half restored; run git-init, it finishes"
                    + " that; nothing was backed up");
        }
        if (!Optional.of(marked).equals(store.volumeId())) {
            throw new IOException("the data volume " + volume.root() + " does not belong to the git store "
                    + store.folder() + "; check DATA_DIR and GIT_STORE; nothing was backed up");
        }
    }

    /// A store without history is new, or was lost: in either case the remote's history is the one to continue.
    private void continueHistory() throws IOException {
        if (store.head().isEmpty()) {
            askRemoteOnce();
            store.takeRemoteHistory();
        }
    }

    /// What the store remembers of the remote may be of another one, which GIT_URL named before this process started, or
    /// of this one before it was lost and made anew. Nothing is "already there" until the remote has said so itself.
    private void askRemoteOnce() throws IOException {
        if (!remoteAsked) {
            remote.fetch(depth);
            remoteAsked = true;
        }
    }

    private Optional<ChangeSummary> commit(Snapshot snapshot, Optional<ObjectId> before) throws IOException {
        if (before.equals(Optional.of(snapshot.tree()))) {
            return Optional.empty();
        }
        try (ObjectReader reader = store.repository().newObjectReader()) {
            var changes = ChangeSummary.between(reader, before, snapshot.tree());
            store.commit(snapshot.tree(), new PersonIdent("git-backup", "git-backup@localhost"), changes.message());
            return Optional.of(changes);
        }
    }
}
