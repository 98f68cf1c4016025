package gitdav.webdav.property;

import gitdav.files.OpenFolder;
import gitdav.program.Failure;
import gitdav.webdav.disk.Staged;
import gitdav.webdav.disk.Staging;
import gitdav.webdav.disk.Volume;
import gitdav.webdav.protocol.SharePath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Lets the properties follow their files. What is to be done is noted down ([PropertyJournal]) before the file goes, so
/// that it is not forgotten if the process is killed in between.
///
/// To be used by one thread at a time, which the share sees to.
public final class PropertyMoves {

    private static final Logger LOG = LoggerFactory.getLogger(PropertyMoves.class);

    private final DeadProperties properties;
    private final PropertyFiles files;
    private final PropertyJournal notes;
    private final Volume volume;
    private final Staging staging;

    /// What is to follow in this share.
    ///
    /// @param notes the folder for notes of what is to be done
    public PropertyMoves(DeadProperties properties, OpenFolder notes, Volume volume, Staging staging) {
        this.properties = properties;
        this.volume = volume;
        this.staging = staging;
        files = properties.files();
        this.notes = new PropertyJournal(notes, files, volume, staging);
    }

    /// Does what a killed process had noted down and not yet done.
    ///
    /// @throws IOException if the notes cannot be listed
    public void recover() throws IOException {
        notes.recover();
    }

    /// Tries once more what a fault of the disk has left undone.
    public void settle() {
        notes.settle();
    }

    /// Properties stay as they are as long as a note is left, which would undo a later change of the same ones.
    ///
    /// @throws IOException if one is left
    public void requireSettled() throws IOException {
        notes.requireSettled();
    }

    /// Puts a staged copy in its place, and the copied properties in theirs.
    ///
    /// @param copied from [DeadProperties#copy]
    /// @param rename takes the copy to the path
    public void copy(Staged copy, Staged copied, SharePath to, Rename rename) throws IOException {
        boolean isDone = follow(copy.shown(), copied.shown().resolve(PropertyFiles.OWN),
                copied.shown().resolve(PropertyFiles.WITHIN), to, rename);
        if (!isDone) {
            // The note says that they go from there.
            copied.keep();
        }
    }

    /// Moves a file or folder and its properties.
    ///
    /// @param file where it is on the volume until it goes
    /// @param rename takes the file or folder to the path
    public void move(Path file, SharePath from, SharePath to, Rename rename) throws IOException {
        follow(file, files.own(from), files.within(from), to, rename);
    }

    /// Takes away a file or folder and its properties.
    ///
    /// @param file where it is on the volume until it goes
    /// @param rename takes the file or folder away
    public void delete(Path file, SharePath path, Rename rename) throws IOException {
        Path nothing = files.folder().resolve("nothing");
        var entry = new JournalEntry(file, steps(nothing, nothing, path));
        if (entry.steps().isEmpty()) {
            rename.run();
            return;
        }
        Optional<Path> note = noteIfThereIsRoom(entry);
        if (note.isPresent()) {
            follow(entry, note.get(), rename);
        } else {
            deleteWithoutNote(entry, rename);
        }
    }

    /// A full disk must not keep users from making room.
    private Optional<Path> noteIfThereIsRoom(JournalEntry entry) {
        try {
            return Optional.of(notes.write(entry));
        } catch (IOException noRoom) {
            LOG.warn("Deleting {} goes on without a note: {}", entry.gone(), Failure.describe(noRoom));
            return Optional.empty();
        }
    }

    /// The properties go first, to where they come back from if the file cannot go: after a kill or a power cut in between the
    /// file has lost them, but no other file ever inherits them.
    private void deleteWithoutNote(JournalEntry entry, Rename rename) throws IOException {
        Map<Path, Staged> taken = new LinkedHashMap<>();
        try {
            for (JournalEntry.Step step : entry.steps()) {
                Path path = step.changed();
                taken.put(path, volume.at(path, (folder, name) -> staging.remove(folder, name)));
            }
            files.flushFoldersOf(entry.changed());
            rename.run();
        } catch (IOException notDone) {
            for (Map.Entry<Path, Staged> back : taken.entrySet()) {
                volume.move(back.getValue().shown(), back.getKey());
            }
            throw notDone;
        }
        taken.values().forEach(Staged::close);
    }

    /// @return whether the properties have followed already
    private boolean follow(Path gone, Path own, Path within, SharePath to, Rename rename) throws IOException {
        List<JournalEntry.Step> steps = steps(own, within, to);
        if (steps.isEmpty()) {
            rename.run();
            return true;
        }
        notes.requireSettled();
        var entry = new JournalEntry(gone, steps);
        return follow(entry, notes.write(entry), rename);
    }

    private boolean follow(JournalEntry entry, Path note, Rename rename) throws IOException {
        try {
            entry.prepare(volume);
            rename.run();
        } catch (IOException | RuntimeException notDone) {
            notes.drop(note);
            throw notDone;
        }
        // Else a power cut could leave the file where it was, without its properties.
        rename.flush();
        return notes.perform(entry, note);
    }

    private List<JournalEntry.Step> steps(Path own, Path within, SharePath to) throws IOException {
        List<JournalEntry.Step> steps = new ArrayList<>();
        if (properties.areUsed()) {
            step(own, files.own(to), steps);
            step(within, files.within(to), steps);
        }
        return steps;
    }

    private void step(Path from, Path to, List<JournalEntry.Step> steps) throws IOException {
        if (volume.exists(from)) {
            steps.add(new JournalEntry.Replace(from, to));
        } else if (volume.exists(to)) {
            steps.add(new JournalEntry.Delete(to));
        }
    }

    /// What takes a file or folder to another place, or away, in one step.
    public interface Rename {

        /// Does so.
        ///
        /// @throws IOException if it has not been done
        void run() throws IOException;

        /// Brings it to the disk. A failure to do so is reported when the change ends.
        void flush();
    }
}
