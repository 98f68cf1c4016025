package gitdav.volume.snapshot;

import gitdav.files.FileStat;
import gitdav.files.OpenFolder;
import gitdav.volume.DataVolume;
import gitdav.volume.tree.Content;
import gitdav.volume.tree.Node;
import gitdav.volume.tree.TreeName;
import org.eclipse.jgit.lib.ObjectId;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a disk has at a path, as far as it tells whether a user has changed it since.
///
/// @param type as in `stat(2)`; 0 for nothing
/// @param size in bytes, of a file or link
/// @param modified in nanoseconds since 1970, of a file or link
record OnDisk(int type, long size, long modified) {

    static final OnDisk NOTHING = new OnDisk(0, 0, 0);

    private static final int TYPE = 0170000;
    private static final int FOLDER = 0040000;

    private static OnDisk of(FileStat stat) {
        int type = stat.mode() & TYPE;
        return stat.isFolder() ? new OnDisk(type, 0, 0) : new OnDisk(type, stat.size(), stat.modified());
    }

    /// What is there now.
    static OnDisk at(DataVolume volume, Path path) throws IOException {
        return stat(volume, path).map(OnDisk::of).orElse(NOTHING);
    }

    /// The same as the backup of a moment ago would have it; what is in a folder does not count.
    static Optional<Node> node(DataVolume volume, Path path) throws IOException {
        TreeName name = TreeName.of(path);
        return stat(volume, path).filter(stat -> stat.isFolder() || stat.isFile() || stat.isLink())
                .map(stat -> stat.isFolder()
                        ? Node.Folder.of(name, stat, List.of())
                        : new Node.File(name, FileSnapshotter.mode(stat), Content.whole(ObjectId.zeroId()), stat));
    }

    /// Empty also if the file system takes the name for that of another file, or for none.
    private static Optional<FileStat> stat(DataVolume volume, Path path) throws IOException {
        Path parent = path.getParent() == null ? Path.of("") : path.getParent();
        try (OpenFolder folder = volume.open(parent)) {
            FileStat stat = folder.stat(path);
            return folder.names().contains(path.getFileName()) ? Optional.of(stat) : Optional.empty();
        } catch (FileSystemException notThere) {
            return Optional.empty();
        }
    }

    /// What is to be noted where something could not be applied: the path and, if a folder is there that the commit does not
    /// have, everything in it. Whatever a user puts there later is then noticed.
    static List<Path> pathsToNote(DataVolume volume, Path path, Optional<Node> wanted) throws IOException {
        var paths = new ArrayList<Path>();
        var rest = new ArrayDeque<>(List.of(path));
        while (!rest.isEmpty()) {
            Path next = rest.remove();
            paths.add(next);
            boolean isOnlyHere = !(wanted.orElse(null) instanceof Node.Folder);
            if (isOnlyHere && stat(volume, next).filter(FileStat::isFolder).isPresent()) {
                try (OpenFolder folder = volume.open(next)) {
                    folder.names().forEach(name -> rest.add(next.resolve(name)));
                } catch (FileSystemException unreadable) {
                    // What cannot be listed, a snapshot does not see, either.
                }
            }
        }
        return paths;
    }

    boolean isFolder() {
        return type == FOLDER;
    }

    String text() {
        return "%o %d %d".formatted(type, size, modified);
    }

    static OnDisk parse(String type, String size, String modified) {
        return new OnDisk(Integer.parseInt(type, 8), Long.parseLong(size), Long.parseLong(modified));
    }
}
