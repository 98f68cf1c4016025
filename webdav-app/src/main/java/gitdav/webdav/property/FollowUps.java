package gitdav.webdav.property;

import gitdav.files.OpenFolder;
import gitdav.webdav.disk.Staged;
import gitdav.webdav.disk.Staging;
import gitdav.webdav.disk.Volume;
import gitdav.webdav.protocol.SharePath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Lets the properties follow their files. What is to be done is noted down in `.gitdav/following` before the file goes,
/// lest it be forgotten if the process is killed in between.
///
/// To be used by one thread at a time, which the share sees to.
public final class FollowUps {

    private static final Logger LOG = LoggerFactory.getLogger(FollowUps.class);

    /// Several times what the longest paths make, in bytes.
    private static final int MAX_NOTE = 256 * 1024;

    private final DeadProperties properties;
    private final PropertyFiles files;
    private final OpenFolder notes;
    private final Volume volume;
    private final Staging staging;

    /// What is to follow in this share.
    ///
    /// @param notes the folder for notes of what is to be done
    public FollowUps(DeadProperties properties, OpenFolder notes, Volume volume, Staging staging) {
        this.properties = properties;
        this.notes = notes;
        this.volume = volume;
        this.staging = staging;
        files = properties.files();
    }

    /// Puts a staged copy in its place, and the copied properties in theirs.
    ///
    /// @param copied from [DeadProperties#copy(SharePath, boolean)]
    /// @param rename takes the copy to the path
    public void copy(Staged copy, Staged copied, SharePath to, Rename rename) throws IOException {
        follow(copy.shown(), copied.shown().resolve(PropertyFiles.OWN), copied.shown().resolve(PropertyFiles.WITHIN),
                to, rename);
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
        var followUp = new FollowUp(file, steps(nothing, nothing, path));
        if (followUp.steps().isEmpty()) {
            rename.run();
            return;
        }
        Optional<Path> note = noteIfThereIsRoom(followUp);
        if (note.isPresent()) {
            follow(followUp, note.get(), rename);
        } else {
            deleteWithoutNote(followUp, rename);
        }
    }

    /// A full disk must not keep anybody from making room.
    private Optional<Path> noteIfThereIsRoom(FollowUp followUp) {
        try {
            return Optional.of(note(followUp));
        } catch (IOException noRoom) {
            LOG.warn("Deleting {} goes on without a note: {}", followUp.gone(), noRoom.toString());
            return Optional.empty();
        }
    }

    /// The properties go first, to where they come back from if the file cannot go: killed in between, the file loses them,
    /// but no other file ever inherits them.
    private void deleteWithoutNote(FollowUp followUp, Rename rename) throws IOException {
        Map<Path, Staged> taken = new LinkedHashMap<>();
        try {
            for (FollowUp.Step step : followUp.steps()) {
                Path path = step.changed();
                taken.put(path, volume.at(path, (folder, name) -> staging.remove(folder.path(name))));
            }
            rename.run();
        } catch (IOException notDone) {
            for (Map.Entry<Path, Staged> back : taken.entrySet()) {
                volume.move(back.getValue().shown(), back.getKey());
            }
            throw notDone;
        }
        taken.values().forEach(Staged::close);
    }

    /// Does what a killed process had noted down and not yet done.
    public void recover() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(notes.path())) {
            for (Path note : left) {
                try {
                    recover(note.getFileName());
                } catch (IOException | RuntimeException failure) {
                    LOG.error("Properties have not followed their file, see {}: {}", notes.shown(note),
                            failure.toString());
                }
            }
        }
    }

    private void recover(Path note) throws IOException {
        Optional<FollowUp> found = read(note);
        if (found.isEmpty()) {
            LOG.warn("{} is dropped, since it is not this server's", notes.shown(note));
            staging.remove(notes.path(note)).close();
            return;
        }
        FollowUp followUp = found.get();
        if (!volume.exists(followUp.gone())) {
            followUp.perform(volume, staging);
            LOG.warn("the properties have followed what went from {} before the server was killed", followUp.gone());
        }
        Files.delete(notes.path(note));
    }

    /// Ours come into being by a rename, whole: one that cannot be read is somebody else's.
    private Optional<FollowUp> read(Path note) {
        try {
            String text = new String(Volume.read(notes, note, MAX_NOTE), StandardCharsets.UTF_8);
            return Optional.of(FollowUp.read(text, volume.path()))
                    .filter(read -> read.isOurs(volume.path(), files.folder(), staging.shown()));
        } catch (IOException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    private void follow(Path gone, Path own, Path within, SharePath to, Rename rename) throws IOException {
        List<FollowUp.Step> steps = steps(own, within, to);
        if (steps.isEmpty()) {
            rename.run();
            return;
        }
        var followUp = new FollowUp(gone, steps);
        follow(followUp, note(followUp), rename);
    }

    private void follow(FollowUp followUp, Path note, Rename rename) throws IOException {
        try {
            followUp.prepare(volume);
            rename.run();
        } catch (IOException | RuntimeException notDone) {
            Files.delete(note);
            throw notDone;
        }
        try {
            // Else a power cut could leave the file where it was, without its properties.
            rename.flush();
            followUp.perform(volume, staging);
            for (FollowUp.Step step : followUp.steps()) {
                files.flushFrom(step.changed().getParent());
            }
            Files.delete(note);
        } catch (IOException notYet) {
            LOG.error("The properties of what went from {} follow at the next start: {}", followUp.gone(),
                    notYet.toString());
        }
    }

    private List<FollowUp.Step> steps(Path own, Path within, SharePath to) throws IOException {
        List<FollowUp.Step> steps = new ArrayList<>();
        if (properties.areUsed()) {
            step(own, files.own(to), steps);
            step(within, files.within(to), steps);
        }
        return steps;
    }

    private void step(Path from, Path to, List<FollowUp.Step> steps) throws IOException {
        if (volume.exists(from)) {
            steps.add(new FollowUp.Replace(from, to));
        } else if (volume.exists(to)) {
            steps.add(new FollowUp.Delete(to));
        }
    }

    private Path note(FollowUp followUp) throws IOException {
        byte[] text = followUp.note(volume.path()).getBytes(StandardCharsets.UTF_8);
        try (Staged staged = staging.store(text)) {
            Path note = notes.path(staged.path());
            staged.moveTo(note);
            volume.durability().flush(notes);
            return note;
        }
    }

    /// What takes a file or folder to another place, or away, in one step.
    public interface Rename {

        /// Does so.
        ///
        /// @throws IOException if it has not been done
        void run() throws IOException;

        /// Brings it to the disk.
        void flush() throws IOException;
    }
}
