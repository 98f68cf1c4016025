package gitdav.webdav.share;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Flushes folders for many writers at once: a writer that comes while a flush is running is in the next batch, which one of
/// its members flushes for all, each folder once. A database does the same with its log. With it, 13 to 50 % more uploads and
/// folders are made in a second (`benchmark/webdav --only put4k,overwrite4k,mkcol --servers fsync`).
///
/// Safe for use by many threads.
final class GroupCommit {

    private final Flush flush;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition finished = lock.newCondition();
    private Batch next = new Batch();
    private boolean running;

    GroupCommit() {
        this(folder -> folder.channel().force(true));
    }

    /// @param flush brings one folder to the disk
    GroupCommit(Flush flush) {
        this.flush = flush;
    }

    /// Returns once the folders are on the disk as they were when this was called, or later; flushed in this order.
    void flush(List<Folder> folders) throws IOException {
        lock.lock();
        try {
            Batch mine = next;
            mine.add(folders);
            while (running && !mine.isFinished) {
                finished.awaitUninterruptibly();
            }
            if (!mine.isFinished) {
                run(mine);
            }
            if (mine.failure.isPresent()) {
                throw new IOException(mine.failure.get().getMessage(), mine.failure.get());
            }
        } finally {
            lock.unlock();
        }
    }

    private void run(Batch batch) {
        running = true;
        next = new Batch();
        lock.unlock();
        try {
            batch.run(flush);
        } finally {
            lock.lock();
            running = false;
            batch.isFinished = true;
            finished.signalAll();
        }
    }

    /// A folder that is open.
    ///
    /// @param key what the file system knows it by
    record Folder(Object key, FileChannel channel) {}

    /// What brings a folder to the disk.
    interface Flush {
        void run(Folder folder) throws IOException;
    }

    private static final class Batch {

        private final Map<Object, Folder> folders = new LinkedHashMap<>();
        /// What has to come before each, by its key.
        private final Map<Object, List<Folder>> earlier = new HashMap<>();
        private final Set<Object> flushed = new HashSet<>();
        private Optional<IOException> failure = Optional.of(new IOException("the flush was not finished"));
        private boolean isFinished;

        void add(List<Folder> inOrder) {
            for (int i = 0; i < inOrder.size(); i++) {
                Folder folder = inOrder.get(i);
                folders.putIfAbsent(folder.key(), folder);
                earlier.computeIfAbsent(folder.key(), _ -> new ArrayList<>()).addAll(inOrder.subList(0, i));
            }
        }

        /// Each once, after those that have to come before it. Two moves between the same folders, there and back, have no such
        /// order, and batches of their own would not give them one: both files have left their folders already, so the first
        /// flush of either writes down that one is gone. What keeps that file is the file system's journal, which brings both
        /// ends of a rename to the disk together.
        private void run(Folder folder, Flush flush) throws IOException {
            if (flushed.add(folder.key())) {
                for (Folder before : earlier.get(folder.key())) {
                    run(before, flush);
                }
                flush.run(folder);
            }
        }

        void run(Flush flush) {
            try {
                for (Folder folder : folders.values()) {
                    run(folder, flush);
                }
                failure = Optional.empty();
            } catch (IOException failed) {
                failure = Optional.of(failed);
            }
        }
    }
}
