package gitdav.webdav.method;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.disk.Staged;
import gitdav.webdav.share.Place;
import gitdav.webdav.share.Share;
import io.milton.http.Request.Method;
import io.milton.http.Response.Status;
import io.milton.resource.Resource;

import java.io.IOException;
import java.util.Optional;

/// PUT ([RFC 4918, section 9.7](https://www.rfc-editor.org/rfc/rfc4918#section-9.7)): the new content is complete and
/// on the disk before a byte of it can be seen.
final class PutHandler extends MethodHandler {

    /// A client that is refused need not send its gigabytes first; less than this it has sent already.
    private static final int SMALL = 64 * 1024;

    PutHandler(Share share) {
        super(share, Method.PUT);
    }

    @Override
    public boolean isCompatible(Resource target) {
        return !(target instanceof Entry entry && entry.isFolder());
    }

    @Override
    void handle(DavRequest request, DavResponse response, Optional<Entry> target) throws IOException {
        if (request.contentLength().orElse(Long.MAX_VALUE) > SMALL) {
            try (Place place = share.tree().place(request.path())) {
                require(place, request);
            }
        }
        Upload upload = Upload.of(request, target);
        try (var allowance = share.quota().allow(request.path(), upload.replaced());
                Staged staged = upload.receive(share, allowance);
                var change = share.change(request.path());
                Place place = share.tree().place(request.path())) {
            require(place, request);
            upload.requireUnchanged(place.present());
            allowance.requireRoom(place.present().map(Entry::size).orElse(0L));
            change.put(staged, place);
            allowance.stored();
            upload.answer(response);
            response.setEtag(share.tree().entry(place).etag());
            response.setStatus(place.isTaken() ? Status.SC_NO_CONTENT : Status.SC_CREATED);
        }
    }

    private void require(Place place, DavRequest request) {
        requireCompatible(place.present());
        preconditions.require(request, place.present());
        if (place.isTaken()) {
            share.locks().requireWritable(place.path(), request.lockTokens());
        } else {
            share.locks().requireReplaceable(place.path(), request.lockTokens());
        }
    }
}
