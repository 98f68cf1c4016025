package gitdav.webdav.lock;

import gitdav.webdav.protocol.DavException;
import gitdav.webdav.protocol.Hrefs;
import gitdav.webdav.protocol.Location;
import gitdav.webdav.protocol.SharePath;
import io.milton.http.Response.Status;

import java.time.Duration;
import java.time.Instant;

/// A write lock ([RFC 4918, section 6](https://www.rfc-editor.org/rfc/rfc4918#section-6)).
///
/// @param token a URI that cannot be guessed; who knows it may write
/// @param path the lock's root
/// @param isFolder whether a folder is there
/// @param isDeep whether it holds for all that is in the folder
/// @param owner what the client says about its user, an XML element; empty if nothing
/// @param user who is logged in, and alone may use the token; empty without a login
/// @param timeout how long it holds after it has been taken or refreshed
public record Lock(String token, SharePath path, boolean isFolder, boolean isExclusive, boolean isDeep, String owner,
        String user,
        Duration timeout, Instant expires) {

    /// Whether what is at the path may not be written without the token.
    boolean covers(SharePath other) {
        return path.equals(other) || (isDeep && other.isWithin(path));
    }

    /// What it was taken for.
    Location root() {
        return new Location(path, isFolder);
    }

    /// What it takes in memory, in bytes: about as much as its texts, and what is around them.
    long size() {
        return 1024 + 2L * (owner.length() + user.length()) + 4L * path.toString().length();
    }

    boolean isExpired() {
        return !Instant.now().isBefore(expires);
    }

    /// How long it still holds, in seconds begun: a client must not take a lock in force for one without an end, or for
    /// none.
    public Duration left() {
        Duration exact = Duration.between(Instant.now(), expires);
        return Duration.ofSeconds(Math.max(1, exact.plusNanos(999_999_999).toSeconds()));
    }

    /// The same lock, whose time starts again.
    public Lock refreshed(Duration newTimeout) {
        return new Lock(token, path, isFolder, isExclusive, isDeep, owner, user, newTimeout,
                Instant.now().plus(newTimeout));
    }

    /// The same lock, without what the client says about its user.
    public Lock withoutOwner() {
        return new Lock(token, path, isFolder, isExclusive, isDeep, "", user, timeout, expires);
    }

    /// Why a request is refused that the lock forbids.
    ///
    /// @param rule that it breaks, one of [RFC 4918, section 16](https://www.rfc-editor.org/rfc/rfc4918#section-16)
    DavException refusal(String rule) {
        return DavException.violating(rule, root(), Status.SC_LOCKED, "'" + path + "' is locked");
    }

    /// The element `activelock` ([RFC 4918, section 14.1](https://www.rfc-editor.org/rfc/rfc4918#section-14.1)).
    ///
    /// @param left how long the lock holds, as the client is to know it
    public String xml(Hrefs hrefs, Duration left) {
        return "<D:activelock><D:locktype><D:write/></D:locktype><D:lockscope><D:"
                + (isExclusive ? "exclusive" : "shared") + "/></D:lockscope><D:depth>" + (isDeep ? "infinity" : "0")
                + "</D:depth>" + owner + "<D:timeout>Second-" + left.toSeconds() + "</D:timeout><D:locktoken><D:href>"
                + token
                + "</D:href></D:locktoken><D:lockroot><D:href>" + hrefs.xml(root())
                + "</D:href></D:lockroot></D:activelock>";
    }
}
