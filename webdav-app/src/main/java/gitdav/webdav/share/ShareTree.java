package gitdav.webdav.share;

import gitdav.files.FileAttributes;
import gitdav.files.FileTree;
import gitdav.files.OpenFolder;
import gitdav.webdav.disk.Entry;
import gitdav.webdav.disk.TreeWalk;
import gitdav.webdav.disk.Volume;
import gitdav.webdav.memory.MemoryAccount;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.protocol.FileName;
import gitdav.webdav.protocol.SharePath;
import io.milton.http.ResourceFactory;
import io.milton.http.Response.Status;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What is where among the users' files and folders. Symbolic links, pipes, sockets and devices are not among them: a link
/// is never followed, in no place of a path, whatever another program does to the volume meanwhile: each folder is opened
/// before the next name is looked for in it. No client gets into the reserved folder: it is not found, and nothing is written
/// there.
///
/// Keeps nothing in memory: each answer is what the disk says now. Safe for use by many threads.
public final class ShareTree implements ResourceFactory {

    /// ASCII without its last character, the tilde.
    private static final Pattern PLAIN = Pattern.compile("[ -}]*");
    /// PATH_MAX of Linux, without the zero byte at its end.
    private static final int LONGEST_PATH = 4095;
    private static final Path ITSELF = Path.of(".");

    private final Volume volume;
    private final UserFolders folders;

    /// @param hidden names in the root that stand for something else
    ShareTree(Volume volume, ReservedFolder reserved, Set<String> hidden) {
        this.volume = volume;
        this.folders = new UserFolders(volume, reserved, hidden);
    }

    /// What is at the path.
    public Optional<Entry> find(SharePath path) throws IOException {
        if (path.isRoot()) {
            return entry(path, volume.root().attributes(ITSELF));
        }
        Optional<OpenFolder> found = folders.open(path.parent());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (OpenFolder folder = found.get()) {
            Optional<BasicFileAttributes> attributes = folder.attributes(UserFolders.nameOf(path.name()));
            return folders.isReserved(path, attributes) ? Optional.empty() : entry(path, attributes);
        }
    }

    /// Whether a file or folder is the one it was, with the content it had: in one look at the disk. A link on the way is no
    /// matter: if something else is behind it, that is another one.
    public boolean isUnchanged(Entry entry) throws IOException {
        Path file = volume.path();
        for (String name : entry.path().names()) {
            file = UserFolders.resolve(file, name);
        }
        return FileAttributes.of(file).filter(entry::isSame).isPresent();
    }

    /// Shows the visitor what is in the folder, in no particular order, one look at the disk each; nothing if it is gone.
    public void forEachIn(Entry folder, EntryVisitor visitor) throws IOException {
        Optional<OpenFolder> found = folders.open(folder.path());
        if (found.isEmpty()) {
            return;
        }
        try (OpenFolder open = found.get(); DirectoryStream<Path> files = open.entries()) {
            for (Path file : files) {
                SharePath path = folder.path().child(FileName.of(file));
                Optional<BasicFileAttributes> attributes = open.attributes(file);
                Optional<Entry> entry = entry(path, attributes);
                if (entry.isPresent() && !folders.isReserved(path, attributes)) {
                    visitor.visit(entry.get());
                }
            }
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
    }

    /// Where a write to the path would go; to be closed.
    ///
    /// @throws DavException if it can go nowhere
    public Target target(SharePath path) throws IOException {
        if (path.isRoot()) {
            throw new DavException(Status.SC_FORBIDDEN, "The share itself stays as it is");
        }
        Optional<OpenFolder> folder = folders.open(path.parent());
        if (folder.isEmpty()) {
            throw folders.isInReserved(path)
                    ? folders.refusal(path)
                    : new DavException(Status.SC_CONFLICT, "There is no folder '" + path.parent() + "'");
        }
        try {
            return target(path, folder.get());
        } catch (IOException | RuntimeException refused) {
            folder.get().close();
            throw refused;
        }
    }

    /// A backup cannot hold a tree of any depth.
    ///
    /// @param folders how many would lie in one another
    /// @throws DavException if that is too many
    public static void requireDepth(int folders) {
        if (folders > FileTree.MOST_NESTED) {
            throw new DavException(Status.SC_FORBIDDEN,
                    "Not more than " + FileTree.MOST_NESTED + " folders may lie in one another");
        }
    }

    /// How many folders lie in one another in what is at the path, itself included; `memory` accounts for them meanwhile.
    public int height(SharePath path, MemoryAccount memory) throws IOException {
        Optional<OpenFolder> found = folders.open(path);
        if (found.isEmpty()) {
            return 0;
        }
        int[] height = {1};
        try (OpenFolder folder = found.get()) {
            TreeWalk.of(folder, memory, (_, below, attributes) -> {
                if (attributes.isDirectory()) {
                    height[0] = Math.max(height[0], below.getNameCount() + 1);
                }
                return height[0] <= FileTree.MOST_NESTED;
            });
        }
        return height[0];
    }

    /// Other programs get at a file by its whole path.
    private void requireReachable(SharePath path) {
        int length = volume.path().toString().length()
                + path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_PATH) {
            throw new DavException(Status.SC_BAD_REQUEST, "The path is longer than the disk can store");
        }
    }

    private Target target(SharePath path, OpenFolder folder) throws IOException {
        requireReachable(path);
        Path name = UserFolders.nameOf(path.name());
        Optional<BasicFileAttributes> attributes = folder.attributes(name);
        if (folders.isReserved(path, attributes)) {
            throw folders.refusal(path);
        }
        Optional<Entry> present = entry(path, attributes);
        if (attributes.isPresent() && present.isEmpty()) {
            throw new DavException(Status.SC_FORBIDDEN, "'" + path + "' is neither a file nor a folder");
        }
        return new Target(path, folder, name, present);
    }

    /// What is at a place by now; to be asked within a [ShareChange] that has put it there.
    public Entry entry(Target target) throws IOException {
        return entry(target.path(), target.folder().attributes(target.name())).orElseThrow();
    }

    /// Whether two paths lead to one and the same name on the disk, which may ignore case. Two names of one file
    /// (copies) are not meant.
    public boolean isOneName(Entry one, Entry other) throws IOException {
        return one.isSameFile(other) && mayBeOneName(one.path().name(), other.path().name())
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
            try (Target target = target(path)) {
                Entry file = target.present().filter(entry -> !entry.isFolder()).orElseThrow(ShareTree::noFile);
                FileChannel content = target.folder().pinned(target.name(),
                        pinned -> FileChannel.open(pinned, StandardOpenOption.READ));
                if (target.folder().attributes(target.name()).filter(file::isSame).isPresent()) {
                    return new OpenFile(file, content);
                }
                content.close();
            } catch (NoSuchFileException replaced) {
                // The next look finds the file that is there now.
            } catch (DavException nowhere) {
                throw noFile();
            }
        }
    }

    private static DavException noFile() {
        return new DavException(Status.SC_NOT_FOUND, "There is no file here");
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

    private boolean isListed(Entry entry) throws IOException {
        Path name = UserFolders.nameOf(entry.path().name());
        try (OpenFolder folder = folders.open(entry.path().parent())
                .orElseThrow(() -> new NoSuchFileException(entry.path().toString()));
                DirectoryStream<Path> files = folder.entries()) {
            for (Path file : files) {
                if (file.getFileName().equals(name)) {
                    return true;
                }
            }
            return false;
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
    }

    private static Optional<Entry> entry(SharePath path, Optional<BasicFileAttributes> attributes) {
        return attributes.filter(found -> found.isRegularFile() || found.isDirectory())
                .map(found -> new Entry(path, found));
    }

    /// A reader of a folder's content.
    public interface EntryVisitor {
        void visit(Entry entry) throws IOException;
    }
}
