package gitdav.webdav.share;

import gitdav.files.OpenFolder;
import gitdav.webdav.disk.Entry;
import gitdav.webdav.protocol.SharePath;

import java.nio.file.Path;
import java.util.Optional;

/// Where something is about to be written: its folder is open, so that it stays the same one whatever takes its name, and
/// what is there already is a file or folder of the users'.
///
/// @param name in the folder
public record Target(SharePath path, OpenFolder folder, Path name, Optional<Entry> present) implements AutoCloseable {

    /// Where it is, for calls of the JDK that follow no link there, while this is open.
    Path file() {
        return folder.path(name);
    }

    /// Where it is on the volume.
    Path shown() {
        return folder.shown(name);
    }

    /// How many bytes the file has that is there; 0 if there is none.
    long fileSize() {
        return present.filter(entry -> !entry.isFolder()).map(Entry::size).orElse(0L);
    }

    /// Whether something is there.
    public boolean isTaken() {
        return present.isPresent();
    }

    /// Whether a folder is there.
    public boolean isFolder() {
        return present.filter(Entry::isFolder).isPresent();
    }

    @Override
    public void close() {
        folder.close();
    }
}
