package gitdav.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What the file system says of a file without opening it. As long as it says the same, the content is taken to be the
/// same.
///
/// @param mode type and permissions, as in `stat(2)`
/// @param inode 0 if it is not known
/// @param size in bytes
/// @param modified when the content changed last, in nanoseconds since 1970; programs can set it
/// @param changed when anything about the file changed last, in nanoseconds since 1970; no call can set it
public record FileStat(int mode, long inode, long size, long modified, long changed) {

    /// In place of a time that is not known.
    public static final long NO_TIME = Long.MIN_VALUE;

    /// Of a file of which nothing is known.
    public static final FileStat UNKNOWN = at(NO_TIME);

    private static final int TYPE = 0170000;
    private static final int FOLDER = 0040000;
    private static final int FILE = 0100000;
    private static final int LINK = 0120000;
    private static final int OWNER_EXECUTE = 0100;

    /// Of a file as a commit describes it: of all this, only the time of its last modification is known.
    public static FileStat at(long modified) {
        return new FileStat(0, 0, 0, modified, NO_TIME);
    }

    /// Of the file or link itself.
    public static FileStat of(Path path) throws IOException {
        Optional<FileStat> stat = Statx.of(path);
        return stat.isPresent() ? stat.get() : slowly(path);
    }

    /// The same as Java knows it, on every system that has inodes.
    static FileStat slowly(Path path) throws IOException {
        return asJavaKnowsIt(path, LinkOption.NOFOLLOW_LINKS);
    }

    /// The same of what a path leads to.
    static FileStat following(Path path) throws IOException {
        return asJavaKnowsIt(path);
    }

    private static FileStat asJavaKnowsIt(Path path, LinkOption... options) throws IOException {
        Map<String, Object> read = Files.readAttributes(path, "unix:mode,ino,size,lastModifiedTime,ctime", options);
        return new FileStat((Integer) read.get("mode"), (Long) read.get("ino"), (Long) read.get("size"),
                nanoseconds(read.get("lastModifiedTime")), nanoseconds(read.get("ctime")));
    }

    /// The same of a file that must be looked at again, whatever is said of it then: no file has this time of a change.
    public FileStat neverTrusted() {
        return new FileStat(mode, inode, size, modified, NO_TIME);
    }

    /// Whether this is a folder.
    public boolean isFolder() {
        return (mode & TYPE) == FOLDER;
    }

    /// Whether this is a regular file.
    public boolean isFile() {
        return (mode & TYPE) == FILE;
    }

    /// Whether this is a symbolic link.
    public boolean isLink() {
        return (mode & TYPE) == LINK;
    }

    /// Whether its owner may execute it.
    public boolean isExecutable() {
        return (mode & OWNER_EXECUTE) != 0;
    }

    /// Whether it is known when the content changed last.
    public boolean hasTime() {
        return modified != NO_TIME;
    }

    private static long nanoseconds(Object time) {
        return ((FileTime) time).to(TimeUnit.NANOSECONDS);
    }
}
