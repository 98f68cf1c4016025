package gitdav.webdav.share;

import gitdav.webdav.protocol.SharePath;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;

/// Who may change what at the same time: one change of everything, or many of one path each.
///
/// To be held for moments only, so that it does not matter if two paths share a lock. Not to be nested: a thread that holds one
/// and waits for another may wait for ever.
final class ChangeLock {

    private final ReadWriteLock all = new ReentrantReadWriteLock();
    private final Lock[] paths = IntStream.range(0, 256).mapToObj(number -> new ReentrantLock()).toArray(Lock[]::new);

    /// Waits until no request changes anything.
    Held ofAll() {
        all.writeLock().lock();
        return () -> all.writeLock().unlock();
    }

    /// Waits until no request changes the path, nor everything.
    Held of(SharePath path) {
        Lock one = paths[Math.floorMod(path.hashCode(), paths.length)];
        all.readLock().lock();
        one.lock();
        return () -> {
            one.unlock();
            all.readLock().unlock();
        };
    }

    /// A lock that is held until it is closed, by the thread that has got it.
    interface Held extends AutoCloseable {
        @Override
        void close();
    }
}
