package gitdav.webdav.property;

import gitdav.files.OpenFolder;
import gitdav.webdav.disk.SpaceReservation;
import gitdav.webdav.disk.Staged;
import gitdav.webdav.disk.Staging;
import gitdav.webdav.disk.TreeCopy;
import gitdav.webdav.disk.Volume;
import gitdav.webdav.memory.MemoryAccount;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.protocol.FileName;
import gitdav.webdav.protocol.SharePath;
import gitdav.webdav.protocol.XmlBody;
import gitdav.webdav.protocol.XmlFragment;
import gitdav.webdav.protocol.XmlInput;
import gitdav.webdav.protocol.XmlOutput;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The dead properties of all files and folders, in `.gitdav/properties`, which is backed up with them.
///
/// Those of one path are changed by one thread at a time, which the share sees to, and read by any number.
public final class DeadProperties {

    private static final Logger LOG = LoggerFactory.getLogger(DeadProperties.class);

    /// Several times what may be stored, since that is counted in characters; in bytes.
    private static final int MAX_FILE = 4 * 1024 * 1024;
    /// So much has any request memory for; in bytes.
    private static final int SMALL = 2 * 1024;
    private static final long MEMORY_PER_BYTE = 4;
    private static final long MEMORY_PER_NAME = 300;

    private final PropertyFiles files;
    private final Volume volume;
    private final Staging staging;
    /// Spares the usual share all looks at the disk.
    private volatile boolean nobodyHasAny;

    /// The properties that are stored there.
    public DeadProperties(OpenFolder folder, Volume volume, Staging staging) throws IOException {
        this.volume = volume;
        this.staging = staging;
        files = new PropertyFiles(folder.shown(), volume);
        try (DirectoryStream<Path> stored = folder.entries()) {
            nobodyHasAny = !stored.iterator().hasNext();
        }
    }

    PropertyFiles files() {
        return files;
    }

    /// Whether there have ever been any, since the server was started or before.
    public boolean areUsed() {
        return !nobodyHasAny;
    }

    /// The properties of what is at the path; none if they cannot be read, which the log says.
    ///
    /// @param memory where they are accounted for
    /// @throws DavException with 503 if there is no memory for them
    public List<DeadProperty> of(SharePath path, MemoryAccount memory) {
        try {
            return read(path, memory);
        } catch (IOException damaged) {
            LOG.error("The properties of {} cannot be read: {}", path, damaged.toString());
            return List.of();
        }
    }

    /// The properties of what is at the path.
    ///
    /// @param memory where they are accounted for
    /// @throws IOException if they cannot be read
    /// @throws DavException with 503 if there is no memory for them
    public List<DeadProperty> read(SharePath path, MemoryAccount memory) throws IOException {
        Path file = files.own(path);
        if (nobodyHasAny || !volume.exists(file)) {
            return List.of();
        }
        long size = size(file);
        if (size > MAX_FILE || !memory.canHold(MEMORY_PER_BYTE * size)) {
            throw new IOException(file + " has " + size + " bytes, more than there can be memory for");
        }
        if (size > SMALL && !memory.tryTake(MEMORY_PER_BYTE * size)) {
            throw DavException.crowded();
        }
        try {
            return XmlBody.parse(volume.read(file, MAX_FILE), DeadProperties::parse);
        } catch (DavException malformed) {
            throw new IOException(file + " is damaged", malformed);
        }
    }

    private long size(Path file) throws IOException {
        return volume.exists(file) ? volume.at(file, (folder, name) -> Files.size(folder.path(name))) : 0;
    }

    private static List<DeadProperty> parse(XmlInput properties) {
        List<DeadProperty> found = new ArrayList<>();
        int depth = properties.depth();
        while (properties.nextIn(depth)) {
            found.add(new DeadProperty(properties.name(), XmlFragment.read(properties, MAX_FILE).xml()));
        }
        return found;
    }

    /// Whether what is directly in a folder may have properties, by its name.
    ///
    /// @param memory where the names are accounted for. If there is none, each file is worth a look
    public Predicate<String> mayBeWithin(SharePath path, MemoryAccount memory) throws IOException {
        Path within = files.within(path);
        if (nobodyHasAny || !volume.exists(within)) {
            return _ -> false;
        }
        Set<String> stored = new HashSet<>();
        try (OpenFolder folder = volume.folder(within);
                DirectoryStream<Path> found = folder.entries()) {
            for (Path file : found) {
                if (!memory.tryTake(MEMORY_PER_NAME)) {
                    return _ -> true;
                }
                stored.add(FileName.of(file));
            }
        }
        return name -> stored.contains(PropertyFiles.stored(name, PropertyFiles.OWN));
    }

    /// Prepares to replace all properties of what is at the path: does what can fail for want of room.
    ///
    /// @param room asked before they are written
    /// @throws NotStorableException if they cannot be stored
    public PreparedProperties prepare(SharePath path, Collection<DeadProperty> properties, SpaceReservation room)
            throws IOException {
        Path file = files.own(path);
        if (properties.isEmpty()) {
            return new PreparedProperties(files, file, Optional.empty(), size(file));
        }
        byte[] text = text(properties);
        requireReadable(text);
        nobodyHasAny = false;
        room.take(text.length);
        Staged staged = staging.store(text);
        try {
            volume.makeFolders(file.getParent());
        } catch (IOException | RuntimeException noPlace) {
            staged.close();
            throw noPlace;
        }
        return new PreparedProperties(files, file, Optional.of(staged), size(file));
    }

    /// Copies the properties of a file or folder, to be put in their place together with the copy of the file itself.
    ///
    /// @param deep whether to copy also those of what is in the folder
    /// @param room asked before each file is copied
    /// @param memory where the levels of folders are accounted for meanwhile
    public Staged copy(SharePath path, boolean deep, SpaceReservation room, MemoryAccount memory)
            throws IOException {
        var trees = new TreeCopy(volume.durability(), room, memory);
        Staged copy = staging.nothing();
        Path own = files.own(path);
        Path within = files.within(path);
        try {
            if (!nobodyHasAny && (volume.exists(own) || (deep && volume.exists(within)))) {
                copy.createFolder();
                try (OpenFolder to = copy.open()) {
                    copyIfPresent(own, to, PropertyFiles.OWN, trees);
                    if (deep) {
                        copyIfPresent(within, to, PropertyFiles.WITHIN, trees);
                    }
                }
            }
        } catch (IOException | RuntimeException incomplete) {
            copy.close();
            throw incomplete;
        }
        return copy;
    }

    private void copyIfPresent(Path from, OpenFolder to, String copy, TreeCopy trees) throws IOException {
        if (volume.exists(from)) {
            volume.at(from, (folder, name) -> {
                trees.whole(folder, name, to, Path.of(copy));
                return name;
            });
        }
    }

    /// What could not be read again is refused: more namespaces than the parser takes, names of XML 1.1.
    private static void requireReadable(byte[] text) {
        try {
            XmlBody.parse(text, DeadProperties::parse);
        } catch (DavException notReadable) {
            throw new NotStorableException("The properties cannot be stored: " + notReadable.getMessage());
        }
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
}
