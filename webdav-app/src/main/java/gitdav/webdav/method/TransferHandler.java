package gitdav.webdav.method;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.protocol.SharePath;
import gitdav.webdav.share.Share;
import gitdav.webdav.share.ShareTree;
import gitdav.webdav.share.Target;
import io.milton.http.Request.Method;
import io.milton.http.Response.Status;

import java.io.IOException;
import java.util.Optional;

/// What COPY and MOVE have in common: everything is checked before anything is touched, and the destination is replaced
/// as a whole ([RFC 4918, sections 9.8.4 and 9.9.3](https://www.rfc-editor.org/rfc/rfc4918#section-9.8.4)).
abstract class TransferHandler extends MethodHandler {

    TransferHandler(Share share, Method method) {
        super(share, method);
    }

    /// The method's own part.
    ///
    /// @return whether something was there that has been replaced
    abstract boolean transfer(Entry source, DavRequest request) throws IOException;

    @Override
    final void handle(DavRequest request, DavResponse response, Optional<Entry> present) throws IOException {
        Entry source = existing(present);
        requireDepth(source, request);
        boolean replaced = transfer(source, request);
        response.setStatus(replaced ? Status.SC_NO_CONTENT : Status.SC_CREATED);
    }

    /// A tree is looked at only if it goes further down, and not while others wait.
    private void requireDepth(Entry source, DavRequest request) throws IOException {
        SharePath destination = request.destination();
        int further = destination.names().size() - source.path().names().size();
        if (source.isFolder() && further > 0) {
            int height = share.tree().height(source.path(), request.memory());
            ShareTree.requireDepth(destination.names().size() - 1 + height);
        }
    }

    /// Where the source is to go; to be closed.
    ///
    /// @throws DavException if it cannot or must not go there
    final Target destination(Entry source, DavRequest request) throws IOException {
        SharePath path = request.destination();
        boolean overwrite = request.overwrite();
        if (path.isWithin(source.path()) || source.path().isWithin(path)) {
            throw overlap(source, path);
        }
        Target destination = share.tree().target(path);
        try {
            require(destination, source, overwrite, request);
            return destination;
        } catch (IOException | RuntimeException refused) {
            destination.close();
            throw refused;
        }
    }

    private void require(Target destination, Entry source, boolean overwrite, DavRequest request)
            throws IOException {
        SharePath path = destination.path();
        if (destination.isTaken() && share.tree().isOneName(source, destination.present().orElseThrow())) {
            throw overlap(source, path);
        }
        if (destination.isTaken() && !overwrite) {
            throw new DavException(Status.SC_PRECONDITION_FAILED, "'" + path + "' exists, and Overwrite is F");
        }
        share.locks().requireReplaceable(path, request.lockTokens());
        share.locks().requireWritableWithin(path, request.lockTokens());
    }

    private static DavException overlap(Entry source, SharePath destination) {
        return new DavException(Status.SC_FORBIDDEN,
                "'" + source.path() + "' and '" + destination + "' are the same, or one contains the other");
    }
}
