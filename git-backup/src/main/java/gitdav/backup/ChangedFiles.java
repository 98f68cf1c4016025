package gitdav.backup;

import gitdav.contract.VolumeLayout;
import gitdav.files.FileStat;
import gitdav.files.FileTree;
import gitdav.files.OpenFolder;
import gitdav.volume.DataVolume;
import gitdav.volume.VolumePath;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The files that are not in the backup as they are: those that the file system says have changed since the backup began. It
/// looks at all files and reads none.
final class ChangedFiles {

    private static final int NAMED = 20;
    private static final Path ITSELF = Path.of(".");
    private static final long NANOS = 1_000_000_000;

    private final DataVolume volume;
    private final long since;
    private final List<String> paths = new ArrayList<>();
    private int count;

    private ChangedFiles(DataVolume volume, Instant since) {
        this.volume = volume;
        this.since = since.getEpochSecond() * NANOS + since.getNano();
    }

    /// Some of them, and how many there are.
    ///
    /// @param paths percent-encoded, at most 20; a folder's ends in a slash, and stands for what is gone from it
    record Found(int count, List<String> paths) {}

    /// @throws IOException if the volume's root cannot be read; what else cannot be read is left out
    static Found in(DataVolume volume, Instant since) throws IOException {
        var changed = new ChangedFiles(volume, since);
        try (OpenFolder root = OpenFolder.at(volume.root())) {
            changed.lookInto(root, Path.of(""), root.stat(ITSELF));
        }
        return new Found(changed.count, List.copyOf(changed.paths));
    }

    /// Of a folder that only holds what has changed, that is said and not the folder.
    private void lookInto(OpenFolder folder, Path at, FileStat itself) throws IOException {
        int before = count;
        for (Path name : folder.names()) {
            if (!(volume.isRoot(folder) && VolumeLayout.isReserved(name.toString()))) {
                lookAt(folder, name, at.resolve(name.getFileName()));
            }
        }
        if (count == before) {
            note(itself, at, "/");
        }
    }

    private void lookAt(OpenFolder folder, Path name, Path path) {
        try {
            FileStat stat = folder.stat(name);
            if (!stat.isFolder()) {
                note(stat, path, "");
            } else if (path.getNameCount() <= FileTree.MOST_NESTED) {
                try (OpenFolder below = folder.folder(name)) {
                    lookInto(below, path, stat);
                }
            }
        } catch (IOException unreadable) {
            // The backup says so.
        }
    }

    /// @param end a slash for a folder, which the root has already
    private void note(FileStat stat, Path path, String end) {
        if (stat.changed() > since) {
            count++;
            if (paths.size() < NAMED) {
                String text = VolumePath.encode(path);
                paths.add(text.endsWith("/") ? text : text + end);
            }
        }
    }
}
