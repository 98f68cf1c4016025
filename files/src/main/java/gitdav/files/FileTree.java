package gitdav.files;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A file or folder with everything below it.
public final class FileTree {

    /// How many folders may lie inside one another below the root of a volume, in a backup as well as in the share.
    ///
    /// Linux knows no such limit, only one for the length of a path, and git one for trees:
    /// [core.maxTreeDepth](https://git-scm.com/docs/git-config#Documentation/git-config.txt-coremaxTreeDepth), 2048 or, on
    /// Windows, 512. Below both, so that whatever is backed up can be read everywhere, and calls itself for each folder on
    /// no more stack than a thread has.
    public static final int MOST_NESTED = 256;

    private FileTree() {}

    /// Deletes a file, or a folder with everything in it, following no link; does nothing if it is not there.
    ///
    /// However deep it is, two folders are open at a time: a folder in a folder is moved up to the top before its turn comes.
    ///
    /// @return how many bytes the files had
    public static long delete(Path tree) throws IOException {
        Optional<BasicFileAttributes> attributes = FileAttributes.of(tree);
        if (attributes.isEmpty()) {
            return 0;
        }
        if (!attributes.get().isDirectory()) {
            Files.delete(tree);
            return attributes.get().size();
        }
        long bytes = 0;
        Path name = tree.getFileName();
        try (OpenFolder parent = OpenFolder.at(tree.toAbsolutePath().getParent());
                OpenFolder top = parent.folder(name)) {
            for (List<Path> names = top.names(); !names.isEmpty(); names = top.names()) {
                for (Path entry : names) {
                    bytes += top.stat(entry).isFolder() ? deleteFolder(top, entry) : deleteFile(top, entry);
                }
            }
            top.naming(name, () -> Files.deleteIfExists(parent.path(name)));
        }
        return bytes;
    }

    private static long deleteFile(OpenFolder folder, Path name) throws IOException {
        FileStat stat = folder.stat(name);
        folder.naming(name, () -> Files.deleteIfExists(folder.path(name)));
        return stat.isFile() ? stat.size() : 0;
    }

    private static long deleteFolder(OpenFolder top, Path name) throws IOException {
        long bytes = 0;
        try (OpenFolder folder = top.folder(name)) {
            for (Path entry : folder.names()) {
                if (folder.stat(entry).isFolder()) {
                    moveUp(folder, entry, top);
                } else {
                    bytes += deleteFile(folder, entry);
                }
            }
        }
        top.naming(name, () -> Files.deleteIfExists(top.path(name)));
        return bytes;
    }

    private static void moveUp(OpenFolder folder, Path name, OpenFolder top) throws IOException {
        try {
            // One that is empty need not be writable.
            folder.naming(name, () -> Files.deleteIfExists(folder.path(name)));
        } catch (DirectoryNotEmptyException e) {
            folder.naming(name, () -> Files.move(folder.path(name), top.path(Path.of(UUID.randomUUID().toString())),
                    StandardCopyOption.ATOMIC_MOVE));
        }
    }

    /// How many bytes the files below the folder have. What vanishes meanwhile, or cannot be read, counts for nothing.
    public static long size(Path folder) throws IOException {
        long[] size = new long[1];
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                size[0] += attributes.size();
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path read, IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
        return size[0];
    }
}
