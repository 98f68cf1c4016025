package gitdav.webdav.disk;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/// What is done to a file, or to a folder and all that is in it. Symbolic links are never followed.
public final class FileTree {

    private FileTree() {}

    /// Deletes what is there, if anything.
    ///
    /// @return how many bytes the files had
    static long delete(Path tree) throws IOException {
        var deletion = new Deletion();
        if (Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            Files.walkFileTree(tree, deletion);
        }
        return deletion.bytes;
    }

    /// Copies a folder or file of the server's own, to survive a power cut.
    ///
    /// @throws IOException if any of it cannot be read
    public static void copy(Path source, Path target, Durability durability) throws IOException {
        List<Path> unreadable = copy(source, target, durability, _ -> {});
        if (!unreadable.isEmpty()) {
            throw new IOException("not copied, since they cannot be read: " + unreadable);
        }
    }

    /// Copies a file, or a folder with all that is in it, to survive a power cut.
    ///
    /// @param room asked before a file is copied
    /// @return what is in the folder and cannot be read, counted from it; the rest has been copied
    static List<Path> copy(Path source, Path target, Durability durability, Room room) throws IOException {
        var copy = new TreeCopy(source, target, durability, room);
        Files.walkFileTree(source, copy);
        return copy.unreadable();
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {

        private long bytes;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            bytes += attributes.size();
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
            super.postVisitDirectory(folder, failure);
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
