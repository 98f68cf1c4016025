package gitdav.webdav.disk;

import gitdav.files.OpenFolder;
import gitdav.webdav.memory.MemoryAccount;
import gitdav.webdav.protocol.DavException;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;

/// A look at everything in a tree, following no link. What is kept is the way down and no folder beside it, however many there
/// are: each level's names are read on when those of the level below have been seen. Not by recursion: a tree may be deeper
/// than a stack.
public final class TreeWalk implements AutoCloseable {

    /// What a level takes: two descriptors, their objects, and what the C library has read of the names. In bytes.
    static final long MEMORY_PER_LEVEL = 12 * 1024;

    private final Visitor visitor;
    private final MemoryAccount memory;
    private final Deque<Level> levels = new ArrayDeque<>();
    private int deepest;

    private TreeWalk(MemoryAccount memory, Visitor visitor) {
        this.memory = memory;
        this.visitor = visitor;
    }

    /// Shows the visitor everything in a folder and in those below it.
    ///
    /// @param memory where its levels are accounted for until it ends
    /// @throws DavException with 503 if there is not enough
    public static void of(OpenFolder top, MemoryAccount memory, Visitor visitor) throws IOException {
        try (var walk = new TreeWalk(memory, visitor)) {
            walk.enter(Path.of(""), Optional.empty(), top.descend(Path.of("")));
            while (!walk.levels.isEmpty()) {
                walk.step(walk.levels.getLast());
            }
        }
    }

    private void step(Level level) throws IOException {
        Optional<Path> found;
        Optional<BasicFileAttributes> attributes;
        try {
            found = level.next();
            attributes = found.isPresent() ? level.folder.attributes(found.get()) : Optional.empty();
        } catch (FileSystemException | DirectoryIteratorException unreadable) {
            levels.removeLast().close();
            visitor.unreadable(level.path, cause(unreadable));
            return;
        }
        if (found.isEmpty()) {
            leave(level);
        } else if (attributes.isPresent()) {
            Path path = level.path.resolve(found.get());
            if (visitor.visit(level.folder, path, attributes.get()) && attributes.get().isDirectory()) {
                enter(level.folder, path, attributes.get());
            }
        }
    }

    private void enter(OpenFolder around, Path path, BasicFileAttributes attributes) throws IOException {
        OpenFolder folder;
        try {
            folder = around.folder(path);
        } catch (FileSystemException unreadable) {
            visitor.unreadable(path, unreadable);
            return;
        }
        enter(path, Optional.ofNullable(attributes.fileKey()), folder);
    }

    private void enter(Path path, Optional<Object> key, OpenFolder folder) throws IOException {
        if (levels.size() >= deepest) {
            if (!memory.tryTake(MEMORY_PER_LEVEL)) {
                folder.close();
                throw DavException.crowded();
            }
            deepest++;
        }
        DirectoryStream<Path> names;
        try {
            names = folder.entries();
        } catch (FileSystemException unreadable) {
            folder.close();
            visitor.unreadable(path, unreadable);
            return;
        }
        levels.addLast(new Level(path, key, folder, names, names.iterator()));
    }

    /// One that has been moved or deleted meanwhile has not been seen as a whole, whatever was read of it.
    private void leave(Level level) throws IOException {
        levels.removeLast();
        try (level) {
            if (levels.isEmpty() || level.isIn(levels.getLast().folder)) {
                visitor.seen(level.folder, level.path);
            } else {
                visitor.unreadable(level.path, new NoSuchFileException(level.folder.shown().toString()));
            }
        }
    }

    private static IOException cause(Exception unreadable) {
        return unreadable instanceof IOException failure ? failure : (IOException) unreadable.getCause();
    }

    @Override
    public void close() throws IOException {
        while (!levels.isEmpty()) {
            levels.removeLast().close();
        }
        memory.giveBack(deepest * MEMORY_PER_LEVEL);
    }

    /// A folder that is being read.
    private record Level(Path path, Optional<Object> key, OpenFolder folder, DirectoryStream<Path> names,
            Iterator<Path> left) implements AutoCloseable {

        Optional<Path> next() {
            return left.hasNext() ? Optional.of(left.next().getFileName()) : Optional.empty();
        }

        boolean isIn(OpenFolder around) throws IOException {
            try {
                return around.attributes(path).filter(now -> key.equals(Optional.ofNullable(now.fileKey())))
                        .isPresent();
            } catch (FileSystemException unreadable) {
                return false;
            }
        }

        @Override
        public void close() throws IOException {
            names.close();
            folder.close();
        }
    }

    /// A reader of them. Paths are counted from the folder where the walk began, which is the empty one.
    public interface Visitor {

        /// Sees a file or folder.
        ///
        /// @param folder where it is
        /// @return whether to see what is in it, if it is a folder: then [#seen] or [#unreadable] follows
        boolean visit(OpenFolder folder, Path path, BasicFileAttributes attributes) throws IOException;

        /// Has seen all that is in a folder, and below it.
        default void seen(OpenFolder folder, Path path) throws IOException {}

        /// Has not: users may delete files meanwhile, and what cannot be read is not the users'. It is left out.
        default void unreadable(Path path, IOException reason) throws IOException {}
    }
}
