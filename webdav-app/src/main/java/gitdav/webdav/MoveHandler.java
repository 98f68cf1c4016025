package gitdav.webdav;

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
    void transfer(Entry source, DavRequest request, DavResponse response) throws IOException {
        if (source.isFolder() && request.depth() != Depth.INFINITY) {
            throw new DavException(Status.SC_BAD_REQUEST, "A folder is moved with all its content or not at all");
        }
        arrive(source.file(), source, request, response);
        FileTree.flushFolder(source.file().getParent());
    }
}
