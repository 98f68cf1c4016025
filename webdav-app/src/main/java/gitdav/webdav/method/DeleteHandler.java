package gitdav.webdav.method;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.share.Share;
import gitdav.webdav.share.Target;
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
    void handle(DavRequest request, DavResponse response, Optional<Entry> present) throws IOException {
        if (existing(present).isFolder() && request.depth() != Depth.INFINITY) {
            throw new DavException(Status.SC_BAD_REQUEST, "A folder is deleted with all its content or not at all");
        }
        try (var change = share.change(); Target target = share.tree().target(request.path())) {
            existing(target.present());
            preconditions.require(request, target.present());
            share.locks().requireReplaceable(target.path(), request.lockTokens());
            share.locks().requireWritableWithin(target.path(), request.lockTokens());
            change.remove(target);
        }
        response.setStatus(Status.SC_NO_CONTENT);
    }
}
