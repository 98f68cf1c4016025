package gitdav.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Tells the entries of folders by their very names: a file system that ignores case, or some characters, finds an entry by
/// other names than the one it lists, too.
///
/// Remembers what the last few folders list, since changes come folder by folder. Not thread-safe.
public final class ListedNames {

    private static final int FOLDERS = 16;
    /// Some 20 MB.
    private static final int MOST_NAMES = 200_000;
    private static final int MOST_LOOKS = 3;

    /// By folder, the one that was asked for last at the end.
    private final Map<Path, Set<Path>> names = new LinkedHashMap<>(FOLDERS, 0.75f, true);

    /// Whether an entry of this very name is there.
    ///
    /// @param path of which the last part counts
    public boolean has(OpenFolder folder, Path path) throws IOException {
        return folder.has(path) && !isOfAnother(folder, path.getFileName());
    }

    /// Checks that the name does not lead to an entry of another name.
    ///
    /// @param path of which the last part counts
    /// @throws FileAlreadyExistsException if it does
    public void requireNoOther(OpenFolder folder, Path path) throws IOException {
        if (isOfAnother(folder, path.getFileName())) {
            throw new FileAlreadyExistsException(folder.shown(path).toString());
        }
    }

    private void remember(Path folder, Set<Path> listed) {
        names.put(folder, listed);
        int count = names.values().stream().mapToInt(Set::size).sum();
        var eldest = names.values().iterator();
        while (names.size() > FOLDERS || (count > MOST_NAMES && names.size() > 1)) {
            count -= eldest.next().size();
            eldest.remove();
        }
    }

    private boolean isOfAnother(OpenFolder folder, Path name) throws IOException {
        Set<Path> listed = names.getOrDefault(folder.shown(), Set.of());
        for (int looks = 0; folder.has(name); looks++) {
            if (listed.contains(name)) {
                return false;
            } else if (looks == MOST_LOOKS) {
                return true;
            }
            // It may be new since then, and a list that is read while a user replaces the file may lack it.
            listed = Set.copyOf(folder.names());
            remember(folder.shown(), listed);
        }
        return false;
    }
}
