package gitdav.webdav.disk;

import gitdav.files.OpenFolder;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
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
import java.util.Optional;

/// The copy of a file, or of a folder with all that is in it: files with their times and permissions, and nothing else.
/// All of it is on the disk when it is complete. No link is followed, whatever takes a folder's place meanwhile.
///
/// A file is copied by giving it a second name (a hard link), which takes no room and no time. That is safe where no file
/// is ever written again: new content comes as a new file, by a rename.
public final class TreeCopy {

    private final Durability durability;
    private final SpaceReservation room;
    /// Those to be copied, counted from the top. No recursion, and one open at a time: a tree may be deeper than a stack.
    private final Deque<Path> left = new ArrayDeque<>();
    private final List<Path> copied = new ArrayList<>();
    private final List<Path> unreadable = new ArrayList<>();

    private TreeCopy(Durability durability, SpaceReservation room) {
        this.durability = durability;
        this.room = room;
    }

    /// Copies a folder or file of the server's own, to survive a power cut.
    ///
    /// @throws IOException if any of it cannot be read
    public static void of(OpenFolder from, Path name, OpenFolder to, Path copy, Durability durability)
            throws IOException {
        List<Path> unreadable = of(from, name, to, copy, durability, _ -> {});
        if (!unreadable.isEmpty()) {
            throw new IOException("not copied, since they cannot be read: " + unreadable);
        }
    }

    /// Copies a file, or a folder with all that is in it, to survive a power cut.
    ///
    /// @param room asked before a file is copied
    /// @return what is in the folder and cannot be read, counted from it; the rest has been copied
    static List<Path> of(OpenFolder from, Path name, OpenFolder to, Path copyName, Durability durability,
            SpaceReservation room)
            throws IOException {
        var copy = new TreeCopy(durability, room);
        BasicFileAttributes attributes = from.attributes(name)
                .orElseThrow(() -> new NoSuchFileException(from.shown(name).toString()));
        if (!attributes.isDirectory()) {
            copy.file(from, name, attributes, to, copyName);
            return List.of();
        }
        to.naming(copyName, () -> Files.createDirectory(to.path(copyName)));
        try (OpenFolder source = from.folder(name); OpenFolder target = to.folder(copyName)) {
            copy.all(source, target);
        }
        return copy.unreadable;
    }

    private void all(OpenFolder source, OpenFolder target) throws IOException {
        left.add(Path.of(""));
        while (!left.isEmpty()) {
            Path at = left.removeLast();
            copied.add(at);
            try (OpenFolder folder = source.descend(at); OpenFolder copy = target.descend(at)) {
                folder(at, folder, copy);
            } catch (AccessDeniedException denied) {
                unreadable(at, denied);
            }
        }
        for (Path folder : copied.reversed()) {
            try (OpenFolder copy = target.descend(folder)) {
                durability.flush(copy);
            }
        }
    }

    private void folder(Path at, OpenFolder folder, OpenFolder copy) throws IOException {
        try (DirectoryStream<Path> names = folder.entries()) {
            for (Path found : names) {
                Path name = found.getFileName();
                Optional<BasicFileAttributes> attributes = folder.attributes(name);
                if (attributes.filter(BasicFileAttributes::isDirectory).isPresent()) {
                    copy.naming(name, () -> Files.createDirectory(copy.path(name)));
                    left.addLast(at.resolve(name));
                } else if (attributes.isPresent()) {
                    member(at, folder, name, attributes.get(), copy);
                }
            }
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
    }

    private void member(Path at, OpenFolder folder, Path name, BasicFileAttributes attributes, OpenFolder copy)
            throws IOException {
        try {
            file(folder, name, attributes, copy, name);
        } catch (AccessDeniedException denied) {
            unreadable(at.resolve(name), denied);
        }
    }

    private void unreadable(Path path, AccessDeniedException denied) throws IOException {
        if (path.toString().isEmpty()) {
            throw denied;
        }
        unreadable.add(path);
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
