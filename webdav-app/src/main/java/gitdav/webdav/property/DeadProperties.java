package gitdav.webdav.property;

import gitdav.webdav.disk.Durability;
import gitdav.webdav.disk.Entry;
import gitdav.webdav.disk.FileTree;
import gitdav.webdav.disk.Staged;
import gitdav.webdav.disk.Staging;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.protocol.SharePath;
import gitdav.webdav.protocol.XmlBody;
import gitdav.webdav.protocol.XmlFragment;
import gitdav.webdav.protocol.XmlOutput;
import io.milton.http.Response.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The dead properties of all files and folders, in `.gitdav/properties`, which is backed up with them.
///
/// A tree like the users': the properties of `photos/beach.jpg` are in `share.d/photos.d/beach.jpg.xml`, those of
/// `photos` in `share.d/photos.xml`. The endings keep the two apart, whatever users call their files.
///
/// Those of one path are changed by one thread at a time, which the share sees to, and read by any number.
public final class DeadProperties {

    private static final Logger LOG = LoggerFactory.getLogger(DeadProperties.class);
    private static final String OWN = ".xml";
    private static final String WITHIN = ".d";
    private static final String SHARE = "share";
    private static final int MAX_NAME = 255;

    private final Path folder;
    private final Path notes;
    private final Path root;
    private final Durability durability;
    /// Spares the usual share all looks at the disk.
    private volatile boolean nobodyHasAny;

    /// The properties that are stored there.
    ///
    /// @param folder where they are stored
    /// @param notes where it is noted down which are to follow a file
    /// @param root what those notes count from
    public DeadProperties(Path folder, Path notes, Path root, Durability durability) throws IOException {
        this.folder = folder;
        this.notes = notes;
        this.root = root;
        this.durability = durability;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            nobodyHasAny = !files.iterator().hasNext();
        }
    }

    /// The properties of what is at the path; none if they cannot be read, which the log says.
    public List<DeadProperty> of(SharePath path) {
        try {
            return read(path);
        } catch (IOException damaged) {
            LOG.error("The properties of {} cannot be read: {}", path, damaged.toString());
            return List.of();
        }
    }

    /// The names of what has properties directly in a folder.
    public Set<String> namesWithin(SharePath path) throws IOException {
        Path within = place(path, WITHIN);
        if (nobodyHasAny || !exists(within)) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(within, "*" + OWN)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                names.add(name.substring(0, name.length() - OWN.length()));
            }
        }
        return names;
    }

    /// Replaces all properties of what is at the path, in one step.
    ///
    /// @throws NotStorable if they cannot be stored
    public void write(SharePath path, Collection<DeadProperty> properties, Staging staging) throws IOException {
        Path file = place(path, OWN);
        if (properties.isEmpty()) {
            Files.deleteIfExists(file);
            flushFrom(file.getParent());
            return;
        }
        requireStorable(file);
        byte[] text = text(properties);
        requireReadable(text);
        nobodyHasAny = false;
        try (Staged staged = staging.store(text)) {
            Files.createDirectories(file.getParent());
            Files.move(staged.path(), file, StandardCopyOption.ATOMIC_MOVE);
        }
        flushFrom(file.getParent());
    }

    /// Whether there have ever been any, since the server was started or before.
    public boolean areUsed() {
        return !nobodyHasAny;
    }

    /// Copies the properties of a file or folder, to be put in their place together with the copy of the file itself.
    ///
    /// @param deep whether to copy also those of what is in the folder
    public Staged copy(SharePath path, boolean deep, Staging staging) throws IOException {
        Staged copy = staging.nothing();
        Path own = place(path, OWN);
        Path within = place(path, WITHIN);
        try {
            if (!nobodyHasAny && (exists(own) || (deep && exists(within)))) {
                Files.createDirectory(copy.path());
                copyIfPresent(own, copy.path().resolve(OWN));
                if (deep) {
                    copyIfPresent(within, copy.path().resolve(WITHIN));
                }
            }
        } catch (IOException incomplete) {
            copy.close();
            throw incomplete;
        }
        return copy;
    }

    /// What is to be done once a staged copy has gone to a place.
    ///
    /// @param properties from [#copy(SharePath, boolean, Staging)]
    public FollowUp followCopy(Staged copy, Staged properties, SharePath to) {
        return new FollowUp(copy.path(),
                steps(properties.path().resolve(OWN), properties.path().resolve(WITHIN), to));
    }

    /// What is to be done once a file or folder has been moved.
    public FollowUp followMove(Entry from, SharePath to) {
        return new FollowUp(from.file(), steps(place(from.path(), OWN), place(from.path(), WITHIN), to));
    }

    /// What is to be done once a file or folder has been deleted.
    public FollowUp followDeletion(Path file, SharePath path) {
        Path nothing = folder.resolve("nothing");
        return new FollowUp(file, steps(nothing, nothing, path));
    }

    /// Notes down what is to be done, lest it be forgotten.
    ///
    /// @return the note
    public Path note(FollowUp followUp, Staging staging) throws IOException {
        Path staged = staging.nothing().path();
        Files.writeString(staged, followUp.note(root));
        durability.flush(staged);
        Path note = notes.resolve(staged.getFileName());
        Files.move(staged, note);
        durability.flush(notes);
        return note;
    }

    /// Does what is to be done, and strikes out the note.
    public void follow(FollowUp followUp, Path note, Staging staging) throws IOException {
        followUp.perform(staging);
        for (FollowUp.Step step : followUp.steps()) {
            flushFrom(step.changed().getParent());
        }
        Files.delete(note);
    }

    /// Does what a killed process had noted down and not yet done.
    public void recover(Staging staging) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(notes)) {
            for (Path note : left) {
                try {
                    recover(note, staging);
                } catch (IOException | RuntimeException failure) {
                    LOG.error("Properties have not followed their file, see {}: {}", note, failure.toString());
                }
            }
        }
    }

    private void recover(Path note, Staging staging) throws IOException {
        FollowUp followUp = FollowUp.read(Files.readString(note), root);
        if (!exists(followUp.gone())) {
            followUp.perform(staging);
            LOG.warn("the properties have followed what went from {} before the server was killed", followUp.gone());
        }
        Files.delete(note);
    }

    /// The properties of what is at the path.
    ///
    /// @throws IOException if they cannot be read
    public List<DeadProperty> read(SharePath path) throws IOException {
        Path file = place(path, OWN);
        if (nobodyHasAny || !exists(file)) {
            return List.of();
        }
        try {
            return XmlBody.children(XmlBody.parse(Files.readAllBytes(file))).stream()
                    .map(element -> new DeadProperty(XmlBody.name(element), XmlFragment.of(element))).toList();
        } catch (DavException malformed) {
            throw new IOException(file + " is damaged", malformed);
        }
    }

    private List<FollowUp.Step> steps(Path own, Path within, SharePath to) {
        if (nobodyHasAny) {
            return List.of();
        }
        List<FollowUp.Step> steps = new ArrayList<>();
        step(own, place(to, OWN), steps);
        step(within, place(to, WITHIN), steps);
        return steps;
    }

    private static void step(Path from, Path to, List<FollowUp.Step> steps) {
        if (exists(from)) {
            requireStorable(to);
            steps.add(new FollowUp.Replace(from, to));
        } else if (exists(to)) {
            steps.add(new FollowUp.Delete(to));
        }
    }

    private Path place(SharePath path, String ending) {
        Path place = folder;
        String name = SHARE;
        for (String next : path.names()) {
            place = place.resolve(name + WITHIN);
            name = next;
        }
        return place.resolve(name + ending);
    }

    /// A name may have 255 bytes on almost every disk; with its ending it can have more.
    private static void requireStorable(Path place) {
        if (place.getFileName().toString().getBytes(StandardCharsets.UTF_8).length > MAX_NAME) {
            throw new NotStorable("The name is too long for a file or folder with properties");
        }
    }

    /// What could not be read again is refused: more namespaces than the parser takes, names of XML 1.1.
    private static void requireReadable(byte[] text) {
        try {
            XmlBody.parse(text);
        } catch (DavException notReadable) {
            throw new NotStorable("The properties cannot be stored: " + notReadable.getMessage());
        }
    }

    private void copyIfPresent(Path from, Path to) throws IOException {
        if (exists(from)) {
            FileTree.copy(from, to, durability);
        }
    }

    /// Every folder from here up may have been made just now.
    private void flushFrom(Path changed) throws IOException {
        for (Path dir = changed; dir.startsWith(folder); dir = dir.getParent()) {
            if (exists(dir)) {
                durability.flush(dir);
            }
        }
    }

    private static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static byte[] text(Collection<DeadProperty> properties) throws IOException {
        var text = new ByteArrayOutputStream();
        var xml = new XmlOutput(text).declaration().start("properties");
        for (DeadProperty property : properties) {
            xml.raw("\n" + property.xml());
        }
        xml.raw("\n").finish();
        return text.toByteArray();
    }

    /// Properties, or a place for them, that this store cannot hold.
    public static final class NotStorable extends DavException {

        private static final long serialVersionUID = 1L;

        NotStorable(String message) {
            super(Status.SC_INSUFFICIENT_STORAGE, message);
        }
    }
}
