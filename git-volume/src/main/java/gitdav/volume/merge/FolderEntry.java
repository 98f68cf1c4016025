package gitdav.volume.merge;

import gitdav.files.AtomicRename;
import gitdav.files.FileStat;
import gitdav.files.OpenFolder;
import gitdav.volume.tree.TreeName;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A name in a folder that is held open, whatever is there.
///
/// @param path of it, relative to the volume's root
record FolderEntry(OpenFolder folder, Path path) {

    /// A path to it for calls of the JDK, as long as the folder is open.
    Path toPath() {
        return folder.path(path);
    }

    FileStat stat() throws IOException {
        return folder.stat(path);
    }

    boolean isFree() throws IOException {
        return !folder.has(path);
    }

    /// Another name in the same folder.
    FolderEntry named(TreeName name) throws IOException {
        return new FolderEntry(folder, path.resolveSibling(name.in(folder.path()).getFileName()));
    }

    /// Moves it to where nothing is.
    ///
    /// @return false if something is there
    boolean moveIntoFree(FolderEntry other) throws IOException {
        return other.folder().naming(other.path(), () -> AtomicRename.intoFreePlace(toPath(), other.toPath()));
    }

    /// Lets each take the place of the other.
    void exchangeWith(FolderEntry other) throws IOException {
        other.folder().naming(other.path(), () -> {
            AtomicRename.exchange(toPath(), other.toPath());
            return null;
        });
    }

    void moveTo(FolderEntry other) throws IOException {
        folder.naming(path, () -> Files.move(toPath(), other.toPath(), StandardCopyOption.ATOMIC_MOVE));
    }

    void delete() throws IOException {
        folder.naming(path, () -> {
            Files.delete(toPath());
            return null;
        });
    }
}
