package gitdav.webdav.disk;

import gitdav.files.AtomicRename;
import gitdav.files.FileTree;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// One thing in [Staging]. Closing it deletes it, unless it has been moved into the share by then.
///
/// To be used by one thread at a time.
public final class Staged implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Staged.class);

    private final Path path;
    private boolean isGone;

    /// @param path where it is, or will be
    Staged(Path path) {
        this.path = path;
    }

    /// Where it is, or will be.
    public Path path() {
        return path;
    }

    /// Makes it visible in its place, by one rename.
    ///
    /// @param place where there is nothing, or a file that it replaces
    public void moveTo(Path place) throws IOException {
        Files.move(path, place, StandardCopyOption.ATOMIC_MOVE);
        isGone = true;
    }

    /// Makes a file visible in another one's place, which gets its own here and is deleted with it.
    ///
    /// For the disk this is less than a rename that replaces a file: ext4 takes that for a wish to have the new content
    /// written at once, and waits ([ext4(5)](https://man7.org/linux/man-pages/man5/ext4.5.html), `auto_da_alloc`).
    public void exchangeWith(Path file) throws IOException {
        AtomicRename.exchange(path, file);
    }

    /// Throws nothing, since the client's request has succeeded or failed by now; the next start tries again.
    @Override
    public void close() {
        delete();
    }

    /// The same.
    ///
    /// @return how many bytes of files there were
    public long delete() {
        try {
            return isGone ? 0 : FileTree.delete(path);
        } catch (IOException failure) {
            LOG.warn("Cannot clear away {}: {}", path, failure.toString());
            return 0;
        } finally {
            isGone = true;
        }
    }
}
