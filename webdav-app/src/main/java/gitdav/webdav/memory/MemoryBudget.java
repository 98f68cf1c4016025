package gitdav.webdav.memory;

/// All that clients can make this process hold, each kind of it as a share of the heap. The heap in turn is a share of the
/// container's memory (`-XX:MaxRAMPercentage`).
///
/// What is too much for its share is refused or done with less memory, so that no number of small requests ends the
/// process. A seventh of the heap belongs to the program itself, and a tenth to what lives for a moment.
public final class MemoryBudget {

    private static final int MAX_CONNECTIONS = 4096;
    private static final long MAX_IDLE_BUFFERS = 8 * 1024 * 1024;
    private static final int MIN_CONNECTIONS = 64;
    /// What a connection and its request take at most: objects, a thread, headers and small buffers. Measured with uploads
    /// that wait for their next byte, and with as many and as long headers as are taken. In bytes.
    private static final int PER_CONNECTION = 40 * 1024;
    /// What TLS needs beside that: its engine, a record that has not come yet as a whole, another that has not gone.
    private static final int PER_TLS_CONNECTION = PER_CONNECTION + 56 * 1024;

    private final long heap;
    private final MemoryShare headers;
    private final MemoryShare requests;
    private final MemoryShare buffers;
    private final MemoryShare answers;
    private final MemoryShare locks;

    private MemoryBudget(long heap) {
        this.heap = heap;
        headers = new MemoryShare(percent(5));
        requests = new MemoryShare(percent(12));
        buffers = new MemoryShare(percent(8));
        answers = new MemoryShare(percent(16));
        locks = new MemoryShare(percent(4));
    }

    /// For a heap of that many bytes.
    public static MemoryBudget of(long heap) {
        return new MemoryBudget(heap);
    }

    /// For the heap that this process may have.
    public static MemoryBudget ofThisProcess() {
        return of(Runtime.getRuntime().maxMemory());
    }

    /// How many connections there may be at a time.
    public int connections(boolean encrypted) {
        long fit = percent(30) / (encrypted ? PER_TLS_CONNECTION : PER_CONNECTION);
        return Math.clamp(fit, MIN_CONNECTIONS, MAX_CONNECTIONS);
    }

    /// For the few requests whose headers are unusually long.
    public MemoryShare headers() {
        return headers;
    }

    /// For what requests bring as XML, and what they have to know of many files at once.
    public MemoryShare requests() {
        return requests;
    }

    /// For large buffers. A request that gets none uses a small one.
    public MemoryShare buffers() {
        return buffers;
    }

    /// For answers that are remembered, or still on their way.
    public MemoryShare answers() {
        return answers;
    }

    /// For the locks that are in force.
    public MemoryShare locks() {
        return locks;
    }

    /// How many bytes of buffers are kept for later, on the heap and beside it.
    public long idleBuffers() {
        return Math.min(percent(4), MAX_IDLE_BUFFERS);
    }

    private long percent(int percentage) {
        return heap / 100 * percentage;
    }
}
