package gitdav.webdav.lock;

import java.util.Set;

/// What a request has to show at a locked door: the lock tokens it names, and who is logged in. A token that
/// another user has taken opens nothing ([RFC 4918, section 6.4](https://www.rfc-editor.org/rfc/rfc4918#section-6.4)).
///
/// @param userSuffices whether the owner of a lock need not show its token
public record LockTokens(Set<String> submitted, String user, boolean userSuffices) {

    /// Whether the request may write what the lock covers.
    public boolean open(Lock lock) {
        return lock.user().equals(user) && (userSuffices || submitted.contains(lock.token()));
    }
}
