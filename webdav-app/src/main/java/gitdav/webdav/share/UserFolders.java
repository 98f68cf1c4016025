package gitdav.webdav.share;

import gitdav.contract.VolumeLayout;
import gitdav.files.OpenFolder;
import gitdav.webdav.disk.Volume;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.protocol.FileName;
import gitdav.webdav.protocol.SharePath;
import io.milton.http.Response.Status;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;

/// The users' folders on the volume, each opened from the one that it lies in, so that no link is followed. The reserved folder,
/// and names that stand for something else, are none of them. Safe for use by many threads.
final class UserFolders {

    private static final Path ITSELF = Path.of(".");
    private static final Path NOWHERE = Path.of("");

    private final Volume volume;
    private final ReservedFolder reserved;
    private final Set<String> hidden;

    /// @param hidden names in the root that stand for something else
    UserFolders(Volume volume, ReservedFolder reserved, Set<String> hidden) {
        this.volume = volume;
        this.reserved = reserved;
        this.hidden = hidden;
    }

    /// Opens a folder, from the root down; to be closed. Nothing if there is none, or it is reserved.
    Optional<OpenFolder> open(SharePath path) throws IOException {
        if (path.names().isEmpty()) {
            return Optional.of(volume.root().descend(NOWHERE));
        }
        String top = path.names().getFirst();
        try {
            OpenFolder folder = volume.root().folder(nameOf(top));
            // Of the folder that is open, since the name can lead to another by now.
            if (isReserved(top, folder.attributes(ITSELF))) {
                folder.close();
                return Optional.empty();
            }
            for (String name : path.names().subList(1, path.names().size())) {
                try (OpenFolder around = folder) {
                    folder = around.folder(nameOf(name));
                }
            }
            return Optional.of(folder);
        } catch (NoSuchFileException | NotDirectoryException none) {
            return Optional.empty();
        }
    }

    /// Whether the path is that of the reserved folder, or of something in it.
    boolean isInReserved(SharePath path) throws IOException {
        String top = path.names().getFirst();
        return isReserved(top, volume.root().attributes(nameOf(top)));
    }

    /// Whether the path is that of the reserved folder.
    ///
    /// @param found what is there
    boolean isReserved(SharePath path, Optional<BasicFileAttributes> found) {
        return path.names().size() == 1 && isReserved(path.name(), found);
    }

    private boolean isReserved(String top, Optional<BasicFileAttributes> found) {
        return hidden.contains(top) || reserved.isMeantBy(top, found);
    }

    /// The answer to a write there.
    DavException refusal(SharePath path) {
        String top = path.names().getFirst();
        return new DavException(Status.SC_FORBIDDEN,
                "'" + (hidden.contains(top) ? top : VolumeLayout.RESERVED) + "' is the server's own folder");
    }

    /// The name as the disk has it.
    ///
    /// @throws DavException if it can have no such name
    static Path nameOf(String name) {
        return resolve(NOWHERE, name);
    }

    /// The path of a name in a folder, as the disk has it.
    ///
    /// @throws DavException if it can have no such name
    static Path resolve(Path folder, String name) {
        try {
            return FileName.in(folder, name);
        } catch (InvalidPathException unmappable) {
            throw new DavException(Status.SC_BAD_REQUEST, "The disk cannot store the name '" + name + "'");
        }
    }
}
