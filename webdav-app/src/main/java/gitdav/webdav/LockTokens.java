package gitdav.webdav;

import java.util.Set;

/// What a request has to show at a locked door: the lock tokens in its `If` header, and who is logged in. A token that
/// somebody else has taken opens nothing ([RFC 4918, section 6.4](https://www.rfc-editor.org/rfc/rfc4918#section-6.4)).
record LockTokens(Set<String> submitted, String user) {

    boolean open(Lock lock) {
        return submitted.contains(lock.token()) && lock.user().equals(user);
    }
}
