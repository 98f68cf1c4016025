package gitdav.webdav.method;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.share.Share;
import gitdav.webdav.share.Target;
import io.milton.http.Request.Depth;
import io.milton.http.Request.Method;
import io.milton.http.Response.Status;

import java.io.IOException;

/// MOVE ([RFC 4918, section 9.9](https://www.rfc-editor.org/rfc/rfc4918#section-9.9)), by renaming.
final class MoveHandler extends TransferHandler {

    MoveHandler(Share share) {
        super(share, Method.MOVE);
    }

    @Override
    boolean transfer(Entry seen, DavRequest request) throws IOException {
        if (seen.isFolder() && request.depth() != Depth.INFINITY) {
            throw new DavException(Status.SC_BAD_REQUEST, "A folder is moved with all its content or not at all");
        }
        try (var change = share.change(); Target source = share.tree().target(seen.path())) {
            preconditions.require(request, source.present());
            share.locks().requireReplaceable(seen.path(), request.lockTokens());
            share.locks().requireWritableWithin(seen.path(), request.lockTokens());
            try (Target destination = destination(existing(source.present()), request)) {
                change.move(source, destination);
                return destination.isTaken();
            }
        }
    }
}
