package gitdav.backup;

import gitdav.contract.VolumeLayout;
import gitdav.files.FileStat;
import gitdav.files.FileTree;
import gitdav.files.OpenFolder;
import gitdav.volume.DataVolume;

import java.io.IOException;
import java.nio.file.Path;

/// A number that changes with anything that is backed up, or that decides whether it can be: made of all names and of what
/// the file system says of each, and of no content.
final class Fingerprint {

    private final DataVolume volume;
    private long sum;

    private Fingerprint(DataVolume volume) {
        this.volume = volume;
    }

    /// @throws IOException if the volume's root cannot be read; what else cannot be read counts as it is named in its folder
    static long of(DataVolume volume) throws IOException {
        var fingerprint = new Fingerprint(volume);
        try (OpenFolder root = OpenFolder.at(volume.root())) {
            // What the system says of the root itself is the cluster's.
            fingerprint.addAllIn(root, 0, 0);
            fingerprint.addProperties(root);
        }
        return fingerprint.sum;
    }

    private void addProperties(OpenFolder root) {
        try (OpenFolder ours = root.folder(volume.reserved())) {
            add(ours, volume.properties(), 0, 0);
        } catch (IOException thereAreNone) {
            // What is not there counts for nothing.
        }
    }

    /// @param place a number for the folder's path
    /// @param depth how many folders lie around it
    private void addAllIn(OpenFolder folder, long place, int depth) throws IOException {
        for (Path name : folder.names()) {
            if (!(volume.isRoot(folder) && VolumeLayout.isReserved(name.toString()))) {
                add(folder, name, place, depth);
            }
        }
    }

    private void add(OpenFolder folder, Path name, long place, int depth) {
        try {
            FileStat stat = folder.stat(name);
            long path = spread(place + name.getFileName().hashCode());
            // The order of a folder's entries is the file system's, and means nothing: so this is a sum.
            sum += of(path, stat);
            if (stat.isFolder() && depth < FileTree.MOST_NESTED) {
                try (OpenFolder below = folder.folder(name)) {
                    addAllIn(below, path, depth + 1);
                }
            }
        } catch (IOException unreadable) {
            // What is known of it has been counted.
        }
    }

    private static long of(long path, FileStat stat) {
        long hash = spread(path + stat.mode());
        hash = spread(hash + stat.inode());
        hash = spread(hash + stat.size());
        hash = spread(hash + stat.modified());
        return spread(hash + stat.changed());
    }

    /// The finisher of SplitMix64: every bit of the result depends on every bit of the value.
    private static long spread(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
