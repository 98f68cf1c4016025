package gitdav.webdav;

import io.milton.http.Response.Status;

import java.util.Optional;

/// A request that is refused, with the status and a sentence for the person who reads it. Thrown before anything has
/// been changed.
final class DavException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Status status;
    private final String precondition;

    DavException(Status status, String message) {
        this(status, message, null);
    }

    /// @param precondition the element that tells a program the same, as in
    ///        [RFC 4918, section 16](https://www.rfc-editor.org/rfc/rfc4918#section-16)
    DavException(Status status, String message, String precondition) {
        // No stack trace: a client's mistake has no place in our code.
        super(message, null, false, false);
        this.status = status;
        this.precondition = precondition;
    }

    Status status() {
        return status;
    }

    Optional<String> precondition() {
        return Optional.ofNullable(precondition);
    }
}
