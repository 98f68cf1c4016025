package gitdav.volume.tree;

import gitdav.volume.tree.TreeEntries.Entry;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How git holds a large file: `film.mp4` as a folder `.gitdav-chunks-film.mp4` of files `000000`, `000001` and so on, each
/// but the last of 16 MiB. Git servers refuse large files, and JGit cannot fetch one of 2 GiB and more.
///
/// The folder is all there is to it: a person may rename or delete it, or put a plain file of the name beside it, which
/// then counts. A folder of such a name that holds anything else stays in the history, and is no folder on a disk
/// ([Node.Opaque]).
public final class Chunks {

    /// In bytes.
    public static final int SIZE = 16 << 20;

    private static final String PREFIX = ".gitdav-chunks-";

    private Chunks() {}

    /// Whether a file of this size is stored in chunks.
    public static boolean isLarge(long size) {
        return size > SIZE;
    }

    /// Whether a name looks like that of a folder of chunks.
    public static boolean isFolder(String name) {
        return name.startsWith(PREFIX) && name.length() > PREFIX.length();
    }

    /// The name of the folder for a file's chunks.
    static TreeName folderOf(TreeName file) {
        return new TreeName(PREFIX + file.bytes()).shortened(TreeName.LONGEST);
    }

    /// The name of the file whose chunks the folder may hold, as far as the folder's name tells it.
    public static String fileOf(String folder) {
        return folder.substring(PREFIX.length());
    }

    /// The same exactly.
    ///
    /// @param files the names of files in the same folder as their times have them: a long one is shortened in the
    ///     folder's name
    static TreeName fileOf(TreeName folder, Set<TreeName> files) {
        var literally = new TreeName(fileOf(folder.bytes()));
        return folder.isShortened()
                ? files.stream().filter(file -> folderOf(file).equals(folder)).findAny().orElse(literally)
                : literally;
    }

    /// A chunk in its folder.
    ///
    /// @param mode the mode of the whole file
    public static Entry entry(int number, FileMode mode, ObjectId chunk) {
        return new Entry(name(number), mode, chunk);
    }

    /// The mode of the file whose chunks these are; empty if they are not the chunks of a file.
    static Optional<FileMode> mode(List<Entry> chunks) {
        for (int i = 0; i < chunks.size(); i++) {
            Entry chunk = chunks.get(i);
            boolean isFile = chunk.mode().equals(FileMode.REGULAR_FILE)
                    || chunk.mode().equals(FileMode.EXECUTABLE_FILE);
            if (!isFile || !chunk.mode().equals(chunks.getFirst().mode()) || !chunk.name().equals(name(i))) {
                return Optional.empty();
            }
        }
        return chunks.stream().findFirst().map(Entry::mode);
    }

    private static TreeName name(int number) {
        return new TreeName("%06d".formatted(number));
    }
}
