package gitdav.webdav.disk;

import gitdav.files.OpenFolder;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// A look at everything in a tree that can be read, following no link. Not by recursion, and with one folder open at a
/// time: a tree may be deeper than a stack.
public final class TreeWalk {

    private TreeWalk() {}

    /// Shows the visitor everything in a folder and in those below it. What vanishes meanwhile or cannot be read is left out.
    public static void of(OpenFolder top, Visitor visitor) throws IOException {
        Deque<Path> left = new ArrayDeque<>();
        left.add(Path.of(""));
        while (!left.isEmpty()) {
            Path at = left.removeLast();
            try (OpenFolder folder = top.descend(at);
                    DirectoryStream<Path> names = folder.entries()) {
                for (Path name : names) {
                    Path path = at.resolve(name.getFileName());
                    Optional<BasicFileAttributes> attributes = folder.attributes(name);
                    if (attributes.isPresent() && visitor.visit(path, attributes.get())
                            && attributes.get().isDirectory()) {
                        left.addLast(path);
                    }
                }
            } catch (FileSystemException | DirectoryIteratorException unreadable) {
                // Users may delete files meanwhile; and what cannot be read is not the users'.
            }
        }
    }

    /// A reader of them.
    public interface Visitor {

        /// Sees a file or folder.
        ///
        /// @param path counted from the folder where the walk began
        /// @return whether to see what is in it, if it is a folder
        boolean visit(Path path, BasicFileAttributes attributes);
    }
}
