package gitdav.volume.tree;

import gitdav.volume.Marker;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// Writes the tree objects of folders, and the texts of their times: a [TreeReader] the other way round. With
/// `NamingOnly` nothing is written, and the ids are the same.
public final class TreeWriter {

    private final ObjectInserter inserter;

    /// @param inserter what takes the objects; used by several threads
    public TreeWriter(ObjectInserter inserter) {
        this.inserter = inserter;
    }

    /// Writes what has no tree object yet.
    ///
    /// @return the same folders, each with the ids of its objects
    public Node.Folder write(Node.Folder root) throws IOException {
        try {
            return root.tree() != null ? root : root(root);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Node.Folder root(Node.Folder root) throws IOException {
        var ours = new TreeEntries();
        var ourTimes = new TreeEntries();
        var folders = new ArrayList<Node.Folder>();
        for (Node.Folder folder : root.folders()) {
            if (folder.name().equals(BackupLayout.RESERVED)) {
                List<Node.Folder> properties = folders(folder.folders());
                properties.forEach(below -> ours.add(below.entry()));
                ourTimes.add(folder(FolderTimes.of(folder.name()), times(folder, properties)));
                folders.add(
                        new Node.Folder(folder.name(), folder.stat(), null, null, List.of(), properties, List.of()));
            }
        }
        List<Node.Folder> users = folders(
                root.folders().stream().filter(folder -> !folder.name().equals(BackupLayout.RESERVED)).toList());
        folders.addAll(users);
        ObjectId times = times(root, users, ourTimes);
        ours.add(new TreeEntries.Entry(BackupLayout.TIMES, FileMode.TREE, times));
        ours.add(new TreeEntries.Entry(BackupLayout.VERSION, FileMode.REGULAR_FILE,
                inserter.insert(Constants.OBJ_BLOB, Constants.encodeASCII(Marker.CURRENT_LAYOUT + "\n"))));
        ObjectId tree = tree(root, users, folder(BackupLayout.RESERVED, ours.insertWith(inserter)));
        return new Node.Folder(root.name(), root.stat(), tree, times, root.files(), folders, root.opaque());
    }

    private Node.Folder folder(Node.Folder folder) throws IOException {
        if (folder.tree() != null) {
            return folder;
        }
        List<Node.Folder> folders = folders(folder.folders());
        return new Node.Folder(folder.name(), folder.stat(), tree(folder, folders), times(folder, folders),
                folder.files(), folders, folder.opaque());
    }

    private List<Node.Folder> folders(List<Node.Folder> folders) throws IOException {
        return folders.parallelStream().map(folder -> {
            try {
                return folder(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }).toList();
    }

    private ObjectId tree(Node.Folder folder, List<Node.Folder> folders, TreeEntries.Entry... more)
            throws IOException {
        var entries = new TreeEntries();
        folder.files().forEach(file -> entries.add(file.entry()));
        folder.opaque().forEach(opaque -> entries.add(opaque.entry()));
        folders.forEach(below -> entries.add(below.entry()));
        List.of(more).forEach(entries::add);
        return entries.insertWith(inserter);
    }

    private ObjectId times(Node.Folder folder, List<Node.Folder> written) throws IOException {
        return times(folder, written, new TreeEntries());
    }

    private ObjectId times(Node.Folder folder, List<Node.Folder> written, TreeEntries more) throws IOException {
        byte[] text = FolderTimes.text(folder);
        if (text.length > 0) {
            more.add(new TreeEntries.Entry(FolderTimes.NAME, FileMode.REGULAR_FILE,
                    inserter.insert(Constants.OBJ_BLOB, text)));
        }
        for (Node.Folder below : written) {
            if (below.times() != null) {
                more.add(folder(FolderTimes.of(below.name()), below.times()));
            }
        }
        return more.insertWith(inserter);
    }

    private static TreeEntries.Entry folder(TreeName name, ObjectId tree) {
        return new TreeEntries.Entry(name, FileMode.TREE, tree);
    }
}
