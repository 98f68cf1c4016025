package gitdav.webdav.method;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.disk.SpaceReservation;
import gitdav.webdav.disk.Staged;
import gitdav.webdav.history.History;
import gitdav.webdav.history.PastCopy;
import gitdav.webdav.protocol.SharePath;
import gitdav.webdav.share.Share;

import java.io.IOException;
import java.util.Optional;

/// COPY from the past into the share: how a version is restored. What clients have noted about a file that is replaced
/// stays with it: git-backup does not serve what they had noted then.
final class PastCopyHandler extends CopyHandler {

    private final History history;

    PastCopyHandler(Share share, History history) {
        super(share);
        this.history = history;
    }

    /// A version never changes.
    @Override
    Optional<Entry> now(Entry source) {
        return Optional.of(source);
    }

    @Override
    Staged properties(Entry source, SharePath destination, boolean deep) throws IOException {
        return share.properties().copy(destination, deep);
    }

    @Override
    Staged copy(Entry source, SharePath destination, boolean deep, SpaceReservation room) throws IOException {
        return new PastCopy(history, share, room, destination.names().size() - 1).of(source, deep);
    }
}
