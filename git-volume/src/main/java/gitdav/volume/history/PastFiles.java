package gitdav.volume.history;

import gitdav.files.FileStat;
import gitdav.volume.store.GitStore;
import gitdav.volume.tree.Content;
import gitdav.volume.tree.Node;
import gitdav.volume.tree.TreeName;
import gitdav.volume.tree.TreeReader;
import gitdav.volume.tree.VerifiedObjects;
import org.eclipse.jgit.lib.ObjectId;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;

/// The users' files in one version, read from the store as they are asked for: of folders, only those on the way. Every
/// object is verified. Not thread-safe, and for one request: how much it reads is bounded by the memory.
public final class PastFiles implements AutoCloseable {

    /// Several requests, and a backup, may be at work at once.
    private static final int PART_OF_MEMORY = 8;

    private final VerifiedObjects objects;
    private final TreeReader reader;
    private final ObjectId tree;

    private PastFiles(VerifiedObjects objects, ObjectId tree) {
        this.objects = objects;
        this.tree = tree;
        reader = new TreeReader(objects, PART_OF_MEMORY);
    }

    /// The files of the version.
    ///
    /// @throws org.eclipse.jgit.errors.MissingObjectException if the store has it no more; so do all methods, of whatever
    ///     object it is
    public static PastFiles of(GitStore store, Version version) throws IOException {
        ObjectId tree = store.tree(version.commit());
        return new PastFiles(new VerifiedObjects(store.repository().newObjectReader()), tree);
    }

    /// What was at the path: a file, a link, or a folder with the names of what is in it.
    ///
    /// @param path relative to the root; empty for the root itself
    public Optional<Node> find(Path path) throws IOException {
        Node node = reader.openRoot(tree);
        int depth = 0;
        for (Path name : path.toString().isEmpty() ? Path.of("/") : path) {
            if (!(node instanceof Node.Folder folder)) {
                return Optional.empty();
            }
            TreeName wanted = TreeName.of(name);
            Optional<Node> found = folder.children().filter(child -> child.name().equals(wanted)).findAny();
            if (found.isEmpty()) {
                return Optional.empty();
            }
            node = found.get() instanceof Node.Folder below ? reader.open(below, depth) : found.get();
            depth++;
        }
        return Optional.of(node);
    }

    /// What is known of a file or folder in one that was found: of a folder, its time is read only now.
    public FileStat stat(Node node) throws IOException {
        return node instanceof Node.Folder folder && !folder.stat().hasTime() ? reader.stat(folder) : node.stat();
    }

    /// How many bytes a file has.
    public long size(Node.File file) throws IOException {
        return objects.size(file.content());
    }

    /// Whether the file's content is read a little at a time: it is not in memory as a whole then.
    public boolean isStreamed(Node.File file) throws IOException {
        return objects.isStreamed(file.content());
    }

    /// Copies part of a file's content.
    ///
    /// @param first the part's first byte, counted from 0
    /// @param length in bytes
    /// @throws org.eclipse.jgit.errors.CorruptObjectException if the content is broken: what was written so far is worth
    ///     nothing then
    public void copy(Content content, long first, long length, OutputStream out) throws IOException {
        objects.copy(content, first, length, out);
    }

    @Override
    public void close() {
        objects.close();
    }
}
