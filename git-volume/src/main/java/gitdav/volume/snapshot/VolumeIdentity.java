package gitdav.volume.snapshot;

import gitdav.files.FileStat;
import gitdav.files.OpenFolder;
import gitdav.volume.DataVolume;
import gitdav.volume.store.GitStore;
import gitdav.volume.tree.Node;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/// Finds out whether a volume is the one that was backed up: by a file that is just as it was then, to the nanosecond. No
/// other volume looks like that by chance.
public final class VolumeIdentity {

    private VolumeIdentity() {}

    /// For a volume without its marker: its id if it is recognised by what the store has last seen; a new one, if the store
    /// has lost it, too.
    public static Optional<UUID> of(DataVolume volume, GitStore store) throws IOException {
        return isThere(known(store), volume)
                ? store.volumeId().or(() -> Optional.of(UUID.randomUUID()))
                : Optional.empty();
    }

    /// Whether the commit is a backup of this volume.
    public static boolean isIn(DataVolume volume, GitStore store, ObjectId commit) throws IOException {
        return isThere(committed(store, Optional.of(commit)), volume);
    }

    private static Node.Folder known(GitStore store) throws IOException {
        Optional<FileIndex> index = FileIndex.read(store.folder());
        return index.isPresent() ? index.get().root() : committed(store, store.head());
    }

    /// A version that cannot be read tells nothing about a volume. The restore looks for an older one.
    private static Node.Folder committed(GitStore store, Optional<ObjectId> commit) throws IOException {
        try {
            return commit.isPresent()
                    ? Baseline.committed(store, store.tree(commit.get())).root()
                    : Node.Folder.NOTHING;
        } catch (MissingObjectException | CorruptObjectException unreadable) {
            return Node.Folder.NOTHING;
        }
    }

    private static boolean isThere(Node.Folder known, DataVolume volume) throws IOException {
        try (OpenFolder root = OpenFolder.at(volume.root())) {
            return isThere(known, root);
        }
    }

    private static boolean isThere(Node.Folder known, OpenFolder folder) throws IOException {
        for (Node node : (Iterable<Node>) known.children()::iterator) {
            Path name = node.name().in(folder.shown());
            boolean found = switch (node) {
                case Node.Folder below -> isThere(below, folder, name);
                case Node.File file -> isThere(file, folder, name);
                case Node.Opaque _ -> false;
            };
            if (found) {
                return true;
            }
        }
        return false;
    }

    private static boolean isThere(Node.Folder known, OpenFolder parent, Path name) throws IOException {
        OpenFolder folder;
        try {
            folder = parent.folder(name);
        } catch (IOException notThere) {
            return false;
        }
        try (folder) {
            return isThere(known, folder);
        }
    }

    private static boolean isThere(Node.File file, OpenFolder folder, Path name) {
        try {
            FileStat last = file.stat();
            FileStat now = folder.stat(name);
            // What else the index says need not be what this file system can say: it has no marker to tell that by.
            boolean isSame = last.inode() == now.inode() && last.size() == now.size()
                    && last.changed() == now.changed();
            return last.inode() == 0 ? last.hasTime() && last.modified() == now.modified() : isSame;
        } catch (IOException notThere) {
            return false;
        }
    }
}
