package gitdav.webdav.disk;

import gitdav.files.OpenFolder;
import gitdav.webdav.memory.MemoryAccount;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/// The copy of a file, or of a folder with all that is in it: files with their times and permissions, and nothing else.
/// All of it is on the disk when it is complete. No link is followed, whatever takes a folder's place meanwhile.
///
/// A file is copied by giving it a second name (a hard link), which takes no room and no time. That is safe where no file
/// is ever written again: new content comes as a new file, by a rename.
public final class TreeCopy {

    private final Durability durability;
    private final SpaceReservation room;
    private final MemoryAccount memory;

    /// @param room asked before a file is copied
    /// @param memory where the levels of folders are accounted for meanwhile
    public TreeCopy(Durability durability, SpaceReservation room, MemoryAccount memory) {
        this.durability = durability;
        this.room = room;
        this.memory = memory;
    }

    /// Copies a folder or file of the server's own, to survive a power cut.
    ///
    /// @throws IOException if any of it cannot be read
    public void whole(OpenFolder from, Path name, OpenFolder to, Path copy) throws IOException {
        List<Path> unreadable = readable(from, name, to, copy);
        if (!unreadable.isEmpty()) {
            throw new IOException("not copied, since they cannot be read: " + unreadable);
        }
    }

    /// Copies a file, or a folder with all that is in it, to survive a power cut.
    ///
    /// @return what is in the folder and cannot be read, counted from it; the rest has been copied
    /// @throws NoSuchFileException if it, or a folder in it, goes meanwhile
    List<Path> readable(OpenFolder from, Path name, OpenFolder to, Path copy) throws IOException {
        BasicFileAttributes attributes = from.attributes(name).orElseThrow(() -> gone(from, name));
        if (!attributes.isDirectory()) {
            file(from, name, attributes, to, copy);
            return List.of();
        }
        to.naming(copy, () -> Files.createDirectory(to.path(copy)));
        try (OpenFolder source = from.folder(name); var folders = new Folders(to.folder(copy))) {
            TreeWalk.of(source, memory, folders);
            if (from.attributes(name).filter(now -> Objects.equals(now.fileKey(), attributes.fileKey())).isEmpty()) {
                throw gone(from, name);
            }
            return folders.unreadable;
        }
    }

    private static NoSuchFileException gone(OpenFolder from, Path name) {
        return new NoSuchFileException(from.shown(name).toString());
    }

    /// Goes down in the copy as the walk goes down in the source.
    private final class Folders implements TreeWalk.Visitor, AutoCloseable {

        private final Deque<OpenFolder> copies = new ArrayDeque<>();
        private final List<Path> unreadable = new ArrayList<>();

        Folders(OpenFolder top) {
            copies.add(top);
        }

        @Override
        public boolean visit(OpenFolder folder, Path path, BasicFileAttributes attributes) throws IOException {
            Path name = path.getFileName();
            OpenFolder copy = copies.getLast();
            if (attributes.isDirectory()) {
                copy.naming(name, () -> Files.createDirectory(copy.path(name)));
                copies.addLast(copy.folder(name));
                return true;
            }
            try {
                file(folder, name, attributes, copy, name);
            } catch (AccessDeniedException denied) {
                unreadable.add(path);
            }
            return false;
        }

        @Override
        public void seen(OpenFolder folder, Path path) throws IOException {
            try (OpenFolder copy = copies.removeLast()) {
                durability.flush(copy);
            }
        }

        @Override
        public void unreadable(Path path, IOException reason) throws IOException {
            if (!(reason instanceof AccessDeniedException) || path.toString().isEmpty()) {
                throw reason;
            }
            unreadable.add(path);
            copies.removeLast().close();
        }

        @Override
        public void close() {
            copies.forEach(OpenFolder::close);
        }
    }

    /// Some file systems have no links, and each has a limit.
    private void file(OpenFolder from, Path name, BasicFileAttributes attributes, OpenFolder to, Path copy)
            throws IOException {
        if (!attributes.isRegularFile()) {
            return;
        }
        room.take(attributes.size());
        try {
            Files.createLink(to.path(copy), from.path(name));
        } catch (FileSystemException | UnsupportedOperationException noLink) {
            from.pinned(name,
                    file -> Files.copy(file, to.path(copy), StandardCopyOption.COPY_ATTRIBUTES));
        }
        // Also if it is a second name, since the file need not have come by this server; a link that has come meanwhile
        // is refused.
        durability.flush(to, copy);
    }
}
