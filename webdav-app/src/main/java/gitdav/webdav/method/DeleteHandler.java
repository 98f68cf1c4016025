package gitdav.webdav.method;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.share.Place;
import gitdav.webdav.share.Share;
import io.milton.http.Request.Depth;
import io.milton.http.Request.Method;
import io.milton.http.Response.Status;

import java.io.IOException;
import java.util.Optional;

/// DELETE ([RFC 4918, section 9.6](https://www.rfc-editor.org/rfc/rfc4918#section-9.6)): a folder vanishes whole, by
/// one rename, and is cleared away afterwards.
final class DeleteHandler extends MethodHandler {

    DeleteHandler(Share share) {
        super(share, Method.DELETE);
    }

    @Override
    void handle(DavRequest request, DavResponse response, Optional<Entry> target) throws IOException {
        if (existing(target).isFolder() && request.depth() != Depth.INFINITY) {
            throw new DavException(Status.SC_BAD_REQUEST, "A folder is deleted with all its content or not at all");
        }
        try (var change = share.change(); Place place = share.tree().place(request.path())) {
            existing(place.present());
            preconditions.require(request, place.present());
            share.locks().requireReplaceable(place.path(), request.lockTokens());
            share.locks().requireWritableWithin(place.path(), request.lockTokens());
            change.remove(place);
        }
        response.setStatus(Status.SC_NO_CONTENT);
    }
}
