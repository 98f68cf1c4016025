package gitdav.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Deletes a tree by descriptors, so that nothing outside it goes, even if one of its folders changes places with a link
/// meanwhile. Not by recursion, and with few folders open at a time: a tree may be deeper than a stack.
public final class TreeDeletion {

    private final OpenFolder top;
    /// The folders that are still there, the deepest last.
    private final Deque<Path> left = new ArrayDeque<>();
    private final Set<Path> emptied = new HashSet<>();
    private long bytes;

    private TreeDeletion(OpenFolder top) {
        this.top = top;
    }

    /// Deletes a file, or a folder with everything in it; does nothing if it is not there.
    ///
    /// @param folder where it is
    /// @return how many bytes the files had
    public static long delete(OpenFolder folder, Path name) throws IOException {
        var deletion = new TreeDeletion(folder);
        deletion.delete(folder, Path.of(""), name);
        while (!deletion.left.isEmpty()) {
            deletion.deleteLast();
        }
        return deletion.bytes;
    }

    private void deleteLast() throws IOException {
        Path last = left.getLast();
        if (!emptied.add(last)) {
            left.removeLast();
            emptied.remove(last);
            try (OpenFolder around = top.descend(parent(last))) {
                around.naming(last, () -> Files.deleteIfExists(around.path(last)));
            }
            return;
        }
        try (OpenFolder folder = top.descend(last);
                DirectoryStream<Path> names = folder.entries()) {
            for (Path name : names) {
                delete(folder, last, name.getFileName());
            }
        } catch (NoSuchFileException gone) {
            left.remove(last);
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
    }

    private void delete(OpenFolder folder, Path path, Path name) throws IOException {
        Optional<BasicFileAttributes> attributes = folder.attributes(name);
        if (attributes.filter(BasicFileAttributes::isDirectory).isPresent()) {
            left.addLast(path.resolve(name.getFileName()));
        } else if (folder.naming(name, () -> Files.deleteIfExists(folder.path(name)))) {
            bytes += attributes.map(BasicFileAttributes::size).orElse(0L);
        }
    }

    private static Path parent(Path path) {
        return path.getNameCount() == 1 ? Path.of("") : path.getParent();
    }
}
