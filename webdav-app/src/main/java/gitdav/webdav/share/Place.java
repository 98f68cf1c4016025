package gitdav.webdav.share;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.protocol.SharePath;

import java.nio.file.Path;
import java.util.Optional;

/// Where something is about to be written: its folder exists, and what is there already is a file or folder of the
/// users'.
public record Place(SharePath path, Path file, Optional<Entry> present) {

    Path folder() {
        return file.getParent();
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
}
