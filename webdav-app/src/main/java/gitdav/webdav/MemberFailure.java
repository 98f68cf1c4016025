package gitdav.webdav;

import io.milton.http.Response.Status;

import java.util.Optional;

/// Why a method that goes for a whole folder was not carried out: one of its members is to blame.
///
/// @param precondition as in [DavException#precondition()]
record MemberFailure(String href, Status status, Optional<String> precondition) {

    static MemberFailure locked(Lock lock) {
        return new MemberFailure(lock.href(), Status.SC_LOCKED, Optional.of("<D:lock-token-submitted><D:href>"
                + lock.href() + "</D:href></D:lock-token-submitted>"));
    }

    static MemberFailure unreadable(SharePath file) {
        return new MemberFailure(file.href(false), Status.SC_FORBIDDEN, Optional.empty());
    }
}
