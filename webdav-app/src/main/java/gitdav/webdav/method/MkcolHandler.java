package gitdav.webdav.method;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.share.Share;
import gitdav.webdav.share.Target;
import io.milton.http.Request.Method;
import io.milton.http.Response.Status;
import io.milton.resource.Resource;

import java.io.IOException;
import java.util.Optional;

/// MKCOL, which makes a folder ([RFC 4918, section 9.3](https://www.rfc-editor.org/rfc/rfc4918#section-9.3)).
final class MkcolHandler extends MethodHandler {

    MkcolHandler(Share share) {
        super(share, Method.MKCOL);
    }

    @Override
    public boolean isCompatible(Resource target) {
        return target == null;
    }

    @Override
    void handle(DavRequest request, DavResponse response, Optional<Entry> present) throws IOException {
        if (request.getInputStream().read() != -1) {
            throw new DavException(Status.SC_UNSUPPORTED_MEDIA_TYPE, "MKCOL takes no body");
        }
        try (var change = share.change(request.path()); Target target = share.tree().target(request.path())) {
            requireCompatible(target.present());
            preconditions.require(request, target.present());
            share.locks().requireReplaceable(target.path(), request.lockTokens());
            change.makeFolder(target);
        }
        response.setStatus(Status.SC_CREATED);
    }
}
