package gitdav.volume.restore;

import gitdav.files.OpenFolder;
import gitdav.volume.DataVolume;
import gitdav.volume.snapshot.Obstacle;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Names that nothing can be made under, or that a file system refuses in words of its own.
final class RefusedName {

    private RefusedName() {}

    /// What lies deeper than a path can be long can be made, folder by folder; but no program could open or delete it.
    ///
    /// @param path as a program would name it
    /// @throws FileSystemException if it is too long for that
    static void requireShort(Path path) throws FileSystemException {
        if (!DataVolume.isPath(path)) {
            throw new FileSystemException(path.toString(), null, Obstacle.TOO_LONG);
        }
    }

    /// Makes a call about a name in a folder, as [OpenFolder#naming] does. Of a name that it refuses, the exFAT of FUSE says
    /// that there is no such file (`ENOENT`), although its folder is there.
    ///
    /// @throws FileSystemException of the name, in the words of other file systems
    /// @throws NoSuchFileException if the folder itself is gone
    static <T> T naming(OpenFolder folder, Path name, OpenFolder.Call<T> call) throws IOException {
        try {
            return folder.naming(name, call);
        } catch (NoSuchFileException e) {
            boolean isThere = (int) Files.getAttribute(folder.path(), "unix:nlink") > 0;
            throw isThere ? new FileSystemException(folder.shown(name).toString(), null, "Invalid argument") : e;
        }
    }
}
