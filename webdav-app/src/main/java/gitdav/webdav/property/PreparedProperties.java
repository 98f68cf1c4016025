package gitdav.webdav.property;

import gitdav.webdav.disk.Staged;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The properties of a file or folder as they are to be, on the disk already, and out of sight until they are stored.
///
/// @param file where they belong
/// @param staged nothing means that there are none any more
/// @param replaced how many bytes those have that are there now
public record PreparedProperties(PropertyFiles files, Path file, Optional<Staged> staged, long replaced)
        implements
            AutoCloseable {

    /// Stores them in the stead of those that were there, in one step.
    public void store() throws IOException {
        if (staged.isPresent()) {
            files.volume().move(staged.get().shown(), file);
        } else {
            files.volume().deleteIfExists(file);
        }
    }

    /// Brings them to the disk.
    public void flush() throws IOException {
        files.flushFoldersOf(List.of(file));
    }

    @Override
    public void close() {
        staged.ifPresent(Staged::close);
    }
}
