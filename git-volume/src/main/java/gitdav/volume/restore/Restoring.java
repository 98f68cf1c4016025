package gitdav.volume.restore;

import gitdav.files.DurableFiles;
import gitdav.volume.DataVolume;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The note that says that the files of a volume are being replaced, and all that is needed to go on with it after a
/// `kill -9`: together with what is still in the staging folder, it is what is left to do.
///
/// @param commit the state that the volume is being brought to; empty if the note can no longer be read
/// @param setAside the name of the folder for what is replaced
/// @param changes what is to go away, and what is only to get another time
public record Restoring(Optional<ObjectId> commit, String setAside, List<Change> changes) {

    private static final Logger LOG = LoggerFactory.getLogger(Restoring.class);

    public Restoring {
        changes = List.copyOf(changes);
    }

    /// The note of an update whose staged files are being moved into place, if that was begun and not finished.
    public static Optional<Restoring> in(DataVolume volume) throws IOException {
        return DurableFiles.read(file(volume)).map(text -> parse(volume, text));
    }

    /// Says, before the first file is moved into place, what is being done.
    public void begin(DataVolume volume) throws IOException {
        DurableFiles.write(file(volume), text(volume));
    }

    /// Says that the last file has been moved into place.
    public static void end(DataVolume volume) throws IOException {
        DurableFiles.delete(file(volume));
    }

    private static Path file(DataVolume volume) {
        return volume.reserved().resolve("restoring");
    }

    private String text(DataVolume volume) {
        var text = new StringBuilder();
        commit.ifPresent(id -> text.append("commit ").append(id.name()).append('\n'));
        text.append("set-aside ").append(setAside).append('\n');
        for (Change change : changes) {
            switch (change) {
                case Change.Remove remove -> text.append("remove ").append(encode(volume, remove.path()));
                case Change.Touch touch -> text.append("touch ").append(touch.modified()).append(' ')
                        .append(encode(volume, touch.path()));
                case Change.Put _ -> throw new IllegalArgumentException("what is to be put in place is staged");
            }
            text.append('\n');
        }
        return text.toString();
    }

    /// A note that is damaged is still a note: something was being replaced, and what is staged has to be put in place.
    private static Restoring parse(DataVolume volume, String text) {
        var commit = Optional.<ObjectId>empty();
        String setAside = "interrupted";
        var changes = new ArrayList<Change>();
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ", 3);
            try {
                switch (words[0]) {
                    case "commit" -> commit = Optional.of(ObjectId.fromString(words[1]));
                    case "set-aside" -> setAside = words[1].replaceAll("[^-0-9A-Za-z.]", "");
                    case "remove" -> changes.add(new Change.Remove(decode(volume, words[1])));
                    case "touch" -> changes.add(new Change.Touch(decode(volume, words[2]), Long.parseLong(words[1])));
                    default -> {
                    }
                }
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException damaged) {
                LOG.warn("a line of the note of an update is damaged, and left out: {}", line);
            }
        }
        return new Restoring(commit, setAside, changes);
    }

    /// As in a URI: the only way in which a path's text holds all its bytes.
    private static String encode(DataVolume volume, Path path) {
        String root = volume.root().toUri().getRawPath();
        String whole = volume.root().resolve(path).toUri().getRawPath();
        return "/" + (whole.length() > root.length() ? whole.substring(root.length()) : "");
    }

    private static Path decode(DataVolume volume, String encoded) {
        Path path = Path.of(URI.create(volume.root().toUri() + encoded.substring(1)));
        if (!path.normalize().startsWith(volume.root())) {
            throw new IllegalArgumentException(encoded);
        }
        return volume.root().relativize(path);
    }
}
