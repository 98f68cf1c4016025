package gitdav.webdav;

import io.milton.http.Request.Depth;
import io.milton.http.Request.Method;
import io.milton.http.Response;
import io.milton.http.Response.Status;

import java.io.IOException;
import java.util.Optional;

/// PROPFIND ([RFC 4918, section 9.1](https://www.rfc-editor.org/rfc/rfc4918#section-9.1)), for a resource or for a
/// folder and what is directly in it. A folder of any size is answered as it is read.
final class PropfindHandler extends MethodHandler {

    private static final int MAX_BODY = 1024 * 1024;

    PropfindHandler(Share share) {
        super(share, Method.PROPFIND);
    }

    @Override
    void handle(DavRequest request, DavResponse response, Optional<Entry> target) throws IOException {
        Entry entry = existing(target);
        Depth depth = request.depth();
        if (entry.isFolder() && depth == Depth.INFINITY) {
            throw new DavException(Status.SC_FORBIDDEN, "PROPFIND of a folder takes Depth 0 or 1",
                    "propfind-finite-depth");
        }
        byte[] body = request.getInputStream().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            throw new DavException(Status.SC_REQUEST_TOO_LONG, "The body may have " + MAX_BODY + " bytes");
        }
        PropfindBody wanted = PropfindBody.parse(body);
        response.setStatus(Status.SC_MULTI_STATUS);
        response.setContentTypeHeader(Response.APPLICATION_XML);
        var multistatus = new Multistatus(response.getOutputStream());
        multistatus.write(entry, wanted);
        if (entry.isFolder() && depth == Depth.ONE) {
            share.forEachIn(entry, child -> multistatus.write(child, wanted));
        }
        multistatus.end();
    }
}
