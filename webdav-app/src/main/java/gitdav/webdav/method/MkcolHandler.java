package gitdav.webdav.method;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.share.Place;
import gitdav.webdav.share.Share;
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
    void handle(DavRequest request, DavResponse response, Optional<Entry> target) throws IOException {
        if (request.getInputStream().read() != -1) {
            throw new DavException(Status.SC_UNSUPPORTED_MEDIA_TYPE, "MKCOL takes no body");
        }
        try (var change = share.change(request.path()); Place place = share.tree().place(request.path())) {
            requireCompatible(place.present());
            preconditions.require(request, place.present());
            share.locks().requireReplaceable(place.path(), request.lockTokens());
            change.makeFolder(place);
        }
        response.setStatus(Status.SC_CREATED);
    }
}
