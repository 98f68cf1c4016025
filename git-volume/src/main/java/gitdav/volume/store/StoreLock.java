package gitdav.volume.store;

import gitdav.program.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Makes this process the one writer of the git store.
///
/// A new pod can start while the one it replaces is still at its final backup (`strategy: Recreate` does not rule it
/// out); it waits here until that is done. The operating system releases the lock when its process ends, however it
/// ends, so that no lock is ever stale.
public final class StoreLock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreLock.class);
    /// The name of the file in the store that is locked.
    public static final String FILE = "gitdav.lock";

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(200);

    private final FileChannel channel;

    private StoreLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes the lock, waiting for another process to release it, and clears away what a killed one has left.
    ///
    /// @param folder the git store
    /// @param atMost how long to wait
    /// @throws IOException if another process still holds it then; the message says which
    public static StoreLock acquire(Path folder, Duration atMost) throws IOException, InterruptedException {
        Path file = folder.resolve(FILE);
        FileChannel channel = open(file);
        try {
            if (!lock(channel, Duration.ZERO)) {
                LOG.info("waiting for the git store {}, in use by {}", folder, Files.readString(file));
                if (!lock(channel, atMost)) {
                    throw new IOException("the git store " + folder + " is still in use by " + Files.readString(file)
                            + " after " + atMost.toSeconds() + " s; only one gitdav can use it at a time");
                }
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(self().getBytes(StandardCharsets.UTF_8)), 0);
            LeftOvers.sweep(folder);
            return new StoreLock(channel);
        } catch (IOException | InterruptedException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static FileChannel open(Path file) throws IOException {
        try {
            Files.createDirectories(file.getParent());
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (FileSystemException e) {
            throw new IOException("GIT_STORE: cannot write to the git store, " + Failure.describe(e), e);
        }
    }

    private static boolean lock(FileChannel channel, Duration atMost) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        while (true) {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return true;
            }
            if (System.nanoTime() - begin > atMost.toNanos()) {
                return false;
            }
            // A lock of another process can only be polled for: Java's blocking form cannot be given a deadline.
            Thread.sleep(BETWEEN_ATTEMPTS);
        }
    }

    private static String self() {
        ProcessHandle process = ProcessHandle.current();
        String host = System.getenv().getOrDefault("HOSTNAME", "this host");
        return "process %d on %s since %s".formatted(process.pid(), host,
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
