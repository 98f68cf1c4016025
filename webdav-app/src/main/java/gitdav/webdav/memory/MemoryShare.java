package gitdav.webdav.memory;

import java.util.concurrent.atomic.AtomicLong;

/// A number of bytes, of which everybody takes what is needed, as long as there are enough, and gives it back later.
/// Safe for use by many threads.
public final class MemoryShare {

    private final long size;
    private final AtomicLong taken = new AtomicLong();

    /// A share of which nothing is taken.
    ///
    /// @param size in bytes
    public MemoryShare(long size) {
        this.size = size;
    }

    /// In bytes.
    public long size() {
        return size;
    }

    /// How many bytes are taken.
    public long taken() {
        return taken.get();
    }

    /// Takes so many bytes, or none if there are not enough.
    public boolean tryTake(long bytes) {
        if (taken.addAndGet(bytes) <= size) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    /// Gives back what was taken.
    public void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }
}
