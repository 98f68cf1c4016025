package gitdav.webdav.share;

import gitdav.container.SettingsException;
import gitdav.webdav.disk.Creation;
import gitdav.webdav.disk.Durability;
import gitdav.webdav.disk.Entry;
import gitdav.webdav.disk.Quota;
import gitdav.webdav.disk.Staging;
import gitdav.webdav.lock.Lock;
import gitdav.webdav.lock.Locks;
import gitdav.webdav.property.DeadProperties;
import gitdav.webdav.property.FollowUps;
import gitdav.webdav.protocol.DavException;
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
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/// The users' files and folders. Symbolic links, pipes, sockets and devices are not among them: a link is never
/// followed, in no place of a path. Nobody gets into the reserved folder: it is not found, and nothing is written there.
public final class Share implements ResourceFactory {

    /// ASCII without its last character, the tilde.
    private static final Pattern PLAIN = Pattern.compile("[ -}]*");

    private final Path root;
    private final Durability durability;
    private final Creation creation = new Creation();
    private final ReservedFolder reserved;
    private final Staging staging;
    private final Replacements replacements;
    private final DeadProperties properties;
    private final FollowUps followUps;
    private final Locks locks;
    private final ChangeLock changes = new ChangeLock();
    private final Quota quota;
    private final GroupCommit groupCommit = new GroupCommit();
    private final AtomicLong version = new AtomicLong();

    private Share(Path root, Durability durability, OptionalLong limit) throws IOException {
        this.root = root;
        this.durability = durability;
        reserved = ReservedFolder.in(root);
        staging = new Staging(reserved.folder("uploads"), creation, durability);
        replacements = new Replacements(reserved.folder("replaced"), staging, durability);
        properties = new DeadProperties(reserved.folder("properties"), staging, durability);
        followUps = new FollowUps(properties, reserved.folder("following"), root, staging, durability);
        quota = new Quota(root, reserved.path(), limit);
        locks = Locks.open(reserved.folder("locks"), staging, durability);
    }

    /// Opens the data volume and settles what a killed process has left unfinished.
    ///
    /// @param limit how many bytes the users' files may have; nothing means what the disk has
    /// @throws SettingsException if the folder cannot be shared
    public static Share open(Path dataDir, Durability durability, OptionalLong limit)
            throws IOException, SettingsException {
        if (!Files.isDirectory(dataDir) || !Files.isReadable(dataDir) || !Files.isWritable(dataDir)) {
            throw new SettingsException("DATA_DIR: '" + dataDir + "' is not a folder that this program (user "
                    + System.getProperty("user.name") + ") can read and write");
        }
        var share = new Share(dataDir.toRealPath(), durability, limit);
        share.replacements.recover(share);
        share.followUps.recover();
        share.staging.clear();
        share.dropOrphanedLocks();
        share.durability.flush(share.reserved.path());
        share.durability.flush(share.root);
        return share;
    }

    /// Releases locks on nothing: what was there went before the server was killed.
    private void dropOrphanedLocks() throws IOException {
        for (Lock lock : locks.all()) {
            if (find(lock.path()).isEmpty()) {
                locks.remove(lock);
            }
        }
    }

    Durability durability() {
        return durability;
    }

    Creation creation() {
        return creation;
    }

    /// Where files come into being.
    public Staging staging() {
        return staging;
    }

    Replacements replacements() {
        return replacements;
    }

    /// What clients have noted about the files.
    public DeadProperties properties() {
        return properties;
    }

    FollowUps followUps() {
        return followUps;
    }

    /// Who has locked what.
    public Locks locks() {
        return locks;
    }

    /// How much more may be stored.
    public Quota quota() {
        return quota;
    }

    GroupCommit groupCommit() {
        return groupCommit;
    }

    /// Another number after every change that was made here.
    public long version() {
        return version.get();
    }

    /// To be called when a change has been made, before anybody hears of it.
    void changed() {
        version.incrementAndGet();
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

    /// Begins a change to anything; everybody else's has to wait until it is closed.
    public Change change() {
        return new Change(this, changes.ofAll());
    }

    /// Begins a change to one path that neither removes a folder nor concerns locks; other paths can be changed
    /// meanwhile.
    public Change change(SharePath path) {
        return new Change(this, changes.of(path));
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
            return folder.resolve(name);
        } catch (InvalidPathException unmappable) {
            throw new DavException(Status.SC_BAD_REQUEST, "The disk cannot store the name '" + name + "'");
        }
    }

    private static Optional<BasicFileAttributes> attributesOf(Path file) throws IOException {
        return Optional.ofNullable(file.getFileSystem().provider().readAttributesIfExists(file,
                BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
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
