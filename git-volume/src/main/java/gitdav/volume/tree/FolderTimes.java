package gitdav.volume.tree;

import gitdav.files.FileStat;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.ObjectId;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The modification times of one folder and of the files in it, as text: git has no place for them.
///
/// A line for the folder, `SECONDS.NANOSECONDS .`, then one for each file, `SECONDS.NANOSECONDS CONTENT NAME`. The first
/// digits of the content's object id are there because people commit, too: a time is only good for the content it was
/// taken with. Links have no line, since not every system can set their times exactly.
///
/// @param own the folder's time
record FolderTimes(long own, Map<TreeName, Time> files) {

    /// The name of the text in the tree of the times. Folders beside it end in [#FOLDER_SUFFIX].
    static final TreeName NAME = new TreeName("times");
    private static final String FOLDER_SUFFIX = ".d";

    static final FolderTimes UNKNOWN = new FolderTimes(FileStat.NO_TIME, Map.of());

    private static final int DIGITS = 10;
    private static final long SECOND = 1_000_000_000;

    /// @param content the first digits of the object id
    record Time(String content, long modified) {}

    /// The name of the tree with the times of a folder that has this name.
    static TreeName of(TreeName folder) {
        int longest = TreeName.LONGEST - FOLDER_SUFFIX.length();
        return new TreeName(folder.shortened(longest).bytes() + FOLDER_SUFFIX);
    }

    /// The folder whose times such a tree has; empty if it is none of these, or the name was too long to be kept.
    static Optional<TreeName> folderOf(TreeName times) {
        String name = times.bytes();
        if (!name.endsWith(FOLDER_SUFFIX)) {
            return Optional.empty();
        }
        var folder = new TreeName(name.substring(0, name.length() - FOLDER_SUFFIX.length()));
        return Optional.of(folder).filter(kept -> !kept.isShortened() && !kept.leadsAway());
    }

    /// The text for a folder; empty if none of its times is known.
    static byte[] text(Node.Folder folder) {
        var text = new StringBuilder();
        if (folder.stat().hasTime()) {
            append(text, folder.stat().modified()).append(" .\n");
        }
        folder.files().stream().filter(file -> file.stat().hasTime() && !file.isLink())
                .sorted((one, other) -> one.name().bytes().compareTo(other.name().bytes()))
                .forEach(file -> append(text, file.stat().modified()).append(' ')
                        .append(file.id().name(), 0, DIGITS).append(' ').append(escape(file.name())).append('\n'));
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /// @throws CorruptObjectException if this is not such a text
    static FolderTimes parse(byte[] text) throws CorruptObjectException {
        long own = FileStat.NO_TIME;
        var files = new HashMap<TreeName, Time>();
        for (String line : new String(text, StandardCharsets.ISO_8859_1).split("\n", -1)) {
            String[] parts = line.split(" ", 3);
            try {
                if (parts.length == 3) {
                    files.put(unescape(parts[2]), new Time(parts[1], nanoseconds(parts[0])));
                } else if (parts.length == 2 && parts[1].equals(".")) {
                    own = nanoseconds(parts[0]);
                } else if (!line.isEmpty()) {
                    throw new CorruptObjectException("'" + line + "' is no line of a folder's times");
                }
            } catch (NumberFormatException e) {
                throw new CorruptObjectException("'" + line + "' is no line of a folder's times", e);
            }
        }
        return new FolderTimes(own, files);
    }

    /// When the file was modified, if that is known of this very content.
    FileStat of(TreeName file, ObjectId content) {
        Time time = files.get(file);
        return time != null && content.name().startsWith(time.content())
                ? FileStat.at(time.modified())
                : FileStat.UNKNOWN;
    }

    private static StringBuilder append(StringBuilder text, long time) {
        String fraction = Long.toString(Math.floorMod(time, SECOND));
        return text.append(Math.floorDiv(time, SECOND)).append('.').append("0".repeat(9 - fraction.length()))
                .append(fraction);
    }

    private static long nanoseconds(String time) {
        int point = time.indexOf('.');
        if (point < 0 || time.length() != point + 10) {
            throw new NumberFormatException(time);
        }
        return Long.parseLong(time, 0, point, 10) * SECOND + Long.parseLong(time, point + 1, time.length(), 10);
    }

    private static String escape(TreeName name) {
        return name.bytes().replace("%", "%25").replace("\n", "%0A");
    }

    private static TreeName unescape(String name) {
        return new TreeName(name.replace("%0A", "\n").replace("%25", "%"));
    }
}
