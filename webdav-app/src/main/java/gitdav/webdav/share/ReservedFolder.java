package gitdav.webdav.share;

import gitdav.contract.VolumeLayout;
import gitdav.files.OpenFolder;
import gitdav.webdav.disk.Volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;

/// The one folder of the share that is not the users': `.gitdav`, in its root. Nor do clients get into `lost+found`,
/// which a disk is born with and no backup holds.
///
/// @param fileKey what the file system knows it by
record ReservedFolder(OpenFolder folder, Object fileKey) implements AutoCloseable {

    /// Creates the folder if the volume has none yet.
    static ReservedFolder in(Volume volume) throws IOException {
        OpenFolder folder = open(volume.root(), VolumeLayout.RESERVED);
        return new ReservedFolder(folder, keyOf(folder));
    }

    /// What the file system knows a folder by.
    static Object keyOf(OpenFolder folder) throws IOException {
        return folder.attributes(Path.of(".")).orElseThrow().fileKey();
    }

    /// Opens a folder in it, and creates it unless it is there.
    OpenFolder folder(String name) throws IOException {
        return open(folder, name);
    }

    /// A link in its place would have its target cleared away at every start: it is refused.
    private static OpenFolder open(OpenFolder around, String text) throws IOException {
        Path name = Path.of(text);
        if (around.attributes(name).isEmpty()) {
            around.naming(name, () -> Files.createDirectory(around.path(name)));
        }
        return around.folder(name);
    }

    /// Whether a name in the root means this folder: by its spelling, or because this very disk says so.
    ///
    /// @param found what is there by that name
    boolean isMeantBy(String name, Optional<BasicFileAttributes> found) {
        return name.equals(VolumeLayout.LOST_AND_FOUND)
                || VolumeLayout.isSpellingOfReserved(name)
                || found.map(BasicFileAttributes::fileKey).filter(key -> Objects.equals(key, fileKey)).isPresent();
    }

    @Override
    public void close() {
        folder.close();
    }
}
