package gitdav.webdav;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/// What is done to a file, or to a folder and all that is in it. Symbolic links are never followed.
final class FileTree {

    private FileTree() {}

    /// Deletes what is there, if anything.
    static void delete(Path tree) throws IOException {
        if (Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            Files.walkFileTree(tree, new Deletion());
        }
    }

    /// Copies folders, and files with their times and permissions, and nothing else; all of it is on the disk when this
    /// returns.
    static void copy(Path source, Path target) throws IOException {
        Files.walkFileTree(source, new Copying(source, target));
    }

    /// Brings a file's content to the disk, or a folder's list of names, without which a file in it may be lost in a
    /// power cut although it was flushed itself.
    static void flush(Path fileOrFolder) throws IOException {
        try (var channel = FileChannel.open(fileOrFolder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
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

        Copying(Path source, Path target) {
            this.source = source;
            this.target = target;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
            Files.createDirectory(copyOf(folder));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (attributes.isRegularFile()) {
                Path copy = copyOf(file);
                Files.copy(file, copy, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
                flush(copy);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
            super.postVisitDirectory(folder, failure);
            flush(copyOf(folder));
            return FileVisitResult.CONTINUE;
        }

        private Path copyOf(Path file) {
            return target.resolve(source.relativize(file));
        }
    }
}
