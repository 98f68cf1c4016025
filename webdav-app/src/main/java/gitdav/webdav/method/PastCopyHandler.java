package gitdav.webdav.method;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.disk.SpaceReservation;
import gitdav.webdav.disk.Staged;
import gitdav.webdav.history.History;
import gitdav.webdav.history.PastCopy;
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
    Staged properties(Entry source, DavRequest request, boolean deep, SpaceReservation room) throws IOException {
        return share.properties().copy(request.destination(), deep, room, request.memory());
    }

    @Override
    Staged copy(Entry source, DavRequest request, boolean deep, SpaceReservation room) throws IOException {
        int depth = request.destination().names().size() - 1;
        return new PastCopy(history, share, room, request.memory(), depth).of(source, deep);
    }
}
