package gitdav.webdav.method;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.disk.Staged;
import gitdav.webdav.share.Share;
import gitdav.webdav.share.Target;
import io.milton.http.Request.Method;
import io.milton.http.Response.Status;
import io.milton.resource.Resource;

import java.io.IOException;
import java.util.Optional;

/// PUT ([RFC 4918, section 9.7](https://www.rfc-editor.org/rfc/rfc4918#section-9.7)): the new content is complete and
/// on the disk before a byte of it can be seen.
final class PutHandler extends MethodHandler {

    /// A client that is refused need not send its gigabytes first; less than this it has sent already.
    static final int SMALL = 64 * 1024;

    PutHandler(Share share) {
        super(share, Method.PUT);
    }

    @Override
    public boolean isCompatible(Resource target) {
        return !(target instanceof Entry entry && entry.isFolder());
    }

    @Override
    void handle(DavRequest request, DavResponse response, Optional<Entry> present) throws IOException {
        if (request.contentLength().orElse(Long.MAX_VALUE) > SMALL) {
            try (Target target = share.tree().target(request.path())) {
                require(target, request);
            }
        }
        Upload upload = Upload.of(request, present);
        try (var reservation = share.quota().allow(request.path(), upload.replaced());
                Staged staged = upload.receive(share, reservation);
                var change = share.change(request.path());
                Target target = share.tree().target(request.path())) {
            require(target, request);
            upload.requireUnchanged(target.present());
            reservation.requireRoom(target.present().map(Entry::size).orElse(0L));
            change.put(staged, target);
            reservation.stored();
            upload.answer(response);
            response.setEtag(share.tree().entry(target).etag());
            response.setStatus(target.isTaken() ? Status.SC_NO_CONTENT : Status.SC_CREATED);
        }
    }

    private void require(Target target, DavRequest request) {
        requireCompatible(target.present());
        preconditions.require(request, target.present());
        if (target.isTaken()) {
            share.locks().requireWritable(target.path(), request.lockTokens());
        } else {
            share.locks().requireReplaceable(target.path(), request.lockTokens());
        }
    }
}
