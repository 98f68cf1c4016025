package gitdav.webdav.share;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.disk.Staged;
import gitdav.webdav.disk.Staging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/// A file or folder that is to get another time. If it is a file with a second name, that needs a copy,
/// made before anybody has to wait.
///
/// @param seen as it was when the copy was made
/// @param time nothing means that it stays
/// @param copy nothing means that the time can be set on the file itself
public record DatedFile(Entry seen, Optional<Instant> time, Optional<Staged> copy) implements AutoCloseable {

    /// Prepares the change.
    ///
    /// @param time nothing means that it stays
    /// @param staging where the copy is made, if one is needed
    public static DatedFile of(Entry entry, Optional<Instant> time, Staging staging) throws IOException {
        Optional<Staged> copy = time.isPresent() && hasSecondName(entry)
                ? Optional.of(staging.duplicate(entry.file(), FileTime.from(time.get())))
                : Optional.empty();
        return new DatedFile(entry, time, copy);
    }

    static boolean hasSecondName(Entry entry) throws IOException {
        return !entry.isFolder() && (int) Files.getAttribute(entry.file(), "unix:nlink") > 1;
    }

    @Override
    public void close() {
        copy.ifPresent(Staged::close);
    }
}
