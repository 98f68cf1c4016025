package gitdav.webdav.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/// Makes new files and folders, one at a time. In one folder the kernel makes no more than one at a time either, and
/// threads that wait for that within the kernel keep processors busy that others could use.
public final class FileCreator {

    private final ReentrantLock lock = new ReentrantLock();

    /// A new file, open for writing.
    FileChannel file(Path path) throws IOException {
        lock.lock();
        try {
            return FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } finally {
            lock.unlock();
        }
    }

    /// A new folder.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException if there is something by its name
    public void folder(Path path) throws IOException {
        lock.lock();
        try {
            Files.createDirectory(path);
        } finally {
            lock.unlock();
        }
    }
}
