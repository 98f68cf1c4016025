package gitdav.webdav.property;

import gitdav.webdav.protocol.DavException;
import io.milton.http.Response.Status;

/// Properties, or a place for them, that the server cannot store.
public final class NotStorableException extends DavException {

    private static final long serialVersionUID = 1L;

    NotStorableException(String message) {
        super(Status.SC_INSUFFICIENT_STORAGE, message);
    }
}
