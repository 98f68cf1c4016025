package gitdav.volume.restore;

import gitdav.files.OpenFolder;
import gitdav.volume.tree.Content;
import gitdav.volume.tree.Node;
import gitdav.volume.tree.VerifiedObjects;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Files with the same content, mode and time, to the nanosecond: before, they were one file with several names, which is
/// what a COPY of the application makes. They become that again, or a volume could not be restored to one of the same size.
/// Thread-safe.
final class SharedContents {

    private static final ObjectId EMPTY = new ObjectInserter.Formatter().idFor(Constants.OBJ_BLOB, new byte[0]);

    private final Map<Identity, Path> first = new ConcurrentHashMap<>();
    private final Set<Long> repeated;
    private final long needed;

    private SharedContents(Set<Long> repeated, long needed) {
        this.repeated = repeated;
        this.needed = needed;
    }

    private record Identity(Content content, FileMode mode, long modified) {
        static Identity of(Node.File file) {
            return new Identity(file.content(), file.mode(), file.stat().modified());
        }
    }

    /// @param nodes all that is to be written
    static SharedContents of(VerifiedObjects objects, Collection<? extends Node> nodes) throws IOException {
        List<Node.File> files = files(nodes);
        Set<Long> repeated = repeated(files);
        var seen = new HashSet<Identity>();
        long needed = 0;
        for (Node.File file : files) {
            boolean isAnotherName = mayBeShared(file, repeated) && !seen.add(Identity.of(file));
            needed += isAnotherName ? 0 : objects.size(file.content());
            if (needed < 0) {
                needed = Long.MAX_VALUE / 2;
            }
        }
        return new SharedContents(repeated, needed);
    }

    private static List<Node.File> files(Collection<? extends Node> nodes) {
        var files = new ArrayList<Node.File>();
        var rest = new ArrayDeque<Node>(nodes);
        while (!rest.isEmpty()) {
            switch (rest.remove()) {
                case Node.Folder folder -> folder.children().forEach(rest::add);
                case Node.File file -> files.add(file);
                case Node.Opaque _ -> {
                    // Is not written.
                }
            }
        }
        return files;
    }

    /// The keys that several files have: with eight bytes for each file, most need not be remembered as a whole.
    private static Set<Long> repeated(List<Node.File> files) {
        long[] keys = files.stream().filter(SharedContents::canBeShared).mapToLong(SharedContents::key).sorted()
                .toArray();
        return IntStream.range(1, keys.length).filter(i -> keys[i] == keys[i - 1]).mapToObj(i -> keys[i])
                .collect(Collectors.toSet());
    }

    /// The same for the same [Identity]; hardly ever for others.
    private static long key(Node.File file) {
        return (long) file.id().hashCode() << Integer.SIZE ^ file.stat().modified();
    }

    /// Empty files take no room, and often have the same time by chance.
    private static boolean canBeShared(Node.File file) {
        return file.stat().hasTime() && !file.isLink() && !file.id().equals(EMPTY);
    }

    private static boolean mayBeShared(Node.File file, Set<Long> repeated) {
        return canBeShared(file) && repeated.contains(key(file));
    }

    /// @throws IOException if it is known before that the file system has too little of it
    void requireRoom(OpenFolder folder) throws IOException {
        long free = Files.getFileStore(folder.path()).getUsableSpace();
        if (needed > free) {
            throw new IOException("the backup needs %s for its files, and %s has %s free: make the data volume larger"
                    .formatted(size(needed), folder.shown(), size(free))
                    + " (resources.requests.storage of its claim, sizeLimit of an emptyDir)");
        }
    }

    private static String size(long bytes) {
        return bytes < 10L << 20
                ? (bytes >> 10) + " KiB"
                : bytes < 10L << 30 ? (bytes >> 20) + " MiB" : (bytes >> 30) + " GiB";
    }

    /// Whether this is the name under which the content is to be written: of a file with several names, the first that is
    /// asked for, until it turns out that it cannot be made.
    boolean isFirst(Node.File file, Path path) {
        if (!mayBeShared(file, repeated)) {
            return true;
        }
        Path other = first.putIfAbsent(Identity.of(file), path);
        return other == null || other.equals(path);
    }

    /// Leaves it to the next name to be the first, if this one was.
    void notWritten(Node.File file, Path path) {
        first.remove(Identity.of(file), path);
    }

    /// Makes another name of what is written.
    ///
    /// @param name the path to be made
    void link(Node.File file, OpenFolder root, Path name) throws IOException {
        Path written = first.get(Identity.of(file));
        try (OpenFolder folder = root.descend(parent(written))) {
            link(folder.path(written), name);
        }
    }

    private static void link(Path written, Path name) throws IOException {
        try {
            Files.createLink(name, written);
        } catch (IOException | UnsupportedOperationException notOnThisFileSystem) {
            Files.copy(written, name, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        }
    }

    private static Path parent(Path path) {
        return path.getParent() == null ? Path.of("") : path.getParent();
    }
}
