package gitdav.webdav.property;

import gitdav.files.OpenFolder;
import gitdav.program.Failure;
import gitdav.webdav.disk.Staged;
import gitdav.webdav.disk.Staging;
import gitdav.webdav.disk.Volume;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The notes in `.gitdav/following`, one for each [JournalEntry] that is under way: a journal.
///
/// A fault of the disk can leave a note behind, whose time has come or gone. It is acted upon again and again until that
/// succeeds.
///
/// To be used by one thread at a time, which the share sees to.
final class PropertyJournal {

    private static final Logger LOG = LoggerFactory.getLogger(PropertyJournal.class);

    /// Several times what the longest paths make, in bytes.
    private static final int MAX_NOTE = 256 * 1024;

    private final OpenFolder folder;
    private final PropertyFiles files;
    private final Volume volume;
    private final Staging staging;
    private boolean areLeft;

    PropertyJournal(OpenFolder folder, PropertyFiles files, Volume volume, Staging staging) {
        this.folder = folder;
        this.files = files;
        this.volume = volume;
        this.staging = staging;
    }

    /// Writes a note, to survive a power cut.
    ///
    /// @return where it is
    Path write(JournalEntry entry) throws IOException {
        byte[] text = entry.note(volume.path()).getBytes(StandardCharsets.UTF_8);
        try (Staged staged = staging.store(text)) {
            Path note = folder.path(staged.path());
            staged.moveTo(note);
            try {
                volume.durability().flush(folder);
            } catch (IOException notNoted) {
                drop(note);
                throw notNoted;
            }
            return note;
        }
    }

    /// Deletes the note of what is not going to be done.
    void drop(Path note) {
        try {
            delete(note);
        } catch (IOException notYet) {
            areLeft = true;
            LOG.error("{} is dropped later: {}", folder.shown(note), Failure.reason(notYet));
        }
    }

    private void delete(Path note) throws IOException {
        folder.naming(note, () -> Files.deleteIfExists(note));
    }

    /// Does what a note says, now or later.
    ///
    /// @return whether it is done now
    boolean perform(JournalEntry entry, Path note) {
        try {
            entry.perform(volume, staging);
            files.flushFoldersOf(entry.changed());
            delete(note);
            return true;
        } catch (IOException notYet) {
            areLeft = true;
            LOG.error("The properties of what went from {} follow later: {}", entry.gone(),
                    Failure.describe(notYet));
            return false;
        }
    }

    /// Does what a killed process had noted down and not yet done.
    ///
    /// @throws IOException if the notes cannot be listed
    void recover() throws IOException {
        for (Path name : folder.names()) {
            try {
                recover(name);
            } catch (IOException | RuntimeException failure) {
                areLeft = true;
                LOG.error("Properties have not followed their file, see {}: {}", folder.shown(name),
                        failure.toString());
            }
        }
    }

    private void recover(Path name) throws IOException {
        Optional<JournalEntry> found = read(name);
        if (found.isEmpty()) {
            LOG.warn("{} is dropped, since it is not this server's", folder.shown(name));
            staging.remove(folder, name).close();
        } else if (volume.exists(found.get().gone())) {
            delete(folder.path(name));
        } else if (perform(found.get(), folder.path(name))) {
            LOG.warn("the properties have followed what went from {} before", found.get().gone());
        }
    }

    /// Ours come into being by a rename, whole: one that means nothing is a stranger's.
    ///
    /// @throws IOException if the disk does not give it back now
    private Optional<JournalEntry> read(Path name) throws IOException {
        try {
            String text = new String(Volume.read(folder, name, MAX_NOTE), StandardCharsets.UTF_8);
            return Optional.of(JournalEntry.read(text, volume.path()))
                    .filter(read -> read.isOurs(volume.path(), files.folder(), staging.shown()));
        } catch (IOException unreadable) {
            if (Failure.isBrokenDisk(unreadable)) {
                throw unreadable;
            }
            return Optional.empty();
        } catch (RuntimeException meaningless) {
            return Optional.empty();
        }
    }

    /// Tries once more what a fault of the disk has left undone.
    void settle() {
        if (areLeft) {
            areLeft = false;
            try {
                recover();
            } catch (IOException failure) {
                areLeft = true;
            }
        }
    }

    /// A note that is left would undo a later change of the same properties.
    ///
    /// @throws IOException if one is left
    void requireSettled() throws IOException {
        if (areLeft) {
            throw new IOException("the properties of an earlier change have not followed yet, see " + folder.shown());
        }
    }
}
