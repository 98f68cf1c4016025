package gitdav.volume.tree;

import gitdav.files.FileStat;
import gitdav.volume.Marker;
import gitdav.volume.NewerLayoutException;
import gitdav.volume.tree.TreeEntries.Entry;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the folders of a commit's tree, with the times that belong to them. A commit that a person made, or an older
/// gitdav, has no times, or not all: what has none simply has none.
public final class TreeReader {

    private static final Logger LOG = LoggerFactory.getLogger(TreeReader.class);

    private final VerifiedObjects objects;

    /// @param objects where the trees are
    public TreeReader(VerifiedObjects objects) {
        this.objects = objects;
    }

    /// The whole tree, without its contents.
    ///
    /// @throws IOException if a tree object or a text of times is missing or broken, or of a newer layout
    public Node.Folder read(ObjectId tree) throws IOException {
        Map<TreeName, Entry> root = entries(tree);
        Map<TreeName, Entry> ours = entries(folder(root.remove(BackupLayout.RESERVED)));
        requireKnownLayout(ours.get(BackupLayout.VERSION));
        ObjectId times = folder(ours.get(BackupLayout.TIMES));
        Map<TreeName, Entry> rootTimes = entries(times);
        Map<TreeName, Entry> ourTimes = entries(folder(rootTimes.remove(FolderTimes.of(BackupLayout.RESERVED))));

        Node.Folder users = read(new TreeName(""), tree, times, root, rootTimes);
        var folders = new ArrayList<>(users.folders());
        Entry properties = ours.get(BackupLayout.PROPERTIES);
        if (folder(properties) != null) {
            ObjectId theirTimes = folder(ourTimes.get(FolderTimes.of(BackupLayout.PROPERTIES)));
            folders.add(reserved(read(properties.name(), properties.id(), theirTimes, entries(properties.id()),
                    entries(theirTimes))));
        }
        return new Node.Folder(users.name(), users.stat(), tree, times, users.files(), folders);
    }

    /// Our own folder with the one thing in it that is backed up.
    public static Node.Folder reserved(Node.Folder properties) {
        return new Node.Folder(BackupLayout.RESERVED, FileStat.UNKNOWN, null, null, List.of(), List.of(properties));
    }

    private Node.Folder read(TreeName name, ObjectId tree, ObjectId timesTree, Map<TreeName, Entry> entries,
            Map<TreeName, Entry> timesEntries) throws IOException {
        FolderTimes times = times(timesEntries.remove(FolderTimes.NAME));
        var files = new ArrayList<Node.File>();
        var folders = new ArrayList<Node.Folder>();
        for (Entry entry : entries.values()) {
            switch (entry.mode().getObjectType()) {
                case Constants.OBJ_TREE -> {
                    Optional<Node.File> large = inChunks(entry, times);
                    if (large.isEmpty()) {
                        ObjectId below = folder(timesEntries.remove(FolderTimes.of(entry.name())));
                        folders.add(read(entry.name(), entry.id(), below, entries(entry.id()), entries(below)));
                    } else if (!entries.containsKey(large.get().name())) {
                        // Who puts another file in its place on the remote's web page need not know of the chunks.
                        files.add(large.get());
                    }
                }
                case Constants.OBJ_BLOB -> files.add(
                        new Node.File(entry.name(), entry.mode(), Content.whole(entry.id()),
                                times.of(entry.name(), entry.id())));
                default -> LOG.warn("{} is a git submodule, which this backup does not hold: skipped", entry.name());
            }
        }
        for (Entry dropped : timesEntries.values()) {
            emptyFolder(dropped).ifPresent(folders::add);
        }
        return new Node.Folder(name, FileStat.at(times.own()), tree, timesTree, files, folders);
    }

    /// The file whose chunks the folder holds, if it does.
    private Optional<Node.File> inChunks(Entry folder, FolderTimes times) throws IOException {
        if (!Chunks.isFolder(folder.name().bytes())) {
            return Optional.empty();
        }
        var name = new TreeName(Chunks.fileOf(folder.name().bytes()));
        return Chunks.mode(TreeEntries.of(objects, folder.id()))
                .map(mode -> new Node.File(name, mode, Content.inChunks(folder.id()), times.of(name, folder.id())));
    }

    /// A person's git drops empty folders when it commits. Their times are still there, and say that they were empty.
    private Optional<Node.Folder> emptyFolder(Entry timesTree) throws IOException {
        String name = timesTree.name().bytes();
        if (!timesTree.isFolder() || !name.endsWith(FolderTimes.FOLDER_SUFFIX)) {
            return Optional.empty();
        }
        Map<TreeName, Entry> entries = entries(timesTree.id());
        FolderTimes times = times(entries.remove(FolderTimes.NAME));
        var folders = new ArrayList<Node.Folder>();
        for (Entry below : entries.values()) {
            emptyFolder(below).ifPresent(folders::add);
        }
        boolean wasEmpty = times.files().isEmpty() && folders.size() == entries.size();
        var folder = new TreeName(name.substring(0, name.length() - FolderTimes.FOLDER_SUFFIX.length()));
        return wasEmpty
                ? Optional.of(new Node.Folder(folder, FileStat.at(times.own()), null, null, List.of(), folders))
                : Optional.empty();
    }

    private FolderTimes times(Entry text) throws IOException {
        return text == null ? FolderTimes.UNKNOWN : FolderTimes.parse(objects.read(text.id(), Constants.OBJ_BLOB));
    }

    private void requireKnownLayout(Entry version) throws IOException {
        if (version == null) {
            return;
        }
        String text = new String(objects.read(version.id(), Constants.OBJ_BLOB), StandardCharsets.UTF_8).strip();
        if (!text.matches("\\d{1,4}")) {
            throw new CorruptObjectException("the backup's layout is not a number: '" + text + "'");
        }
        if (Integer.parseInt(text) > Marker.CURRENT_LAYOUT) {
            throw new NewerLayoutException("the backup has layout " + text);
        }
    }

    private Map<TreeName, Entry> entries(ObjectId tree) throws IOException {
        var byName = new LinkedHashMap<TreeName, Entry>();
        if (tree != null) {
            TreeEntries.of(objects, tree).forEach(entry -> byName.put(entry.name(), entry));
        }
        return byName;
    }

    private static ObjectId folder(Entry entry) {
        return entry != null && entry.isFolder() ? entry.id() : null;
    }
}
