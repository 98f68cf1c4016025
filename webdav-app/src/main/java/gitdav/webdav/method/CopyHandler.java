package gitdav.webdav.method;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.disk.SpaceReservation;
import gitdav.webdav.disk.Staged;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.share.Share;
import gitdav.webdav.share.Target;
import io.milton.http.Request.Depth;
import io.milton.http.Request.Method;
import io.milton.http.Response.Status;

import java.io.IOException;
import java.util.Optional;

/// COPY ([RFC 4918, section 9.8](https://www.rfc-editor.org/rfc/rfc4918#section-9.8)): the copy is complete and on the
/// disk before it takes its place.
class CopyHandler extends TransferHandler {

    CopyHandler(Share share) {
        super(share, Method.COPY);
    }

    @Override
    boolean transfer(Entry source, DavRequest request) throws IOException {
        if (request.depth() == Depth.ONE) {
            throw new DavException(Status.SC_BAD_REQUEST, "COPY takes Depth 0 or infinity");
        }
        // Refused now, nothing need be copied first.
        boolean replacesFolder;
        try (Target destination = destination(source, request)) {
            replacesFolder = destination.isFolder();
        }
        // Properties follow in steps of their own, which must not meet another copy's.
        boolean alone = replacesFolder || share.properties().areUsed();
        boolean deep = request.depth() == Depth.INFINITY;
        try (var reservation = share.quota().allow(request.destination(), 0);
                Staged copy = copy(source, request, deep, reservation);
                Staged properties = properties(source, request, deep, reservation);
                var change = alone ? share.change() : share.change(request.destination());
                Target destination = destination(source, request)) {
            preconditions.require(request, now(source));
            if (!alone && (destination.isFolder() || share.properties().areUsed())) {
                throw new DavException(Status.SC_CONFLICT, "Another client changed the destination; try again");
            }
            change.put(copy, properties, destination);
            reservation.stored();
            return destination.isTaken();
        }
    }

    /// The source as it is when the change begins.
    Optional<Entry> now(Entry source) throws IOException {
        return share.tree().find(source.path());
    }

    /// The properties that the copy will have.
    Staged properties(Entry source, DavRequest request, boolean deep, SpaceReservation room) throws IOException {
        return share.properties().copy(source.path(), deep, room, request.memory());
    }

    /// The copy, out of sight.
    Staged copy(Entry source, DavRequest request, boolean deep, SpaceReservation room) throws IOException {
        try (Target target = share.tree().target(source.path())) {
            return share.staging().copy(source, target.folder(), target.name(), deep, room,
                    request.memory());
        }
    }
}
