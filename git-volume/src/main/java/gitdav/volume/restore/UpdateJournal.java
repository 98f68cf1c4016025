package gitdav.volume.restore;

import gitdav.contract.VolumeLayout;
import gitdav.files.OpenFolder;
import gitdav.files.OwnFile;
import gitdav.program.ForeignText;
import gitdav.volume.DataVolume;
import gitdav.volume.VolumePath;
import gitdav.volume.snapshot.Obstacle;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The note that says that the files of a volume are being replaced, and all that is needed to go on with it after a
/// `kill -9`: together with what is still in the staging folder, it is what is left to do.
///
/// @param commit the state that the volume is being brought to; empty if the note can no longer be read
/// @param setAside the name of the folder for what is replaced
/// @param changes what is to go away, and what is only to get another time
/// @param skipped what could not be staged
public record UpdateJournal(Optional<ObjectId> commit, String setAside, List<Change> changes, List<Obstacle> skipped) {

    private static final Logger LOG = LoggerFactory.getLogger(UpdateJournal.class);

    /// A name of ours, and no path.
    private static final Pattern SET_ASIDE = Pattern.compile("[0-9A-Za-z][-0-9A-Za-z.]{0,60}");

    public UpdateJournal {
        changes = List.copyOf(changes);
        skipped = List.copyOf(skipped);
    }

    private static final Path FILE = Path.of(VolumeLayout.RESTORING);
    private static final Path OURS = Path.of(VolumeLayout.RESERVED);
    private static final Path PROPERTIES = OURS.resolve(VolumeLayout.PROPERTIES);
    private static final int LONGEST = 64 << 20; // bytes

    /// The note of an update whose staged files are being moved into place, if that was begun and not finished.
    public static Optional<UpdateJournal> in(DataVolume volume) throws IOException {
        try (OpenFolder ours = volume.openReserved()) {
            return new OwnFile(ours, FILE).read(LONGEST).map(UpdateJournal::parse);
        } catch (NoSuchFileException | NotDirectoryException none) {
            return Optional.empty();
        }
    }

    /// Says, before the first file is moved into place, what is being done.
    public void begin(DataVolume volume) throws IOException {
        String text = text();
        if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new IOException(
                    "too much changes at once in " + volume.root() + ": the note of it has " + text.length()
                            + " bytes");
        }
        try (OpenFolder ours = volume.openReserved()) {
            new OwnFile(ours, FILE).write(text);
        }
    }

    /// Says that the last file has been moved into place.
    public static void end(DataVolume volume) throws IOException {
        try (OpenFolder ours = volume.openReserved()) {
            new OwnFile(ours, FILE).delete();
        }
    }

    private String text() {
        var text = new StringBuilder();
        commit.ifPresent(id -> text.append("commit ").append(id.name()).append('\n'));
        text.append("set-aside ").append(setAside).append('\n');
        for (Change change : changes) {
            switch (change) {
                case Change.Remove remove -> text.append("remove ").append(VolumePath.encode(remove.path()));
                case Change.Touch touch -> text.append("touch ").append(touch.modified()).append(' ')
                        .append(VolumePath.encode(touch.path()));
                case Change.Put _ -> throw new IllegalArgumentException("what is to be put in place is staged");
            }
            text.append('\n');
        }
        for (Obstacle obstacle : skipped) {
            text.append("skip ").append(VolumePath.encode(obstacle.path())).append(' ')
                    .append(ForeignText.oneLine(obstacle.reason())).append('\n');
        }
        return text.toString();
    }

    /// A note that is damaged is still a note: something was being replaced, and what is staged has to be put in place.
    private static UpdateJournal parse(String text) {
        var commit = Optional.<ObjectId>empty();
        String setAside = "interrupted";
        var changes = new ArrayList<Change>();
        var skipped = new ArrayList<Obstacle>();
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ", 3);
            try {
                switch (words[0]) {
                    case "commit" -> commit = Optional.of(ObjectId.fromString(words[1]));
                    case "set-aside" -> setAside = SET_ASIDE.matcher(words[1]).matches() ? words[1] : setAside;
                    case "remove" -> changes.add(new Change.Remove(path(words[1])));
                    case "touch" ->
                        changes.add(new Change.Touch(path(words[2]), Long.parseLong(words[1])));
                    case "skip" -> skipped.add(new Obstacle(path(words[1]), words[2]));
                    default -> {
                    }
                }
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException damaged) {
                LOG.warn("a line of the note of an update is damaged, and left out: {}", ForeignText.oneLine(line));
            }
        }
        return new UpdateJournal(commit, setAside, changes, skipped);
    }

    /// @throws IllegalArgumentException if no commit has such a path: of our own folder, only the properties are backed up
    private static Path path(String text) {
        Path path = VolumePath.decodeEntry(text);
        if (path.startsWith(OURS) && !path.startsWith(PROPERTIES)) {
            throw new IllegalArgumentException("'" + text + "' is in no backup");
        }
        return path;
    }
}
