package gitdav.volume;

import gitdav.volume.TreeEntries.Entry;
import gitdav.volume.UserFiles.UnreadableException;
import gitdav.volume.UserFiles.VanishedException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Takes a [Snapshot] of a data volume while others write to it. Reads the users' files and never changes them.
///
/// Every name and every byte is stored as it is: `.gitignore`, `.gitattributes` and end-of-line settings are content
/// like any other. Not for use by several threads.
public final class Snapshotter {

    /// JGit can write and push a larger object, but nobody could fetch it again.
    private static final long LARGEST_FILE = Integer.MAX_VALUE - 8L;
    private static final int ATTEMPTS = 3;

    private final DataVolume volume;
    private final ObjectInserter inserter;
    private final ObjectReader reader;
    private final ObjectInserter.Formatter hash = new ObjectInserter.Formatter();
    private final List<String> problems = new ArrayList<>();
    private int files;
    private long bytes;

    private Snapshotter(DataVolume volume, ObjectInserter inserter, ObjectReader reader) {
        this.volume = volume;
        this.inserter = inserter;
        this.reader = reader;
    }

    /// Writes the volume's present state into the store.
    ///
    /// A file that cannot be read, or changes faster than it can be read, is reported, and stays in the snapshot as it
    /// was in the previous one: a trouble with reading must not look like a deletion.
    ///
    /// @param previous the tree of the snapshot before, if any
    /// @throws IOException if the store cannot be written or the volume's root not be read
    public static Snapshot take(DataVolume volume, GitStore store, Optional<ObjectId> previous) throws IOException {
        try (ObjectInserter inserter = store.repository().newObjectInserter();
                ObjectReader reader = store.repository().newObjectReader()) {
            var snapshotter = new Snapshotter(volume, inserter, reader);
            ObjectId tree = snapshotter.folder(volume.root(), previous.orElse(null));
            inserter.flush();
            return new Snapshot(tree, snapshotter.files, snapshotter.bytes, snapshotter.problems);
        }
    }

    private ObjectId folder(Path folder, ObjectId previous) throws IOException {
        var tree = new TreeEntries();
        Map<TreeName, Entry> before = TreeEntries.byName(reader, previous);
        for (Path child : UserFiles.children(folder)) {
            boolean users = !folder.equals(volume.root()) || !DataVolume.isReserved(child.getFileName().toString());
            if (users) {
                TreeName name = TreeName.of(child);
                entry(child, name, Optional.ofNullable(before.get(name))).ifPresent(tree::add);
            }
        }
        return tree.insertWith(inserter);
    }

    private Optional<Entry> entry(Path path, TreeName name, Optional<Entry> before)
            throws IOException {
        try {
            if (!volume.canStage(path)) {
                throw new UnreadableException(path + " has too long a path: it could not be restored");
            }
            PosixFileAttributes attributes = UserFiles.attributes(path);
            if (attributes.isDirectory()) {
                ObjectId previous = before.filter(Entry::isFolder).map(Entry::id).orElse(null);
                return Optional.of(new Entry(name, FileMode.TREE, folder(path, previous)));
            }
            if (attributes.isSymbolicLink()) {
                return Optional.of(link(path, name));
            }
            if (attributes.isRegularFile()) {
                return Optional.of(file(path, name, attributes));
            }
            problems.add(path + " is neither file, folder nor link: not backed up");
            return Optional.empty();
        } catch (VanishedException e) {
            return Optional.empty();
        } catch (UnreadableException e) {
            problems.add(e.getMessage() + (before.isPresent() ? "; the backup keeps its last version" : ""));
            return before;
        }
    }

    private Entry link(Path path, TreeName name) throws IOException {
        String target = UserFiles.linkTarget(path);
        files++;
        ObjectId id = inserter.insert(Constants.OBJ_BLOB, target.getBytes(StandardCharsets.UTF_8));
        return new Entry(name, FileMode.SYMLINK, id);
    }

    private Entry file(Path path, TreeName name, PosixFileAttributes attributes) throws IOException {
        if (attributes.size() > LARGEST_FILE) {
            throw new UnreadableException(path + " is too large for git (" + attributes.size() + " bytes)");
        }
        FileMode mode = attributes.permissions().contains(PosixFilePermission.OWNER_EXECUTE)
                ? FileMode.EXECUTABLE_FILE
                : FileMode.REGULAR_FILE;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Optional<ObjectId> content = content(path, attributes.size());
            PosixFileAttributes after = UserFiles.attributes(path);
            if (content.isPresent() && after.size() == attributes.size()
                    && after.lastModifiedTime().equals(attributes.lastModifiedTime())) {
                files++;
                bytes += attributes.size();
                return new Entry(name, mode, content.get());
            }
            attributes = after;
        }
        throw new UnreadableException(path + " is being written to, the next backup takes it");
    }

    /// The file's first bytes as an object of the store; empty if it has fewer by now. Most files are in the store
    /// already, and to compress and write them again would take far longer than to find that out.
    private Optional<ObjectId> content(Path path, long size) throws IOException {
        try {
            ObjectId known;
            try (InputStream in = UserFiles.open(path)) {
                known = hash.idFor(Constants.OBJ_BLOB, size, in);
            }
            if (reader.has(known)) {
                return Optional.of(known);
            }
            try (InputStream in = UserFiles.open(path)) {
                return Optional.of(inserter.insert(Constants.OBJ_BLOB, size, in));
            }
        } catch (EOFException shrunk) {
            return Optional.empty();
        }
    }
}
