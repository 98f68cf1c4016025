package gitdav.webdav.disk;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

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
    public static void copy(Path source, Path target, Durability durability) throws IOException {
        Files.walkFileTree(source, new Copying(source, target, durability));
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

    private static final class Copying extends SimpleFileVisitor<Path> {

        private final Path source;
        private final Path target;
        private final Durability durability;

        Copying(Path source, Path target, Durability durability) {
            this.source = source;
            this.target = target;
            this.durability = durability;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
            Files.createDirectory(copyOf(folder));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Path copy = Files.copy(file, copyOf(file), LinkOption.NOFOLLOW_LINKS);
            durability.flush(copy);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
            super.postVisitDirectory(folder, failure);
            durability.flush(copyOf(folder));
            return FileVisitResult.CONTINUE;
        }

        private Path copyOf(Path file) {
            return target.resolve(source.relativize(file));
        }
    }
}
