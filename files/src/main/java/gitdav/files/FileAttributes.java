package gitdav.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/// What the system says of a file or link, without opening it. Java says the same, but makes an exception of each file
/// that is not there, which takes longer than all else about it; and a server is often asked for what is not there.
///
/// @param mode type and permissions, as in `stat(2)`
/// @param device of the file system
/// @param size in bytes
/// @param creationTime the last modification, if the file system does not know it
public record FileAttributes(int mode, long device, long inode, long size, FileTime lastAccessTime,
        FileTime lastModifiedTime, FileTime creationTime) implements BasicFileAttributes {

    private static final int TYPE = 0170000;
    private static final int FOLDER = 0040000;
    private static final int FILE = 0100000;
    private static final int LINK = 0120000;
    private static final int OWNER_EXECUTE = 0100;

    /// Of the file, folder or link itself; empty if there is none.
    ///
    /// @throws IOException if that cannot be read
    public static Optional<BasicFileAttributes> of(Path path) throws IOException {
        return of(SystemCall.CURRENT_FOLDER, Statx.bytes(path), path);
    }

    /// The same of a name in an open folder.
    ///
    /// @param folder its descriptor
    /// @param path leads to the same, for Java
    static Optional<BasicFileAttributes> of(int folder, byte[] name, Path path) throws IOException {
        return of(folder, Optional.of(name), path);
    }

    private static Optional<BasicFileAttributes> of(int folder, Optional<byte[]> name, Path path) throws IOException {
        try (Arena memory = Arena.ofConfined()) {
            Optional<Statx> statx = name.isEmpty() ? Optional.empty() : Statx.in(memory);
            if (statx.isPresent() && statx.get().ask(folder, name.get())) {
                return Optional.of(statx.get().attributes());
            } else if (statx.isPresent() && statx.get().saysNothingIsThere()) {
                return Optional.empty();
            }
        }
        // Java can do it on every system, and tells why it cannot be done.
        return Optional.ofNullable(path.getFileSystem().provider().readAttributesIfExists(path,
                BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public boolean isRegularFile() {
        return (mode & TYPE) == FILE;
    }

    @Override
    public boolean isDirectory() {
        return (mode & TYPE) == FOLDER;
    }

    @Override
    public boolean isSymbolicLink() {
        return (mode & TYPE) == LINK;
    }

    @Override
    public boolean isOther() {
        return !isRegularFile() && !isDirectory() && !isSymbolicLink();
    }

    /// Whether its owner may execute it.
    public boolean isExecutable() {
        return (mode & OWNER_EXECUTE) != 0;
    }

    /// By what the system knows the file, whatever its names.
    @Override
    public Object fileKey() {
        return new Key(device, inode);
    }

    private record Key(long device, long inode) {}
}
