package gitdav.remote;

import gitdav.program.Failure;
import gitdav.program.ForeignText;

import java.io.IOException;
import java.util.Locale;

/// The remote could not be reached, did not let us in, or refused. The message says so for a person, without secrets.
public final class RemoteException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /// What the trouble is, for who has to tell one from the other: metrics, and what is reported only once.
    public enum Kind {
        /// No such host, no server on that port, or the connection broke.
        UNREACHABLE,
        /// Nothing has come or gone for `GIT_TIMEOUT`.
        STALLED,
        /// The server does not accept our key, or does not let us in with it, or we do not accept its.
        ACCESS,
        /// The key may fetch, but not push.
        READ_ONLY,
        /// There is no such repository or branch.
        MISSING,
        /// The repository is of a format that we do not know, or cannot push to.
        FORMAT,
        /// A hook or a limit of the server refused what was pushed.
        REFUSED,
        /// The remote has commits that the store has not, or is just being given some.
        MOVED_ON,
        /// The transfer was given up, to make way for a backup: the final one, or one that is due.
        GIVEN_UP;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    RemoteException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /// What the trouble is.
    public Kind kind() {
        return kind;
    }

    /// The remote has moved on, and is not forced back.
    static RemoteException movedOn(RemoteUrl url) {
        return new RemoteException(Kind.MOVED_ON, "cannot push to " + url + ": it has commits that this volume has not;"
                + " they stay, and ours stay in the git store", null);
    }

    /// The remote has something, but not what we look for.
    ///
    /// @param theirs the short names of its branches
    static RemoteException otherBranches(RemoteUrl url, String ours, String theirs) {
        return new RemoteException(Kind.MISSING,
                url + " has no branch '" + ours + "', only " + ForeignText.oneLine(theirs) + "; set GIT_BRANCH", null);
    }

    /// Whatever else has happened to an attempt such as `push to`.
    static RemoteException of(String attempt, RemoteUrl url, RemoteFailure failure, IOException cause) {
        // The words of another machine's system are its own.
        String reason = url.kind() == RemoteUrl.Kind.FOLDER ? Failure.inWords(failure.reason()) : failure.reason();
        return new RemoteException(failure.kind(), "cannot " + attempt + " " + url + ": " + reason, cause);
    }
}
