package gitdav.webdav.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/// The copy of a file, or of a folder with all that is in it: files with their times and permissions, and nothing else.
/// All of it is on the disk when it is complete.
///
/// A file is copied by giving it a second name (a hard link), which takes no room and no time. That is safe where no file
/// is ever written again: new content comes as a new file, by a rename.
public final class TreeCopy extends SimpleFileVisitor<Path> {

    private final Path source;
    private final Path target;
    private final Durability durability;
    private final Room room;
    private final List<Path> unreadable = new ArrayList<>();

    private TreeCopy(Path source, Path target, Durability durability, Room room) {
        this.source = source;
        this.target = target;
        this.durability = durability;
        this.room = room;
    }

    /// Copies a folder or file of the server's own, to survive a power cut.
    ///
    /// @throws IOException if any of it cannot be read
    public static void of(Path source, Path target, Durability durability) throws IOException {
        List<Path> unreadable = of(source, target, durability, _ -> {});
        if (!unreadable.isEmpty()) {
            throw new IOException("not copied, since they cannot be read: " + unreadable);
        }
    }

    /// Copies a file, or a folder with all that is in it, to survive a power cut.
    ///
    /// @param room asked before a file is copied
    /// @return what is in the folder and cannot be read, counted from it; the rest has been copied
    static List<Path> of(Path source, Path target, Durability durability, Room room) throws IOException {
        var copy = new TreeCopy(source, target, durability, room);
        Files.walkFileTree(source, copy);
        return copy.unreadable;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
        Files.createDirectory(copyOf(folder));
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        if (attributes.isRegularFile()) {
            room.take(attributes.size());
            try {
                link(file, copyOf(file));
            } catch (AccessDeniedException unreadable) {
                visitFileFailed(file, unreadable);
            }
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        if (!(failure instanceof AccessDeniedException) || file.equals(source)) {
            throw failure;
        }
        unreadable.add(source.relativize(file));
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
        super.postVisitDirectory(folder, failure);
        durability.flush(copyOf(folder));
        return FileVisitResult.CONTINUE;
    }

    /// Some file systems have no links, and each has a limit.
    private void link(Path file, Path copy) throws IOException {
        try {
            Files.createLink(copy, file);
        } catch (FileSystemException | UnsupportedOperationException noLink) {
            Files.copy(file, copy, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
        }
        // Also if it is a link: the file need not have come by this server.
        durability.flush(copy);
    }

    private Path copyOf(Path file) {
        return target.resolve(source.relativize(file));
    }
}
