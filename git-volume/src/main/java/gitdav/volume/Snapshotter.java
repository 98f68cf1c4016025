package gitdav.volume;

import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Takes a [Snapshot] of a data volume while others write to it. Reads the users' files and never changes them.
///
/// Every name and every byte is stored as it is: `.gitignore`, `.gitattributes` and end-of-line settings are content
/// like any other. Not for use by several threads.
public final class Snapshotter {

    private static final int ATTEMPTS = 3;

    private final ObjectInserter inserter;
    private final ObjectReader reader;
    private final List<String> problems = new ArrayList<>();

    private Snapshotter(ObjectInserter inserter, ObjectReader reader) {
        this.inserter = inserter;
        this.reader = reader;
    }

    /// Writes the volume's present state into the store.
    ///
    /// A file that cannot be read, or changes faster than it can be read, is reported, and stays in the snapshot as it
    /// was in the previous one: a trouble with reading must not look like a deletion. So does a file that is damaged.
    ///
    /// @param previous the tree of the snapshot before, if any
    /// @throws IOException if the store cannot be written or the volume's root not be read
    public static Snapshot take(DataVolume volume, GitStore store, Optional<ObjectId> previous) throws IOException {
        long begin = now();
        Known known = Known.of(store, previous);
        var walk = new VolumeWalk(volume, known, Scrutiny.BACKUP);
        Node.Folder found = walk.walk();
        try (ObjectInserter inserter = store.repository().newObjectInserter();
                ObjectReader reader = store.repository().newObjectReader()) {
            var snapshotter = new Snapshotter(inserter, reader);
            Node.Folder root = new TreeWriter(inserter).write(snapshotter.stored(found, volume.root(), known.root()));
            inserter.flush();
            snapshotter.problems.addAll(walk.problems());
            return new Snapshot(root, begin, snapshotter.problems, walk.damages());
        }
    }

    /// The same without writing anything: what [#take] would store, and under which name.
    ///
    /// @param previous the tree of the last snapshot, if any
    public static Snapshot look(DataVolume volume, GitStore store, Optional<ObjectId> previous, Scrutiny scrutiny)
            throws IOException {
        // Right after a restore nobody else writes yet: what the clock shows now is all that has happened.
        long begin = scrutiny == Scrutiny.RESTORED ? now() + FileIndex.TICK : now();
        Known known = scrutiny == Scrutiny.RESTORED && previous.isPresent()
                ? Known.committed(store, previous.get())
                : Known.of(store, previous);
        var walk = new VolumeWalk(volume, known, scrutiny);
        Node.Folder root = new TreeWriter(new NamingOnly()).write(walk.walk());
        return new Snapshot(root, begin, walk.problems(), walk.damages());
    }

    /// The folder with every content in the store. What has a tree object is there already.
    private Node.Folder stored(Node.Folder folder, Path path, Node.Folder before) throws IOException {
        if (folder.tree() != null) {
            return folder;
        }
        var files = new ArrayList<Node.File>();
        for (Node.File file : folder.files()) {
            stored(file, file.name().in(path), before).ifPresent(files::add);
        }
        var folders = new ArrayList<Node.Folder>();
        for (Node.Folder below : folder.folders()) {
            Node.Folder last = before.folders().stream().filter(one -> one.name().equals(below.name())).findFirst()
                    .orElse(Node.Folder.NOTHING);
            folders.add(stored(below, below.name().in(path), last));
        }
        return new Node.Folder(folder.name(), folder.stat(), null, null, files, folders);
    }

    private Optional<Node.File> stored(Node.File file, Path path, Node.Folder before) throws IOException {
        if (reader.has(file.id())) {
            return Optional.of(file);
        }
        try {
            return Optional.of(insert(file, path));
        } catch (UserFiles.VanishedException e) {
            return Optional.empty();
        } catch (UserFiles.UnreadableException e) {
            problems.add(e.getMessage());
            return before.files().stream().filter(one -> one.name().equals(file.name())).findFirst();
        }
    }

    /// Reads the file once more. Somebody may have changed it since it was looked at; then it is taken as it is now.
    private Node.File insert(Node.File file, Path path) throws IOException {
        if (file.isLink()) {
            byte[] target = UserFiles.linkTarget(path).getBytes(StandardCharsets.UTF_8);
            return new Node.File(file.name(), file.mode(), inserter.insert(Constants.OBJ_BLOB, target), file.stat());
        }
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            FileStat before = UserFiles.stat(path);
            try (InputStream in = UserFiles.open(path)) {
                ObjectId id = inserter.insert(Constants.OBJ_BLOB, before.size(), in);
                if (UserFiles.stat(path).equals(before)) {
                    return new Node.File(file.name(), file.mode(), id, before);
                }
            } catch (EOFException shrunk) {
                // Somebody truncates it just now.
            }
        }
        throw new UserFiles.UnreadableException(path + " is being written to, the next backup takes it");
    }

    private static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000 + now.getNano();
    }
}
