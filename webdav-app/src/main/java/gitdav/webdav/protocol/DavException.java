package gitdav.webdav.protocol;

import io.milton.http.Response.Status;

import java.util.Optional;

/// A request that is refused, with the status and a sentence for the person who reads it. Thrown before anything has
/// been changed.
public class DavException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Status status;
    private final transient Optional<Precondition> precondition;

    /// A refusal for people.
    ///
    /// @param message a sentence, which the client gets
    public DavException(Status status, String message) {
        this(status, message, Optional.empty());
    }

    private DavException(Status status, String message, Optional<Precondition> precondition) {
        // No stack trace: a client's mistake has no place in our code.
        super(message, null, false, false);
        this.status = status;
        this.precondition = precondition;
    }

    /// A refusal that names the rule that was broken, for a program to read.
    ///
    /// @param rule one of [RFC 4918, section 16](https://www.rfc-editor.org/rfc/rfc4918#section-16)
    public static DavException violating(String rule, Status status, String message) {
        return new DavException(status, message, Optional.of(new Precondition(rule, Optional.empty())));
    }

    /// The same, because of what is elsewhere.
    ///
    /// @param location where that is
    public static DavException violating(String rule, Location location, Status status, String message) {
        return new DavException(status, message, Optional.of(new Precondition(rule, Optional.of(location))));
    }

    /// The refusal of what there is no memory for at the moment.
    public static DavException crowded() {
        return new DavException(Status.SC_SERVICE_UNAVAILABLE, "Too many clients want too much at once; try again");
    }

    /// What the client is answered.
    public Status status() {
        return status;
    }

    /// The rule that was broken.
    public Optional<Precondition> precondition() {
        return precondition;
    }
}
