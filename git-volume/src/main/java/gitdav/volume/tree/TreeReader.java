package gitdav.volume.tree;

import gitdav.contract.VolumeLayout;
import gitdav.files.FileStat;
import gitdav.files.FileTree;
import gitdav.volume.Marker;
import gitdav.volume.NewerLayoutException;
import gitdav.volume.tree.TreeEntries.Entry;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads the folders of a commit's tree, with the times that belong to them. A commit that a person made, or an older
/// gitdav, has no times, or not all: what has none simply has none. Not thread-safe, and for one tree only.
public final class TreeReader {

    /// A file, a folder or a text of times takes less of the heap than so many bytes.
    private static final int HEAP_OF_ENTRY = 400;
    private static final long MOST_ENTRIES = Runtime.getRuntime().maxMemory() / HEAP_OF_ENTRY;

    private final VerifiedObjects objects;
    private final long most;
    private long entriesRead;

    /// @param objects where the trees are
    public TreeReader(VerifiedObjects objects) {
        this(objects, 1);
    }

    /// @param part of the memory that what is read may take: one of so many parts
    public TreeReader(VerifiedObjects objects, int part) {
        this.objects = objects;
        most = MOST_ENTRIES / part;
    }

    /// The whole tree, without its contents.
    ///
    /// @throws CorruptObjectException also if it is deeper or larger than any volume may be
    /// @throws IOException if a tree object or a text of times is missing or broken, or of a newer layout
    public Node.Folder read(ObjectId tree) throws IOException {
        Root root = root(tree);
        Node.Folder users = complete(users(root), 0);
        var folders = new ArrayList<>(users.folders());
        Entry properties = root.ours().get(BackupLayout.PROPERTIES);
        if (folder(properties) != null) {
            Map<TreeName, Entry> ourTimes = entries(
                    folder(root.timesEntries().get(FolderTimes.of(BackupLayout.RESERVED))));
            ObjectId theirTimes = folder(ourTimes.get(FolderTimes.of(BackupLayout.PROPERTIES)));
            // Not at the root, whatever is reserved there.
            folders.add(reserved(complete(open(unread(properties.name(), properties.id(), theirTimes), 0), 1)));
        }
        return new Node.Folder(users.name(), users.stat(), tree, users.times(), users.files(), folders,
                users.opaque());
    }

    /// The users' files and folders in the root, and nothing of what is in those folders: each has the names of its objects
    /// alone, for [#open].
    ///
    /// @throws IOException as with [#read]
    public Node.Folder openRoot(ObjectId tree) throws IOException {
        return users(root(tree));
    }

    /// The same of one of those folders.
    ///
    /// @param depth how many folders it is in, the root not counted
    public Node.Folder open(Node.Folder unread, int depth) throws IOException {
        if (unread.tree() == null) {
            // Of an empty folder that a person's git has dropped, all is known.
            return unread;
        }
        return open(unread, entries(unread.tree()), entries(unread.times()), depth + 1);
    }

    /// When the folder was modified last, if that is known; of its objects, only the text of its times is read.
    public FileStat stat(Node.Folder unread) throws IOException {
        return unread.tree() == null
                ? unread.stat()
                : FileStat.at(times(entries(unread.times()).get(FolderTimes.NAME)).own());
    }

    /// What there is in the root: our own part apart from the users', and the same of the times.
    private record Root(ObjectId tree, ObjectId times, Map<TreeName, Entry> entries, Map<TreeName, Entry> ours,
            Map<TreeName, Entry> timesEntries) {}

    private Root root(ObjectId tree) throws IOException {
        Map<TreeName, Entry> entries = entries(tree);
        Map<TreeName, Entry> ours = entries(folder(entries.remove(BackupLayout.RESERVED)));
        requireKnownLayout(ours.get(BackupLayout.VERSION));
        ObjectId times = folder(ours.get(BackupLayout.TIMES));
        return new Root(tree, times, entries, ours, entries(times));
    }

    private Node.Folder users(Root root) throws IOException {
        var times = new LinkedHashMap<>(root.timesEntries());
        times.remove(FolderTimes.of(BackupLayout.RESERVED));
        return open(unread(new TreeName(""), root.tree(), root.times()), root.entries(), times, 0);
    }

    private static Node.Folder unread(TreeName name, ObjectId tree, ObjectId times) {
        return new Node.Folder(name, FileStat.UNKNOWN, tree, times, List.of(), List.of(), List.of());
    }

    /// The folder with all that is in its folders.
    private Node.Folder complete(Node.Folder opened, int depth) throws IOException {
        var folders = new ArrayList<Node.Folder>();
        for (Node.Folder below : opened.folders()) {
            folders.add(below.tree() == null ? below : complete(open(below, depth), depth + 1));
        }
        return new Node.Folder(opened.name(), opened.stat(), opened.tree(), opened.times(), opened.files(), folders,
                opened.opaque());
    }

    /// Our own folder with the one thing in it that is backed up.
    public static Node.Folder reserved(Node.Folder properties) {
        return Node.Folder.of(BackupLayout.RESERVED, FileStat.UNKNOWN, List.of(properties));
    }

    private Node.Folder open(Node.Folder unread, Map<TreeName, Entry> entries, Map<TreeName, Entry> timesEntries,
            int depth) throws IOException {
        requireNotTooDeep(depth, unread.name());
        FolderTimes times = times(timesEntries.remove(FolderTimes.NAME));
        var nodes = new ArrayList<Node>();
        for (Entry entry : entries.values()) {
            if (Chunks.isFolder(entry.name().bytes()) && entry.isFolder()) {
                Node large = inChunks(entry, times, depth);
                // Who puts another file in its place on the remote's web page need not know of the chunks.
                if (!entries.containsKey(large.name()) || large instanceof Node.Opaque) {
                    nodes.add(large);
                }
            } else if (!canBeFile(entry.name(), depth) || entry.mode().equals(FileMode.GITLINK)) {
                nodes.add(opaque(entry));
            } else if (entry.isFolder()) {
                nodes.add(unread(entry.name(), entry.id(),
                        folder(timesEntries.remove(FolderTimes.of(entry.name())))));
            } else {
                nodes.add(new Node.File(entry.name(), entry.mode(), Content.whole(entry.id()),
                        times.of(entry.name(), entry.id())));
            }
        }
        Set<TreeName> taken = nodes.stream().map(Node::name).collect(Collectors.toSet());
        for (Entry dropped : timesEntries.values()) {
            emptyFolder(dropped, depth).filter(folder -> !taken.contains(folder.name())).ifPresent(nodes::add);
        }
        Node.Folder read = Node.Folder.of(unread.name(), FileStat.at(times.own()), nodes);
        return new Node.Folder(unread.name(), read.stat(), unread.tree(), unread.times(), read.files(),
                read.folders(), read.opaque());
    }

    /// At the root, the names of our own folder, in whatever spelling, and of the disk's are no names of a user's file.
    private static boolean canBeFile(TreeName name, int depth) {
        return name.isOfFile() && (depth > 0
                || !(VolumeLayout.isReserved(name.bytes()) || VolumeLayout.isSpellingOfReserved(name.toString())));
    }

    private static Node.Opaque opaque(Entry entry) {
        return new Node.Opaque(entry.name(), entry.mode(), entry.id());
    }

    /// The file whose chunks the folder holds, if it does.
    private Node inChunks(Entry folder, FolderTimes times, int depth) throws IOException {
        TreeName name = Chunks.fileOf(folder.name(), times.files().keySet());
        Optional<FileMode> mode = Chunks.mode(List.copyOf(entries(folder.id()).values()));
        return mode.isPresent() && canBeFile(name, depth)
                ? new Node.File(name, mode.get(), Content.inChunks(folder.id()), times.of(name, folder.id()))
                : opaque(folder);
    }

    /// A person's git drops empty folders when it commits. Their times are still there, and say that they were empty.
    private Optional<Node.Folder> emptyFolder(Entry timesTree, int depth) throws IOException {
        Optional<TreeName> name = FolderTimes.folderOf(timesTree.name());
        if (!timesTree.isFolder() || name.isEmpty() || !canBeFile(name.get(), depth)) {
            return Optional.empty();
        }
        requireNotTooDeep(depth + 1, name.get());
        Map<TreeName, Entry> entries = entries(timesTree.id());
        FolderTimes times = times(entries.remove(FolderTimes.NAME));
        var folders = new ArrayList<Node.Folder>();
        for (Entry below : entries.values()) {
            emptyFolder(below, depth + 1).ifPresent(folders::add);
        }
        boolean wasEmpty = times.files().isEmpty() && folders.size() == entries.size();
        return wasEmpty ? Optional.of(Node.Folder.of(name.get(), FileStat.at(times.own()), folders)) : Optional.empty();
    }

    private static void requireNotTooDeep(int depth, TreeName name) throws CorruptObjectException {
        if (depth > FileTree.MOST_NESTED) {
            throw new CorruptObjectException("more than " + FileTree.MOST_NESTED
                    + " folders inside one another, the last of them '" + name + "'");
        }
    }

    private FolderTimes times(Entry text) throws IOException {
        return text == null ? FolderTimes.UNKNOWN : FolderTimes.parse(objects.text(text.id()));
    }

    private void requireKnownLayout(Entry version) throws IOException {
        if (version == null) {
            return;
        }
        String text = new String(objects.text(version.id()), StandardCharsets.UTF_8).strip();
        if (!text.matches("\\d{1,4}")) {
            throw new CorruptObjectException("the backup's layout is not a number: '" + text + "'");
        }
        if (Integer.parseInt(text) > Marker.CURRENT_LAYOUT) {
            throw new NewerLayoutException("the backup has layout " + text);
        }
    }

    /// @throws CorruptObjectException if a name is there twice or is none, or if all that was read is more than the memory can
    ///     hold: a few objects can claim any number of files
    private Map<TreeName, Entry> entries(ObjectId tree) throws IOException {
        var byName = new LinkedHashMap<TreeName, Entry>();
        if (tree != null) {
            for (Entry entry : TreeEntries.of(objects, tree)) {
                if (entry.name().leadsAway() || byName.put(entry.name(), entry) != null) {
                    throw new CorruptObjectException(tree.name() + " has the name '" + entry.name()
                            + "', which is none, or is there twice");
                }
            }
            entriesRead += byName.size();
            if (entriesRead > most) {
                throw new CorruptObjectException("it has more than " + most
                        + " files, folders and times, too many for this memory; raise the container's memory limit");
            }
        }
        return byName;
    }

    private static ObjectId folder(Entry entry) {
        return entry != null && entry.isFolder() ? entry.id() : null;
    }
}
