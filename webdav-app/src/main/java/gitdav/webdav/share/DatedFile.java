package gitdav.webdav.share;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.disk.Staged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Instant;
import java.util.Optional;

/// A file or folder that is to get another time. If it is a file with a second name, that needs a copy,
/// made before anybody has to wait. The share's own root never gets one: it is the cluster's.
///
/// @param seen as it was when the copy was made
/// @param time nothing means that it stays
/// @param copy nothing means that the time can be set on the file itself
public record DatedFile(Entry seen, Optional<Instant> time, Optional<Staged> copy) implements AutoCloseable {

    /// Prepares the change.
    ///
    /// @param time nothing means that it stays
    public static DatedFile of(Entry entry, Optional<Instant> time, Share share) throws IOException {
        if (time.isEmpty() || entry.path().isRoot()) {
            return new DatedFile(entry, Optional.empty(), Optional.empty());
        }
        try (Place place = share.tree().place(entry.path())) {
            Optional<Staged> copy = hasSecondName(place)
                    ? Optional.of(share.staging().duplicate(place.folder(), place.name(), time.get()))
                    : Optional.empty();
            return new DatedFile(entry, time, copy);
        }
    }

    static boolean hasSecondName(Place place) throws IOException {
        return !place.isFolder()
                && (int) Files.getAttribute(place.file(), "unix:nlink", LinkOption.NOFOLLOW_LINKS) > 1;
    }

    @Override
    public void close() {
        copy.ifPresent(Staged::close);
    }
}
