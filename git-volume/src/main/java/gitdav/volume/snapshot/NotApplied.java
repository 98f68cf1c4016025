package gitdav.volume.snapshot;

import gitdav.contract.VolumeLayout;
import gitdav.files.OpenFolder;
import gitdav.files.OwnFile;
import gitdav.program.ForeignText;
import gitdav.volume.CheckedText;
import gitdav.volume.DataVolume;
import gitdav.volume.VolumePath;
import gitdav.volume.tree.Graft;
import gitdav.volume.tree.Node;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What of the last commit this volume does not hold, because its file system or the owner of a folder refuses it: as git's
/// [skip-worktree](https://git-scm.com/docs/git-update-index#_skip_worktree_bit) bit, and a property of this one volume. A
/// small file of ours, `.gitdav/not-applied`.
///
/// As long as the disk has exactly what it had then, a snapshot takes over what the last commit has there. As soon as it has
/// anything else, a user has decided, and the entry says nothing any more.
public final class NotApplied {

    private static final Logger LOG = LoggerFactory.getLogger(NotApplied.class);

    private static final Path FILE = Path.of(VolumeLayout.NOT_APPLIED);
    private static final int LONGEST = 32 << 20; // bytes
    private static final NotApplied NOTHING = new NotApplied(List.of(), Optional.empty());

    private final Map<Path, Entry> entries;
    private final Map<Path, List<Path>> byFolder;
    private final Optional<String> damage;

    /// @param damage of the file that says so, in words for people
    private NotApplied(Collection<Entry> entries, Optional<String> damage) {
        this.damage = damage;
        this.entries = entries.stream().collect(
                Collectors.toMap(Entry::path, Function.identity(), (_, later) -> later, TreeMap::new));
        byFolder = this.entries.keySet().stream().collect(Collectors.groupingBy(NotApplied::parent));
    }

    /// One path.
    ///
    /// @param path relative to the root
    /// @param wanted what the commit has there, by its object; zero for nothing at all
    /// @param disk what the disk has there instead
    /// @param reason why, as words for people
    public record Entry(Path path, ObjectId wanted, OnDisk disk, String reason) {

        /// Whether this was said of what the commit has there.
        boolean isOf(Optional<? extends Node> committed) {
            return wanted.equals(id(committed));
        }

        private String line() {
            return withoutReason() + ForeignText.oneLine(reason);
        }

        private String withoutReason() {
            return "%s %s %s ".formatted(wanted.name(), disk.text(), VolumePath.encode(path));
        }

        private static Entry parse(String line) {
            String[] words = line.split(" ", 6);
            if (words.length < 6) {
                throw new IllegalArgumentException(line);
            }
            var entry = new Entry(VolumePath.decodeEntry(words[4]), ObjectId.fromString(words[0]),
                    OnDisk.parse(words[1], words[2], words[3]), ForeignText.oneLine(words[5]));
            if (!line.startsWith(entry.withoutReason())) {
                throw new IllegalArgumentException(line);
            }
            return entry;
        }
    }

    /// What the volume's file says. Of one that is damaged, all lines that can be read: each says of what it is true.
    public static NotApplied in(DataVolume volume) throws IOException {
        try (OpenFolder ours = volume.openReserved()) {
            return new OwnFile(ours, FILE).read(LONGEST).map(written -> parse(written, ours.shown(FILE)))
                    .orElse(NOTHING);
        } catch (NoSuchFileException | NotDirectoryException none) {
            return NOTHING;
        }
    }

    /// The same, and the log says what is damaged.
    static NotApplied named(DataVolume volume) throws IOException {
        NotApplied read = in(volume);
        read.damage.ifPresent(LOG::warn);
        return read;
    }

    private static NotApplied parse(String written, Path file) {
        String text = CheckedText.unchecked(written);
        var entries = new ArrayList<Entry>();
        int lines = 0;
        String dropped = "";
        for (String line : (Iterable<String>) text.lines()::iterator) {
            lines++;
            try {
                entries.add(Entry.parse(line));
            } catch (IllegalArgumentException damaged) {
                dropped = ", and not '" + ForeignText.oneLine(line) + "'";
            }
        }
        boolean isWhole = dropped.isEmpty() && CheckedText.of(text).equals(written);
        return new NotApplied(entries, isWhole
                ? Optional.empty()
                : Optional.of(("%s is damaged; %d of %d lines can be read%s; what else it named may count as deleted,"
                        + " and stays in older versions").formatted(file, entries.size(), lines, dropped)));
    }

    /// Writes the file again if it is damaged: the next start has nothing to name then.
    public static void repair(DataVolume volume) throws IOException {
        NotApplied read = in(volume);
        if (read.damage.isPresent()) {
            try {
                write(volume, read.entries.values());
            } catch (FileSystemException e) {
                LOG.debug("{} stays as it is", FILE, e);
            }
        }
    }

    /// Notes down what an update could not apply, and keeps what is still true of what earlier ones could not.
    ///
    /// @param commit what the volume was to become
    public static void write(DataVolume volume, Node.Folder commit, List<Obstacle> obstacles) throws IOException {
        var all = named(volume).of(volume, commit).entries;
        for (Obstacle obstacle : obstacles) {
            for (Path path : OnDisk.pathsToNote(volume, obstacle.path(), Graft.find(commit, obstacle.path()))) {
                all.put(path, new Entry(path, id(Graft.find(commit, path)), OnDisk.at(volume, path),
                        obstacle.reason()));
            }
        }
        write(volume, all.values());
    }

    private static void write(DataVolume volume, Collection<Entry> all) throws IOException {
        try (OpenFolder ours = volume.make(volume.relative(volume.reserved()))) {
            var file = new OwnFile(ours, FILE);
            if (all.isEmpty()) {
                file.delete();
                return;
            }
            String text = CheckedText
                    .of(all.stream().map(Entry::line).collect(Collectors.joining("\n", "", "\n")));
            if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
                Entry first = all.iterator().next();
                throw new IOException(volume.root() + " cannot hold " + all.size()
                        + " files and folders of the backup, more than can be noted down; the first of them: "
                        + new Obstacle(first.path(), first.reason()).line(volume));
            }
            file.write(text);
        }
    }

    /// What of this is still true.
    ///
    /// @param committed the last commit
    public NotApplied of(DataVolume volume, Node.Folder committed) throws IOException {
        var valid = new TreeMap<Path, Entry>();
        for (Entry entry : entries.values()) {
            if (entry.isOf(Graft.find(committed, entry.path()))
                    && entry.disk().equals(OnDisk.at(volume, entry.path()))) {
                valid.put(entry.path(), entry);
            }
        }
        return new NotApplied(valid.values(), damage);
    }

    /// Whether the volume may take some of it by now: a folder that has to do with it was changed after this was written down,
    /// in whatever way, and can be written to.
    public boolean isWorthAnotherTry(DataVolume volume) throws IOException {
        Set<Path> folders = new HashSet<>(byFolder.keySet());
        entries.values().stream().filter(entry -> entry.disk().isFolder()).map(Entry::path).forEach(folders::add);
        try (OpenFolder ours = volume.openReserved()) {
            long written = ours.stat(FILE).modified();
            return folders.stream().anyMatch(folder -> isOpened(volume, folder, written));
        } catch (NoSuchFileException | NotDirectoryException none) {
            return false;
        }
    }

    /// @param since in nanoseconds since 1970
    private static boolean isOpened(DataVolume volume, Path folder, long since) {
        try (OpenFolder open = volume.open(folder)) {
            return open.stat().changed() > since && Files.isWritable(open.path());
        } catch (IOException isNotThere) {
            return false;
        }
    }

    /// All of it, relative to the root.
    public Set<Path> paths() {
        return entries.keySet();
    }

    /// The entry for a path, relative to the root.
    Optional<Entry> at(Path path) {
        return Optional.ofNullable(entries.get(path));
    }

    /// The paths directly in a folder, both relative to the root.
    List<Path> in(Path folder) {
        return byFolder.getOrDefault(folder, List.of());
    }

    private static Path parent(Path path) {
        return path.getParent() == null ? Path.of("") : path.getParent();
    }

    /// The committed state as the disk has it: what was not applied is not there, or as it was before.
    public Node.Folder onDisk(DataVolume volume, Node.Folder committed) throws IOException {
        var nodes = new TreeMap<Path, Optional<Node>>();
        for (Entry entry : of(volume, committed).entries.values()) {
            nodes.put(entry.path(), OnDisk.node(volume, entry.path()));
        }
        return Graft.onto(committed, nodes);
    }

    private static ObjectId id(Optional<? extends Node> committed) {
        return committed.map(node -> node.entry().id()).orElse(ObjectId.zeroId());
    }
}
