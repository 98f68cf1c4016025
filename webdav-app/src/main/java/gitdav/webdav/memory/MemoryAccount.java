package gitdav.webdav.memory;

/// What one request has taken of a share, to be given back as a whole. For one thread at a time.
public final class MemoryAccount implements AutoCloseable {

    private final MemoryShare share;
    private long taken;

    /// An account without anything on it.
    public MemoryAccount(MemoryShare share) {
        this.share = share;
    }

    /// Takes so many bytes more, or none if there are not enough.
    public boolean tryTake(long bytes) {
        boolean enough = share.tryTake(bytes);
        taken += enough ? bytes : 0;
        return enough;
    }

    /// Whether anything is taken.
    public boolean isUsed() {
        return taken > 0;
    }

    /// Gives back all of it.
    @Override
    public void close() {
        share.giveBack(taken);
        taken = 0;
    }
}
