package gitdav.webdav.protocol;

import java.util.List;

/// A method that was not carried out because of members of the folder that it is for. The answer is a multi-status that
/// names them ([RFC 4918, section 13](https://www.rfc-editor.org/rfc/rfc4918#section-13)); nothing has been changed.
public final class MemberFailuresException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<MemberFailure> failures;

    private MemberFailuresException(List<MemberFailure> failures) {
        super("The method fails for members of the folder", null, false, false);
        this.failures = failures;
    }

    /// Gives up if anything is in the way.
    ///
    /// @throws MemberFailuresException if there are failures
    public static void throwIfAny(List<MemberFailure> failures) {
        if (!failures.isEmpty()) {
            throw new MemberFailuresException(failures);
        }
    }

    /// One for each member that is to blame.
    public List<MemberFailure> failures() {
        return failures;
    }
}
