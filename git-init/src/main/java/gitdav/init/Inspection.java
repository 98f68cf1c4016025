package gitdav.init;

import gitdav.volume.DataVolume;
import gitdav.volume.GitRemote;
import gitdav.volume.GitStore;
import gitdav.volume.Marker;
import org.eclipse.jgit.lib.ObjectId;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/// Finds out what state the data volume is in, and changes nothing in it. The remote is only asked where its answer
/// matters: a volume that is fine starts without it.
record Inspection(DataVolume volume, GitStore store, GitRemote remote) {

    /// @throws IOException if the state cannot be found out: the remote is needed and not there, the marker is broken
    Verdict verdict() throws IOException {
        Optional<ObjectId> unfinished = volume.restoring();
        if (unfinished.isPresent()) {
            return new Verdict.Interrupted(unfinished.get());
        }
        Optional<Marker> marker = volume.marker();
        if (marker.isPresent()) {
            return marked(marker.get());
        }
        return volume.isEmpty() ? empty() : new Verdict.Foreign();
    }

    private Verdict marked(Marker marker) throws IOException {
        if (marker.layout() > Marker.CURRENT_LAYOUT) {
            throw new IOException("the data volume " + volume.root() + " has layout " + marker.layout()
                    + ", and this program knows layouts up to " + Marker.CURRENT_LAYOUT + "; use a newer gitdav");
        }
        Optional<UUID> owner = store.volumeId();
        if (owner.isEmpty()) {
            return new Verdict.StoreLost();
        }
        return owner.get().equals(marker.volumeId()) ? new Verdict.Intact() : new Verdict.Mismatched();
    }

    /// The newest of what the remote has and what the store could not push. Where each has what the other lacks, the
    /// volume's own state wins, and the remote's stays where it is.
    private Verdict empty() throws IOException {
        Optional<ObjectId> theirs = remote.fetch();
        Optional<ObjectId> ours = store.head();
        if (ours.isEmpty() && theirs.isEmpty()) {
            return new Verdict.NothingToRestore();
        }
        boolean theirsIsNewer = ours.isEmpty() || (theirs.isPresent() && store.isAncestor(ours.get(), theirs.get()));
        return new Verdict.Empty(theirsIsNewer ? theirs.get() : ours.get());
    }
}
