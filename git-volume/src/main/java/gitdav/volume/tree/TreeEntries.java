package gitdav.volume.tree;

import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The entries of one git tree object, that is of one folder.
public final class TreeEntries {

    private final List<Entry> entries = new ArrayList<>();

    /// One name in a folder, and what it names.
    public record Entry(TreeName name, FileMode mode, ObjectId id) {

        /// Whether it names a tree object.
        public boolean isFolder() {
            return mode.equals(FileMode.TREE);
        }

        /// What git sorts by: a folder's name counts as if it ended in a slash.
        private String sortKey() {
            return isFolder() ? name.bytes() + "/" : name.bytes();
        }
    }

    /// Adds an entry; in any order.
    public void add(Entry entry) {
        entries.add(entry);
    }

    /// Writes the tree object. An empty folder is an empty tree, which git accepts.
    public ObjectId insertWith(ObjectInserter inserter) throws IOException {
        entries.sort(Comparator.comparing(Entry::sortKey));
        var tree = new TreeFormatter();
        for (Entry entry : entries) {
            tree.append(entry.name().toBytes(), entry.mode(), entry.id());
        }
        return inserter.insert(tree);
    }

    /// The entries of a tree in the store, in git's order.
    public static List<Entry> of(VerifiedObjects objects, ObjectId tree) throws IOException {
        var found = new ArrayList<Entry>();
        var parser = new CanonicalTreeParser();
        parser.reset(objects.read(tree, Constants.OBJ_TREE));
        for (; !parser.eof(); parser = parser.next()) {
            byte[] name = new byte[parser.getNameLength()];
            parser.getName(name, 0);
            found.add(new Entry(TreeName.stored(name), parser.getEntryFileMode(), parser.getEntryObjectId()));
        }
        return found;
    }

    /// The entry of this name in a tree, if there is one; without the others, of which there may be many.
    public static Optional<Entry> find(VerifiedObjects objects, ObjectId tree, TreeName name) throws IOException {
        byte[] wanted = name.toBytes();
        var parser = new CanonicalTreeParser();
        parser.reset(objects.read(tree, Constants.OBJ_TREE));
        for (; !parser.eof(); parser = parser.next()) {
            if (parser.getNameLength() == wanted.length) {
                byte[] found = new byte[wanted.length];
                parser.getName(found, 0);
                if (Arrays.equals(found, wanted)) {
                    return Optional.of(new Entry(name, parser.getEntryFileMode(), parser.getEntryObjectId()));
                }
            }
        }
        return Optional.empty();
    }
}
