package gitdav.backup.history;

/// A request that gets no answer but a status and a sentence about it.
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    /// @param status of HTTP
    RefusedException(int status, String sentence) {
        // No stack trace: a client's mistake has no place in our code.
        super(sentence, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
