package gitdav.webdav.share;

import gitdav.files.FileAttributes;
import gitdav.webdav.disk.Entry;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.protocol.FileName;
import gitdav.webdav.protocol.SharePath;
import io.milton.http.ResourceFactory;
import io.milton.http.Response.Status;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.regex.Pattern;

/// What is where among the users' files and folders. Symbolic links, pipes, sockets and devices are not among them: a link
/// is never followed, in no place of a path. Nobody gets into the reserved folder: it is not found, and nothing is written
/// there.
///
/// Keeps nothing in memory: each answer is what the disk says now. Safe for use by many threads.
public final class ShareTree implements ResourceFactory {

    /// ASCII without its last character, the tilde.
    private static final Pattern PLAIN = Pattern.compile("[ -}]*");

    private final Path root;
    private final ReservedFolder reserved;

    ShareTree(Path root, ReservedFolder reserved) {
        this.root = root;
        this.reserved = reserved;
    }

    /// What is at the path.
    public Optional<Entry> find(SharePath path) throws IOException {
        if (path.isRoot()) {
            return entry(path, root, attributesOf(root));
        }
        Path file = root;
        Optional<BasicFileAttributes> attributes = Optional.empty();
        for (String name : path.names()) {
            boolean top = file.equals(root);
            if (!top && !attributes.map(BasicFileAttributes::isDirectory).orElse(false)) {
                return Optional.empty();
            }
            file = resolve(file, name);
            attributes = attributesOf(file);
            if (top && reserved.isMeantBy(name, attributes)) {
                return Optional.empty();
            }
        }
        return entry(path, file, attributes);
    }

    /// Whether a file or folder is the one it was, with the content it had: in one look at the disk.
    public boolean isUnchanged(Entry entry) throws IOException {
        return attributesOf(entry.file()).filter(entry::isSame).isPresent();
    }

    /// Shows the visitor what is in the folder, in no particular order, one look at the disk each.
    public void forEachIn(Entry folder, EntryVisitor visitor) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.file())) {
            for (Path file : files) {
                SharePath path = folder.path().child(FileName.of(file));
                Optional<BasicFileAttributes> attributes = attributesOf(file);
                Optional<Entry> entry = entry(path, file, attributes);
                if (entry.isPresent() && !(folder.path().isRoot() && reserved.isMeantBy(path.name(), attributes))) {
                    visitor.visit(entry.get());
                }
            }
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
    }

    /// Where a write to the path would go.
    ///
    /// @throws DavException if it can go nowhere
    public Place place(SharePath path) throws IOException {
        if (path.isRoot()) {
            throw new DavException(Status.SC_FORBIDDEN, "The share itself stays as it is");
        }
        Optional<Entry> folder = find(path.parent()).filter(Entry::isFolder);
        if (folder.isEmpty() && !isReserved(path)) {
            throw new DavException(Status.SC_CONFLICT, "There is no folder '" + path.parent() + "'");
        }
        Path file = resolve(folder.map(Entry::file).orElse(root), path.name());
        Optional<BasicFileAttributes> attributes = attributesOf(file);
        if (folder.isEmpty() || (path.parent().isRoot() && reserved.isMeantBy(path.name(), attributes))) {
            throw new DavException(Status.SC_FORBIDDEN, "'" + ReservedFolder.NAME + "' is the server's own folder");
        }
        Optional<Entry> present = entry(path, file, attributes);
        if (attributes.isPresent() && present.isEmpty()) {
            throw new DavException(Status.SC_FORBIDDEN, "'" + path + "' is neither a file nor a folder");
        }
        return new Place(path, file, present);
    }

    /// What is at a place by now; to be asked within a [Change] that has put it there.
    public Entry entry(Place place) throws IOException {
        return entry(place.path(), place.file(), attributesOf(place.file())).orElseThrow();
    }

    /// Whether two paths lead to one and the same name on the disk, which may ignore case. Two names of one file
    /// (copies) are not meant.
    public boolean isOneName(Entry one, Entry other) throws IOException {
        return one.isSameAs(other) && mayBeOneName(one.path().name(), other.path().name())
                && !(isListed(one) && isListed(other));
    }

    /// Looking for a name in a large folder takes long. Disks that know one file by several spellings of its name go by
    /// case and accents, and some by abbreviations with a tilde.
    private static boolean mayBeOneName(String one, String other) {
        return one.equalsIgnoreCase(other) || !(PLAIN.matcher(one).matches() && PLAIN.matcher(other).matches());
    }

    /// Opens a file, described as it is and not as one was that it has just replaced.
    ///
    /// @throws DavException if there is none
    public OpenFile open(SharePath path) throws IOException {
        while (true) {
            Entry file = find(path).filter(entry -> !entry.isFolder())
                    .orElseThrow(() -> new DavException(Status.SC_NOT_FOUND, "There is no file here"));
            try {
                var content = FileChannel.open(file.file(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
                if (isUnchanged(file)) {
                    return new OpenFile(file, content);
                }
                content.close();
            } catch (NoSuchFileException replaced) {
                // Then find() will tell what is there now.
            }
        }
    }

    /// [#find(SharePath)] as Milton's dispatcher and handlers know it; null if there is nothing.
    @Override
    public Entry getResource(String host, String path) {
        try {
            return find(SharePath.parse(path)).orElse(null);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean isListed(Entry entry) throws IOException {
        try (DirectoryStream<Path> names = Files.newDirectoryStream(entry.file().getParent(),
                name -> name.equals(entry.file()))) {
            return names.iterator().hasNext();
        }
    }

    private boolean isReserved(SharePath path) throws IOException {
        String top = path.names().getFirst();
        return reserved.isMeantBy(top, attributesOf(resolve(root, top)));
    }

    private static Optional<Entry> entry(SharePath path, Path file, Optional<BasicFileAttributes> attributes) {
        return attributes.filter(found -> found.isRegularFile() || found.isDirectory())
                .map(found -> new Entry(path, file, found));
    }

    private static Path resolve(Path folder, String name) {
        try {
            return FileName.in(folder, name);
        } catch (InvalidPathException unmappable) {
            throw new DavException(Status.SC_BAD_REQUEST, "The disk cannot store the name '" + name + "'");
        }
    }

    private static Optional<BasicFileAttributes> attributesOf(Path file) throws IOException {
        return FileAttributes.of(file);
    }

    /// Whoever wants to see a folder's content.
    public interface EntryVisitor {
        void visit(Entry entry) throws IOException;
    }

    /// A file and its content, which stay together even if the path leads to another file by now.
    public record OpenFile(Entry file, FileChannel content) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            content.close();
        }
    }
}
