package gitdav.webdav.disk;

import gitdav.files.AtomicRename;
import gitdav.files.ModificationTime;
import gitdav.files.OpenFolder;
import gitdav.files.TreeDeletion;
import gitdav.program.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;

/// One thing in [Staging]. Closing it deletes it, unless it has been moved into the share by then.
///
/// To be used by one thread at a time.
public final class Staged implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Staged.class);
    private static final long SECOND = 1_000_000_000;

    private final OpenFolder folder;
    private final Path name;
    private boolean isGone;

    /// @param folder open for as long as this is used
    /// @param name where it is in the folder, or will be
    Staged(OpenFolder folder, Path name) {
        this.folder = folder;
        this.name = name;
    }

    /// Where it is, or will be, for calls of the JDK that follow no link there.
    public Path path() {
        return folder.path(name);
    }

    /// Where it is on the volume.
    public Path shown() {
        return folder.shown(name);
    }

    /// Makes it, as an empty folder.
    public void createFolder() throws IOException {
        folder.naming(name, () -> Files.createDirectory(path()));
    }

    /// Opens it, if it is a folder.
    public OpenFolder open() throws IOException {
        return folder.folder(name);
    }

    /// Sets when it was modified last.
    public void setLastModified(Instant time) throws IOException {
        folder.naming(name, () -> {
            ModificationTime.set(folder.path(name), Math.addExact(time.getEpochSecond() * SECOND, time.getNano()));
            return time;
        });
    }

    /// Gives it the permissions of a file that it is to replace.
    public void takePermissions(Entry replaced) throws IOException {
        folder.pinned(name, file -> Files.setAttribute(file, "unix:mode", replaced.permissions()));
    }

    /// Brings the file to the disk.
    void flush(Durability durability) throws IOException {
        durability.flush(folder, name);
    }

    /// Makes it visible in its place, by one rename.
    ///
    /// @param place where there is nothing, or a file that it replaces
    public void moveTo(Path place) throws IOException {
        folder.naming(name, () -> Files.move(path(), place, StandardCopyOption.ATOMIC_MOVE));
        isGone = true;
    }

    /// Makes a file visible in another one's place, which gets its own here and is deleted with it.
    ///
    /// For the disk this is less than a rename that replaces a file: ext4 takes that for a wish to have the new content
    /// written at once, and waits ([ext4(5)](https://man7.org/linux/man-pages/man5/ext4.5.html), `auto_da_alloc`).
    public void exchangeWith(Path file) throws IOException {
        folder.naming(name, () -> {
            AtomicRename.exchange(path(), file);
            return file;
        });
    }

    /// Leaves it where it is until the next start, although it is closed.
    public void keep() {
        isGone = true;
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
            return isGone ? 0 : TreeDeletion.delete(folder, name);
        } catch (IOException failure) {
            LOG.warn("Cannot clear away {}: {}", shown(), Failure.reason(failure));
            return 0;
        } finally {
            isGone = true;
        }
    }
}
