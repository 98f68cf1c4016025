package gitdav.e2e.pod;

import org.junit.jupiter.api.Assumptions;

/// What a test needs of the machine. Where it is missing, the test is skipped, and says so.
public final class Requirement {

    /// Whether a program that is not installed is an error: `-Dcontainers=required`.
    public static final boolean IS_STRICT = "required".equals(System.getProperty("containers"));

    private Requirement() {}

    /// Skips the test, or fails it, where something is missing that a build can have.
    ///
    /// @param missing what the test says then
    public static void present(boolean isThere, String missing) {
        if (!isThere && IS_STRICT) {
            throw new AssertionError(missing);
        }
        possible(isThere, missing + "; -Dcontainers=required makes that an error");
    }

    /// Skips the test where the machine does not allow it, whatever is installed.
    public static void possible(boolean isPossible, String reason) {
        if (!isPossible) {
            // Maven does not print the reason.
            System.err.println("skipped: " + reason);
            Assumptions.abort(reason);
        }
    }
}
