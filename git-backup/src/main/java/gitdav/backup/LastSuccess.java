package gitdav.backup;

import gitdav.files.DurableFiles;
import gitdav.volume.DataVolume;
import gitdav.volume.store.GitStore;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// When something last succeeded, as a small file in the git store: a process that starts has to know what was missed.
///
/// @param file its name in the store
record LastSuccess(String file) {

    /// Of the backups. A run that finds nothing to do makes no commit, and succeeds all the same.
    static final LastSuccess BACKUP = new LastSuccess("gitdav-backed-up");

    /// Of the verifications.
    static final LastSuccess VERIFICATION = new LastSuccess("gitdav-verified");

    /// When the volume was last backed up, as far as is known: a store that was lost has only the newest commit to say so.
    /// A volume with files that never was has missed every backup there ever was; an empty one has missed none.
    static Optional<Instant> knownOf(GitStore store, DataVolume volume) throws IOException {
        Optional<Instant> last = BACKUP.read(store);
        last = last.isPresent() ? last : store.headTime();
        return last.isPresent() || volume.isEmpty() ? last : Optional.of(Instant.EPOCH);
    }

    /// Empty if it never was, or if what says so is damaged: it only costs a run too many, or one that is late.
    Optional<Instant> read(GitStore store) throws IOException {
        try {
            return Optional.of(Instant.parse(Files.readString(in(store)).strip()));
        } catch (NoSuchFileException | DateTimeException | MalformedInputException e) {
            return Optional.empty();
        }
    }

    void write(GitStore store, Instant time) throws IOException {
        DurableFiles.write(in(store), time + "\n");
    }

    private Path in(GitStore store) {
        return store.folder().resolve(file);
    }
}
