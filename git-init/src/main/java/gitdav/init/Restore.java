package gitdav.init;

import gitdav.volume.Checkout;
import gitdav.volume.DataVolume;
import gitdav.volume.DurableFiles;
import gitdav.volume.GitRemote;
import gitdav.volume.GitStore;
import gitdav.volume.Marker;
import org.eclipse.jgit.lib.ObjectId;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Brings the files of a commit back into the data volume, in such a way that it may be killed at any moment.
///
/// All files are first written and flushed in a staging folder of the same volume. Only then a note says that moving
/// them has begun, and each is moved by one rename. Without the note, the staging folder is rubbish; with it, what is
/// left in the folder is what is left to do.
record Restore(DataVolume volume, GitStore store, GitRemote remote) {

    /// Restores the commit into an empty volume.
    Checkout.Result restore(ObjectId commit) throws IOException {
        volume.clearStaging();
        Checkout.Result written = Checkout.write(store, commit, volume.staging());
        volume.beginRestoring(commit);
        finish(commit);
        return written;
    }

    /// Moves what is still staged into place, and declares the volume complete.
    void finish(ObjectId commit) throws IOException {
        if (!store.has(commit)) {
            remote.fetch();
        }
        for (Path staged : staged()) {
            DurableFiles.move(staged, volume.root().resolve(staged.getFileName()));
        }
        store.advance(store.head(), commit, "restored");
        declareComplete();
        volume.endRestoring();
        volume.removeStaging();
    }

    /// Marks the volume as one that the application may use and whose state may be backed up.
    void declareComplete() throws IOException {
        Marker marker = Marker.fresh();
        store.bind(marker.volumeId());
        volume.mark(marker);
    }

    private List<Path> staged() throws IOException {
        try (Stream<Path> entries = Files.list(volume.staging())) {
            return entries.filter(entry -> !DataVolume.isReserved(entry.getFileName().toString())).toList();
        }
    }
}
