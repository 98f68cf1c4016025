package gitdav.files;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

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

    /// Deletes a file, or a folder with everything in it ([TreeDeletion]), following no link; does nothing if it is not there.
    ///
    /// @return how many bytes the files had
    public static long delete(Path tree) throws IOException {
        try (OpenFolder parent = OpenFolder.at(tree.toAbsolutePath().getParent())) {
            return TreeDeletion.delete(parent, tree.getFileName());
        } catch (NoSuchFileException gone) {
            return 0;
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
