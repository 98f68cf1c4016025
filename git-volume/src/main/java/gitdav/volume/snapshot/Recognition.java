package gitdav.volume.snapshot;

import gitdav.files.FileStat;
import gitdav.volume.DataVolume;
import gitdav.volume.store.GitStore;
import gitdav.volume.tree.Node;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/// Tells whether a volume without its marker is the one that a store belongs to: by a file that is just as it was at the
/// last backup, to the nanosecond. Nobody makes another volume look like that by chance.
public final class Recognition {

    private Recognition() {}

    /// The volume's id if it is recognised; a new one, if the store has lost it, too.
    public static Optional<UUID> of(DataVolume volume, GitStore store) throws IOException {
        return isThere(known(store), volume.root())
                ? store.volumeId().or(() -> Optional.of(UUID.randomUUID()))
                : Optional.empty();
    }

    /// A version that cannot be read tells nothing about a volume. To find an older one is for whoever restores it.
    private static Node.Folder known(GitStore store) throws IOException {
        Optional<FileIndex> index = FileIndex.read(store.folder());
        try {
            return index.isPresent() ? index.get().root() : Known.of(store, store.headTree()).root();
        } catch (MissingObjectException | CorruptObjectException unreadable) {
            return Node.Folder.NOTHING;
        }
    }

    private static boolean isThere(Node.Folder folder, Path path) throws IOException {
        for (Node node : (Iterable<Node>) folder.children()::iterator) {
            Path child = node.name().in(path);
            boolean found = switch (node) {
                case Node.Folder below -> isThere(below, child);
                case Node.File file -> isThere(file, child);
            };
            if (found) {
                return true;
            }
        }
        return false;
    }

    private static boolean isThere(Node.File file, Path path) {
        try {
            FileStat last = file.stat();
            FileStat now = FileStat.of(path);
            return last.inode() == 0 ? last.hasTime() && last.modified() == now.modified() : last.equals(now);
        } catch (IOException notThere) {
            return false;
        }
    }
}
