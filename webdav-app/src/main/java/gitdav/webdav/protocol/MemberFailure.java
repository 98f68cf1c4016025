package gitdav.webdav.protocol;

import org.eclipse.jetty.http.HttpStatus;

import java.util.Optional;

/// Why a method that goes for a whole folder was not carried out: one of its members is to blame.
///
/// @param status as in HTTP
/// @param precondition as in [DavException#precondition()]
public record MemberFailure(Location member, int status, Optional<Precondition> precondition) {

    /// The member cannot be read.
    public static MemberFailure unreadable(SharePath file) {
        return new MemberFailure(new Location(file, false), HttpStatus.FORBIDDEN_403, Optional.empty());
    }

    /// Nothing is wrong with this one, but with others.
    public static MemberFailure notDoneEither(Location member) {
        return new MemberFailure(member, HttpStatus.FAILED_DEPENDENCY_424, Optional.empty());
    }

    /// What is wrong with the member is what the request would be refused for if it were for the member alone.
    public static MemberFailure of(Location member, DavException refusal) {
        return new MemberFailure(member, refusal.status().code, refusal.precondition());
    }
}
