package gitdav.webdav.protocol;

import io.milton.http.Response.Status;

import java.util.Optional;

/// Why a method that goes for a whole folder was not carried out: one of its members is to blame.
///
/// @param precondition as in [DavException#precondition()]
public record MemberFailure(String href, Status status, Optional<String> precondition) {

    /// The member cannot be read.
    public static MemberFailure unreadable(SharePath file) {
        return new MemberFailure(file.href(false), Status.SC_FORBIDDEN, Optional.empty());
    }

    /// What is wrong with the member is what the request would be refused for if it were for the member alone.
    public static MemberFailure of(String href, DavException refusal) {
        return new MemberFailure(href, refusal.status(), refusal.precondition());
    }
}
