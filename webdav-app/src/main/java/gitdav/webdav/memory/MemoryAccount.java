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

    /// Whether so many bytes could be taken if no other request had any.
    public boolean canHold(long bytes) {
        return bytes <= share.size();
    }

    /// Gives back a part of it.
    public void giveBack(long bytes) {
        taken -= bytes;
        share.giveBack(bytes);
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
