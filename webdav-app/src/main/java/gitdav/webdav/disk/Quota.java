package gitdav.webdav.disk;

import gitdav.webdav.protocol.DavException;
import io.milton.http.Response.Status;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.OptionalLong;

/// How many bytes the share holds and how many more it takes
/// ([RFC 4331](https://www.rfc-editor.org/rfc/rfc4331)): what is set, and what the disk has left.
///
/// The users' files are added up when somebody needs to know and something may have changed, but never so often that it
/// costs more than a twentieth of one processor's time. In between, what is uploaded is added.
///
/// Safe for use by many threads.
public final class Quota {

    private static final int REST = 20;

    private final Path root;
    private final Path reserved;
    private final FileStore disk;
    private final OptionalLong limit;
    private long measured;
    private long inProgress;
    private long measuredAt;
    private long measuringTook;
    private boolean isMeasuring;

    /// Adds up what there is, if it is limited.
    ///
    /// @param root of the share
    /// @param reserved the folder in it that is not the users'
    /// @param limit in bytes; nothing means that only the disk sets one
    public Quota(Path root, Path reserved, OptionalLong limit) throws IOException {
        this.root = root;
        this.reserved = reserved;
        this.limit = limit;
        disk = Files.getFileStore(root);
        if (limit.isPresent()) {
            measure();
        }
    }

    /// In bytes: by the users' files if there is a limit, else by everything on the disk.
    public long used() throws IOException {
        return limit.isEmpty() ? disk.getTotalSpace() - disk.getUnallocatedSpace() : measuredNow();
    }

    /// In bytes.
    public long available() throws IOException {
        long left = limit.isEmpty() ? Long.MAX_VALUE : Math.max(0, limit.getAsLong() - measuredNow());
        return Math.min(left, disk.getUsableSpace());
    }

    /// For something that is about to be stored.
    ///
    /// @param replaced how many bytes will go when it is stored
    public Allowance allow(long replaced) {
        return new Allowance(replaced);
    }

    /// What somebody has deleted or replaced.
    public synchronized void freed(long bytes) {
        measured -= bytes;
    }

    private long measuredNow() throws IOException {
        if (beginsMeasuring()) {
            measure();
        }
        synchronized (this) {
            return measured;
        }
    }

    /// Whether the last sum is old enough, and nobody else is making a new one.
    private synchronized boolean beginsMeasuring() {
        boolean begins = !isMeasuring && System.nanoTime() - measuredAt > REST * measuringTook;
        isMeasuring = isMeasuring || begins;
        return begins;
    }

    /// Without holding anybody up.
    private void measure() throws IOException {
        long start = System.nanoTime();
        var sum = new Sum(reserved);
        try {
            Files.walkFileTree(root, sum);
        } finally {
            synchronized (this) {
                measured = sum.bytes;
                measuredAt = System.nanoTime();
                measuringTook = measuredAt - start;
                isMeasuring = false;
            }
        }
    }

    private void take(long bytes, long replaced) throws IOException {
        if (!tryTake(bytes, replaced)) {
            measuredNow();
            if (!tryTake(bytes, replaced)) {
                throw DavException.violating("quota-not-exceeded", Status.SC_INSUFFICIENT_STORAGE,
                        "The share may hold " + limit.getAsLong() + " bytes, and would hold more");
            }
        }
    }

    private synchronized boolean tryTake(long bytes, long replaced) {
        boolean fits = measured + inProgress + bytes - replaced <= limit.getAsLong();
        inProgress += fits ? bytes : 0;
        return fits;
    }

    private synchronized void give(long taken, boolean stored) {
        inProgress -= taken;
        measured += stored ? taken : 0;
    }

    /// The room for one thing that is being stored.
    public final class Allowance implements Room, AutoCloseable {

        private final long replaced;
        private long taken;
        private boolean isStored;

        private Allowance(long replaced) {
            this.replaced = replaced;
        }

        @Override
        public void take(long bytes) throws IOException {
            if (limit.isPresent()) {
                Quota.this.take(bytes, replaced);
                taken += bytes;
            }
        }

        /// Keeps the room, once the thing is in its place.
        public void stored() {
            isStored = true;
        }

        @Override
        public void close() {
            if (limit.isPresent()) {
                give(taken, isStored);
            }
        }
    }

    /// The users' files, without the server's own folder.
    private static final class Sum extends SimpleFileVisitor<Path> {

        private final Path reserved;
        private long bytes;

        Sum(Path reserved) {
            this.reserved = reserved;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return folder.equals(reserved) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes += attributes.size();
            return FileVisitResult.CONTINUE;
        }

        /// Somebody may delete files meanwhile; and what cannot be read is not the users'.
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
        }
    }
}
