package gitdav.volume.tree;

import gitdav.volume.tree.TreeEntries.Entry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What was at a path in one of many versions, as far as the names of objects tell it.
///
/// @param names of the folders on the way and of the file
/// @param folders the tree objects on the way, from the root on, as far as there were any
/// @param file the file's entry, if there was one: a large file's is a folder of chunks
public record PastPath(List<TreeName> names, List<ObjectId> folders, Optional<Entry> file) {

    /// Looks it up.
    ///
    /// @param newer what was found in another version; where a folder is the same, nothing is read
    public static PastPath in(VerifiedObjects objects, ObjectId root, List<TreeName> names, Optional<PastPath> newer)
            throws IOException {
        var folders = new ArrayList<>(List.of(root));
        while (true) {
            int depth = folders.size() - 1;
            ObjectId last = folders.getLast();
            if (newer.filter(other -> other.hasAt(depth, last)).isPresent()) {
                List<ObjectId> rest = newer.get().folders.subList(depth, newer.get().folders.size());
                folders.removeLast();
                folders.addAll(rest);
                return new PastPath(names, folders, newer.get().file);
            }
            if (depth == names.size() - 1) {
                return new PastPath(names, folders, file(objects, last, names.getLast()));
            }
            Optional<Entry> below = TreeEntries.find(objects, last, names.get(depth)).filter(Entry::isFolder);
            if (below.isEmpty()) {
                return new PastPath(names, folders, Optional.empty());
            }
            folders.add(below.get().id());
        }
    }

    private boolean hasAt(int depth, ObjectId folder) {
        return depth < folders.size() && folders.get(depth).equals(folder);
    }

    private static Optional<Entry> file(VerifiedObjects objects, ObjectId folder, TreeName name) throws IOException {
        Optional<Entry> plain = TreeEntries.find(objects, folder, name)
                .filter(entry -> entry.mode().getObjectType() == Constants.OBJ_BLOB);
        return plain.isPresent()
                ? plain
                : TreeEntries.find(objects, folder, Chunks.folderOf(name)).filter(Entry::isFolder);
    }

    /// Whether the file is the same here and there, whatever its name.
    public boolean hasSameFileAs(PastPath other) {
        return file.map(Entry::id).equals(other.file.map(Entry::id))
                && file.map(Entry::mode).equals(other.file.map(Entry::mode));
    }

    /// The path that the file had in an older version, if it has come here only since then because it, or a folder on the
    /// way, was given another name within its folder: what has that name now is what had the other one.
    ///
    /// @param older the same path in that version, where nothing is
    /// @return empty also if content has changed together with the name
    public Optional<List<TreeName>> renamedSince(PastPath older, VerifiedObjects objects) throws IOException {
        int depth = older.folders.size() - 1;
        if (file.isEmpty() || depth >= names.size()) {
            return Optional.empty();
        }
        Entry here = depth == names.size() - 1
                ? file.get()
                : new Entry(names.get(depth), FileMode.TREE, folders.get(depth + 1));
        for (Entry there : TreeEntries.of(objects, older.folders.get(depth))) {
            boolean isSame = there.id().equals(here.id()) && there.mode().equals(here.mode());
            if (isSame && TreeEntries.find(objects, folders.get(depth), there.name()).isEmpty()) {
                List<TreeName> renamed = new ArrayList<>(names);
                renamed.set(depth, Chunks.isFolder(there.name().bytes())
                        ? new TreeName(Chunks.fileOf(there.name().bytes()))
                        : there.name());
                return Optional.of(renamed).filter(path -> path.get(depth).isOfFile());
            }
        }
        return Optional.empty();
    }
}
