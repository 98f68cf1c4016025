package gitdav.webdav.property;

import gitdav.webdav.disk.Durability;
import gitdav.webdav.disk.Entry;
import gitdav.webdav.disk.Staged;
import gitdav.webdav.disk.Staging;
import gitdav.webdav.protocol.SharePath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Lets the properties follow their files. What is to be done is noted down in `.gitdav/following` before the file goes,
/// lest it be forgotten if the process is killed in between.
///
/// To be used by one thread at a time, which the share sees to.
public final class FollowUps {

    private static final Logger LOG = LoggerFactory.getLogger(FollowUps.class);

    private final DeadProperties properties;
    private final PropertyFiles files;
    private final Path notes;
    private final Path root;
    private final Staging staging;
    private final Durability durability;

    /// What is to follow in this share.
    ///
    /// @param notes the folder for notes of what is to be done
    /// @param root what their paths count from, since a volume can be mounted anywhere
    public FollowUps(DeadProperties properties, Path notes, Path root, Staging staging, Durability durability) {
        this.properties = properties;
        this.notes = notes;
        this.root = root;
        this.staging = staging;
        this.durability = durability;
        files = properties.files();
    }

    /// Puts a staged copy in its place, and the copied properties in theirs.
    ///
    /// @param copied from [DeadProperties#copy(SharePath, boolean)]
    /// @param rename takes the copy to the path
    public void copy(Staged copy, Staged copied, SharePath to, Rename rename) throws IOException {
        follow(copy.path(), copied.path().resolve(PropertyFiles.OWN), copied.path().resolve(PropertyFiles.WITHIN), to,
                rename);
    }

    /// Moves a file or folder and its properties.
    ///
    /// @param rename takes the file or folder to the path
    public void move(Entry from, SharePath to, Rename rename) throws IOException {
        follow(from.file(), files.own(from.path()), files.within(from.path()), to, rename);
    }

    /// Takes away a file or folder and its properties.
    ///
    /// @param rename takes the file or folder away
    public void delete(Path file, SharePath path, Rename rename) throws IOException {
        Path nothing = files.folder().resolve("nothing");
        follow(file, nothing, nothing, path, rename);
    }

    /// Does what a killed process had noted down and not yet done.
    public void recover() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(notes)) {
            for (Path note : left) {
                try {
                    recover(note);
                } catch (IOException | RuntimeException failure) {
                    LOG.error("Properties have not followed their file, see {}: {}", note, failure.toString());
                }
            }
        }
    }

    private void recover(Path note) throws IOException {
        FollowUp followUp = FollowUp.read(Files.readString(note), root);
        if (!PropertyFiles.exists(followUp.gone())) {
            followUp.perform(staging);
            LOG.warn("the properties have followed what went from {} before the server was killed", followUp.gone());
        }
        Files.delete(note);
    }

    private void follow(Path gone, Path own, Path within, SharePath to, Rename rename) throws IOException {
        List<FollowUp.Step> steps = steps(own, within, to);
        if (steps.isEmpty()) {
            rename.run();
            return;
        }
        var followUp = new FollowUp(gone, steps);
        Path note = note(followUp);
        try {
            rename.run();
        } catch (IOException notDone) {
            Files.delete(note);
            throw notDone;
        }
        followUp.perform(staging);
        for (FollowUp.Step step : steps) {
            files.flushFrom(step.changed().getParent());
        }
        Files.delete(note);
    }

    private List<FollowUp.Step> steps(Path own, Path within, SharePath to) {
        List<FollowUp.Step> steps = new ArrayList<>();
        if (properties.areUsed()) {
            step(own, files.own(to), steps);
            step(within, files.within(to), steps);
        }
        return steps;
    }

    private static void step(Path from, Path to, List<FollowUp.Step> steps) {
        if (PropertyFiles.exists(from)) {
            steps.add(new FollowUp.Replace(from, to));
        } else if (PropertyFiles.exists(to)) {
            steps.add(new FollowUp.Delete(to));
        }
    }

    private Path note(FollowUp followUp) throws IOException {
        Path staged = staging.nothing().path();
        Files.writeString(staged, followUp.note(root));
        durability.flush(staged);
        Path note = notes.resolve(staged.getFileName());
        Files.move(staged, note);
        durability.flush(notes);
        return note;
    }

    /// What takes a file or folder to another place, or away, in one step.
    public interface Rename {

        /// Does so.
        ///
        /// @throws IOException if it has not been done
        void run() throws IOException;
    }
}
