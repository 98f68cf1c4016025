package gitdav.webdav.lock;

import gitdav.contract.LockFile;
import gitdav.files.OpenFolder;
import gitdav.program.Failure;
import gitdav.webdav.disk.Durability;
import gitdav.webdav.disk.SpaceReservation;
import gitdav.webdav.disk.Staged;
import gitdav.webdav.disk.Staging;
import gitdav.webdav.disk.Volume;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.protocol.SharePath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.UUID;
import java.util.function.Predicate;

/// The locks on the disk, one file each in `.gitdav/locks`, so that a client does not lose its lock because the server
/// was restarted.
record LockStore(OpenFolder folder, Staging staging, Durability durability) {

    private static final Logger LOG = LoggerFactory.getLogger(LockStore.class);
    /// Several times what the longest path and owner make, in bytes.
    private static final int MAX_SIZE = 128 * 1024;

    /// Shows each that is stored, expired ones included. One that cannot be read is dropped, as is one that is not kept,
    /// which costs a client its lock and no user a file.
    ///
    /// @param keep tells whether it is kept
    void load(Predicate<Lock> keep) throws IOException {
        int dropped = 0;
        for (Path name : folder.names()) {
            try {
                if (!keep.test(read(name))) {
                    staging.remove(folder, name).close();
                    dropped++;
                }
            } catch (IllegalArgumentException | ArithmeticException | DateTimeException | DavException
                    | IOException damaged) {
                LOG.warn("The lock in {} cannot be read, and is dropped: {}", folder.shown(name), damaged.toString());
                staging.remove(folder, name).close();
            }
        }
        if (dropped > 0) {
            LOG.warn("{} locks are dropped: there is no memory for so many", dropped);
        }
    }

    /// Any writer of the volume or of its history may have put it there.
    private Lock read(Path name) throws IOException {
        Lock lock = lock(LockFile.parse(new String(Volume.read(folder, name, MAX_SIZE), LockFile.CHARSET)));
        if (!lock.token().equals(Locks.SCHEME + UUID.fromString(name.toString()))) {
            throw new IllegalArgumentException("its token is not the one that it is called after");
        }
        return lock;
    }

    /// Stores a lock, in the stead of the one with the same token.
    void save(Lock lock, SpaceReservation room) throws IOException {
        byte[] text = text(lock);
        room.take(text.length);
        try (Staged staged = staging.store(text)) {
            staged.moveTo(file(lock));
        }
    }

    /// In bytes.
    static long size(Lock lock) {
        return text(lock).length;
    }

    /// Deletes a lock.
    void delete(Lock lock) throws IOException {
        Path file = file(lock);
        folder.naming(file, () -> Files.deleteIfExists(file));
    }

    /// Brings to the disk what was saved and deleted.
    void flush() throws IOException {
        durability.flush(folder);
    }

    /// The same, where a failure has to wait: the lock ends at the next start if nothing is at its path, or when it expires.
    void deleteIfPossible(Lock lock) {
        try {
            delete(lock);
            flush();
        } catch (IOException failure) {
            LOG.warn("A lock of {} cannot be deleted: {}", lock.path(), Failure.reason(failure));
        }
    }

    private Path file(Lock lock) {
        return folder.path(Path.of(lock.token().substring(Locks.SCHEME.length())));
    }

    private static byte[] text(Lock lock) {
        return stored(lock).text().getBytes(LockFile.CHARSET);
    }

    private static LockFile stored(Lock lock) {
        return new LockFile(lock.token(), lock.path().encoded(), lock.isFolder(), lock.isExclusive(), lock.isDeep(),
                lock.owner(), lock.user(), lock.timeout(), lock.expires());
    }

    private static Lock lock(LockFile stored) {
        return new Lock(stored.token(), SharePath.parse(stored.path()), stored.isFolder(), stored.isExclusive(),
                stored.isDeep(), stored.owner(), stored.user(), stored.timeout(), stored.expires());
    }
}
