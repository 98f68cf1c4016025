package gitdav.webdav;

import gitdav.container.SettingsException;
import io.milton.http.ResourceFactory;
import io.milton.http.Response.Status;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The users' files and folders. Symbolic links, pipes, sockets and devices are not among them: a link is never
/// followed, in no place of a path, and the reserved folder is not seen.
final class Share implements ResourceFactory {

    private final Path root;
    private final ReservedFolder reserved;
    private final Staging staging;
    private final Replacements replacements;
    private final ReentrantLock changes = new ReentrantLock();

    private Share(Path root) throws IOException {
        this.root = root;
        reserved = ReservedFolder.in(root);
        staging = Staging.open(reserved);
        replacements = Replacements.open(reserved, staging);
    }

    /// Opens the data volume and settles what a killed process has left unfinished.
    static Share open(Path dataDir) throws IOException, SettingsException {
        if (!Files.isDirectory(dataDir) || !Files.isReadable(dataDir) || !Files.isWritable(dataDir)) {
            throw new SettingsException("DATA_DIR: '" + dataDir + "' is not a folder that this program (user "
                    + System.getProperty("user.name") + ") can read and write");
        }
        var share = new Share(dataDir.toRealPath());
        share.replacements.recover(share);
        return share;
    }

    Staging staging() {
        return staging;
    }

    /// What is at the path.
    Optional<Entry> find(SharePath path) throws IOException {
        Path file = root;
        Optional<BasicFileAttributes> attributes = attributesOf(file);
        for (String name : path.names()) {
            if (!attributes.map(BasicFileAttributes::isDirectory).orElse(false)) {
                return Optional.empty();
            }
            file = resolve(file, name);
            attributes = attributesOf(file);
        }
        return entry(path, file, attributes);
    }

    /// Shows the visitor what is in the folder, in no particular order, one look at the disk each.
    void forEachIn(Entry folder, EntryVisitor visitor) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.file())) {
            for (Path file : files) {
                SharePath path = folder.path().child(file.getFileName().toString());
                Optional<BasicFileAttributes> attributes = attributesOf(file);
                Optional<Entry> entry = entry(path, file, attributes);
                if (entry.isPresent() && SharePath.isName(path.name())
                        && !(folder.path().isRoot() && reserved.isMeantBy(path.name(), attributes))) {
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
    Place place(SharePath path) throws IOException {
        if (path.isRoot()) {
            throw new DavException(Status.SC_FORBIDDEN, "The share itself stays as it is");
        }
        Entry folder = find(path.parent()).filter(Entry::isFolder).orElseThrow(
                () -> new DavException(Status.SC_CONFLICT, "There is no folder '" + path.parent() + "'"));
        Path file = resolve(folder.file(), path.name());
        Optional<BasicFileAttributes> attributes = attributesOf(file);
        Optional<Entry> present = entry(path, file, attributes);
        if (attributes.isPresent() && present.isEmpty()) {
            throw new DavException(Status.SC_FORBIDDEN, "'" + path + "' is neither a file nor a folder");
        }
        return new Place(path, file, present);
    }

    /// Whether the path leads into the reserved folder.
    boolean isReserved(SharePath path) throws IOException {
        return !path.isRoot() && reserved.isMeantBy(path.names().getFirst(),
                attributesOf(resolve(root, path.names().getFirst())));
    }

    /// Keeps everybody else from changing the share until closed, so that what was checked still holds when it is acted
    /// upon. Whatever takes long belongs before it or after it.
    Exclusively exclusively() {
        changes.lock();
        return changes::unlock;
    }

    /// Moves something to a place; what was there is gone afterwards, or still there if this fails.
    ///
    /// @return what remains to be cleared away
    Staged move(Path from, Place to) throws IOException {
        return replacements.move(from, to);
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

    private static Optional<Entry> entry(SharePath path, Path file, Optional<BasicFileAttributes> attributes) {
        return attributes.filter(found -> found.isRegularFile() || found.isDirectory())
                .map(found -> new Entry(path, file, found));
    }

    private static Path resolve(Path folder, String name) {
        try {
            return folder.resolve(name);
        } catch (InvalidPathException unmappable) {
            throw new DavException(Status.SC_BAD_REQUEST, "The disk cannot store the name '" + name + "'");
        }
    }

    private static Optional<BasicFileAttributes> attributesOf(Path file) throws IOException {
        try {
            return Optional.of(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    /// Whoever wants to see a folder's content.
    interface EntryVisitor {
        void visit(Entry entry) throws IOException;
    }

    /// While this is open, nobody else changes the share.
    interface Exclusively extends AutoCloseable {
        @Override
        void close();
    }
}
