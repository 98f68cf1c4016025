package gitdav.volume.snapshot;

import gitdav.files.FileStat;
import gitdav.files.OpenFolder;
import gitdav.volume.snapshot.UserFiles.UnreadableException;
import gitdav.volume.tree.Content;
import gitdav.volume.tree.Node;
import gitdav.volume.tree.TreeName;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectInserter;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/// Takes one file or link into a store as it is at one moment. Thread-safe if the inserter is.
final class FileSnapshotter {

    private static final int ATTEMPTS = 3;

    private final ContentWriter contents;
    private final DiskPrecision precision;

    FileSnapshotter(ObjectInserter inserter, DiskPrecision precision) {
        this.contents = new ContentWriter(inserter);
        this.precision = precision;
    }

    /// Takes a link.
    Node.File link(OpenFolder folder, Path path, TreeName name, FileStat stat) throws IOException {
        return new Node.File(name, FileMode.SYMLINK, contents.link(UserFiles.linkTarget(folder, path)), stat);
    }

    /// Takes a file, and reads it for that as often as it changes meanwhile, within reason.
    ///
    /// @param stat of the file just now
    /// @param last as it was known; null if it was not
    /// @throws UnreadableException if it cannot be read, or is being written to
    Node.File file(OpenFolder folder, Path path, TreeName name, FileStat stat, Node.File last)
            throws IOException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            FileStat adapted = precision.adapt(stat, last);
            Optional<Content> content = content(folder, path, adapted);
            FileStat after = UserFiles.stat(folder, path);
            if (content.isPresent() && after.equals(stat)) {
                return new Node.File(name, mode(adapted), content.get(), adapted);
            }
            stat = after;
        }
        throw new UnreadableException(folder.shown(path) + " is being written to, the next backup takes it");
    }

    /// What is in the file; empty if it is shorter by now.
    private Optional<Content> content(OpenFolder folder, Path path, FileStat stat) throws IOException {
        try (InputStream in = UserFiles.open(folder, path)) {
            return contents.file(in, stat.size(), mode(stat));
        }
    }

    /// What git knows of a file's permissions.
    static FileMode mode(FileStat stat) {
        if (stat.isLink()) {
            return FileMode.SYMLINK;
        }
        return stat.isExecutable() ? FileMode.EXECUTABLE_FILE : FileMode.REGULAR_FILE;
    }
}
