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

/// One backup of the data volume: snapshot, commit if anything changed, push if the remote lacks anything.
///
/// Each step leaves what the next run needs: a commit that could not be pushed is pushed then.
record Backup(DataVolume volume, GitStore store, GitRemote remote) {

    private static final Logger LOG = LoggerFactory.getLogger(Backup.class);

    /// Makes a backup. Says nothing if there is nothing to say.
    ///
    /// @throws IOException if the volume may not be backed up, or a step failed; what was backed up before is unharmed
    void run() throws IOException {
        long begin = System.nanoTime();
        requireCompleteVolume();
        continueHistory();
        Snapshot snapshot = Snapshotter.take(volume, store, store.headTree());
        snapshot.problems().forEach(problem -> LOG.warn("{}", problem));
        Optional<ChangeSummary> changes = commit(snapshot);
        boolean unpushed = !store.head().equals(store.remoteHead());
        if (unpushed) {
            remote.push();
        }
        if (changes.isPresent() || unpushed) {
            LOG.info("backed up: commit {}, {}, {} files, {} bytes, {} ms",
                    store.head().orElseThrow().abbreviate(10).name(),
                    changes.map(ChangeSummary::subject).orElse("pushed what was left"), snapshot.files(),
                    snapshot.bytes(), (System.nanoTime() - begin) / 1_000_000);
        }
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
            Optional<ObjectId> newest = remote.fetch();
            if (newest.isPresent()) {
                store.advance(Optional.empty(), newest.get(), "history taken from the remote");
            }
        }
    }

    private Optional<ChangeSummary> commit(Snapshot snapshot) throws IOException {
        Optional<ObjectId> before = store.headTree();
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
