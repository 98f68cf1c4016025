package gitdav.webdav.method;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.lock.Lock;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.share.Share;
import io.milton.http.Request.Method;
import io.milton.http.Response.Status;

import java.io.IOException;
import java.util.Optional;

/// UNLOCK ([RFC 4918, section 9.11](https://www.rfc-editor.org/rfc/rfc4918#section-9.11)).
final class UnlockHandler extends MethodHandler {

    UnlockHandler(Share share) {
        super(share, Method.UNLOCK);
    }

    @Override
    void handle(DavRequest request, DavResponse response, Optional<Entry> present) throws IOException {
        String token = request.lockToken().orElseThrow(() -> new DavException(Status.SC_BAD_REQUEST,
                "The Lock-Token header must be the token of a lock"));
        try (var change = share.change()) {
            Lock lock = share.locks().find(token, request.path())
                    .orElseThrow(() -> DavException.violating("lock-token-matches-request-uri", Status.SC_CONFLICT,
                            "There is no lock with this token here"));
            if (!lock.user().equals(request.user())) {
                throw new DavException(Status.SC_FORBIDDEN, "The lock is another user's");
            }
            change.freed(share.locks().remove(lock));
        }
        response.setStatus(Status.SC_NO_CONTENT);
    }
}
