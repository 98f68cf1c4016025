package gitdav.volume.tree;

import gitdav.files.FileStat;
import gitdav.volume.tree.TreeEntries.Entry;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A file or a folder of the volume, with all that a backup keeps of it. The same for one that was found on the disk, one
/// that a commit holds, and one that was noted down in the `FileIndex`.
public sealed interface Node {

    /// Its name in its folder.
    TreeName name();

    /// What the file system said of it, or what a commit knows of that.
    FileStat stat();

    /// What its folder's tree object says of it.
    Entry entry();

    /// A file or a symbolic link.
    ///
    /// @param content what is in it, or where the link points
    record File(TreeName name, FileMode mode, Content content, FileStat stat) implements Node {

        /// The name of the content in the store.
        public ObjectId id() {
            return content.id();
        }

        @Override
        public Entry entry() {
            return content.inChunks()
                    ? new Entry(Chunks.folderOf(name), FileMode.TREE, content.id())
                    : new Entry(name, mode, content.id());
        }

        /// Whether content and mode are the same, whatever the times.
        public boolean holdsTheSameAs(File other) {
            return content.equals(other.content) && mode.equals(other.mode);
        }

        /// Whether this is a symbolic link.
        public boolean isLink() {
            return mode.equals(FileMode.SYMLINK);
        }

        /// Whether its owner may execute it.
        public boolean isExecutable() {
            return mode.equals(FileMode.EXECUTABLE_FILE);
        }
    }

    /// An entry of a commit that no file can stand for, on any volume: a git submodule, or a name that [TreeName] never gives.
    /// It stays in the history's tree as it is, and nothing of it is ever written to a disk.
    record Opaque(TreeName name, FileMode mode, ObjectId id) implements Node {

        @Override
        public FileStat stat() {
            return FileStat.UNKNOWN;
        }

        @Override
        public Entry entry() {
            return new Entry(name, mode, id);
        }

        /// Why there is no file, for people.
        public String reason() {
            if (mode.equals(FileMode.GITLINK)) {
                return "it is a git submodule";
            }
            return name.isTooLong()
                    ? "its name has more than " + TreeName.LONGEST + " bytes"
                    : "its name is reserved for git, for this backup or for the disk";
        }
    }

    /// A folder with everything in it.
    ///
    /// @param tree its tree object, or null as long as there is none
    /// @param times the tree object with the times of everything in it, or null if they are not known or not written
    /// @param files never to be changed, and often only read one by one from where they are noted down
    /// @param folders never to be changed
    /// @param opaque never to be changed; what of the folder's tree object is no file, no link and no folder
    record Folder(TreeName name, FileStat stat, ObjectId tree, ObjectId times, List<File> files, List<Folder> folders,
            List<Opaque> opaque) implements Node {

        /// The root of a volume that holds nothing.
        public static final Folder NOTHING = new Folder(new TreeName(""), FileStat.UNKNOWN, null, null, List.of(),
                List.of(), List.of());

        @Override
        public Entry entry() {
            return new Entry(name, FileMode.TREE, tree);
        }

        /// A folder as it was found or put together, which has no tree object yet.
        ///
        /// @param nodes all that is in it
        public static Folder of(TreeName name, FileStat stat, List<? extends Node> nodes) {
            return new Folder(name, stat, null, null, only(File.class, nodes), only(Folder.class, nodes),
                    only(Opaque.class, nodes));
        }

        private static <T extends Node> List<T> only(Class<T> kind, List<? extends Node> nodes) {
            return nodes.stream().filter(kind::isInstance).map(kind::cast).toList();
        }

        /// Everything that can be in a folder of a disk.
        public Stream<Node> children() {
            return Stream.concat(folders.stream(), files.stream());
        }

        /// The same by name; the map is the caller's own.
        public Map<TreeName, Node> byName() {
            var byName = new HashMap<TreeName, Node>();
            children().forEach(node -> byName.put(node.name(), node));
            return byName;
        }

        /// How many files are in it and below it.
        public int fileCount() {
            return files.size() + folders.stream().mapToInt(Folder::fileCount).sum();
        }
    }
}
