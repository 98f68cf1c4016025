package gitdav.webdav;

import io.milton.http.Request.Method;
import io.milton.http.Response.Status;
import io.milton.resource.Resource;

import java.io.IOException;
import java.util.Optional;

/// PUT ([RFC 4918, section 9.7](https://www.rfc-editor.org/rfc/rfc4918#section-9.7)): the new content is complete and
/// on the disk before anybody sees a byte of it.
final class PutHandler extends MethodHandler {

    PutHandler(Share share) {
        super(share, Method.PUT);
    }

    @Override
    public boolean isCompatible(Resource target) {
        return !(target instanceof Entry entry && entry.isFolder());
    }

    @Override
    void handle(DavRequest request, DavResponse response, Optional<Entry> target) throws IOException {
        if (request.getContentRangeHeader() != null) {
            throw new DavException(Status.SC_BAD_REQUEST, "A file is stored as a whole, without Content-Range");
        }
        // Refused now, the client need not send its gigabytes first.
        share.place(request.path());
        try (Staged upload = share.staging().receive(request.getInputStream()); var change = share.change()) {
            Place place = share.place(request.path());
            requireCompatible(place.present());
            Preconditions.require(request, place.present());
            change.put(upload, place);
            response.setEtag(existing(share.find(request.path())).etag());
            response.setStatus(place.isTaken() ? Status.SC_NO_CONTENT : Status.SC_CREATED);
        }
    }
}
