package gitdav.volume.snapshot;

import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a backup's tree holds, described as in [NaiveSnapshot]: read with JGit alone, and the texts of the times by a few
/// lines of their own.
final class CommittedFiles {

    private static final String TIMES = ".gitdav/times/";

    private final Map<String, Instant> times = new HashMap<>();
    private final SortedMap<String, String> files = new TreeMap<>();

    private CommittedFiles() {}

    static SortedMap<String, String> of(Repository repository, ObjectId tree) throws IOException {
        var committed = new CommittedFiles();
        committed.readTimes(repository, tree);
        committed.readFiles(repository, tree);
        return committed.files;
    }

    private void readTimes(Repository repository, ObjectId tree) throws IOException {
        try (var walk = new TreeWalk(repository)) {
            walk.addTree(tree);
            walk.setRecursive(true);
            while (walk.next()) {
                String path = walk.getPathString();
                if (path.startsWith(TIMES) && path.endsWith("times")) {
                    String folder = path.substring(TIMES.length(), path.length() - "times".length())
                            .replace(".d/", "/");
                    byte[] text = repository.open(walk.getObjectId(0)).getBytes();
                    new String(text, StandardCharsets.UTF_8).lines().forEach(line -> readTime(folder, line));
                }
            }
        }
    }

    private void readTime(String folder, String line) {
        String[] words = line.split(" ", 3);
        String[] time = words[0].split("\\.", -1);
        Instant modified = Instant.ofEpochSecond(Long.parseLong(time[0]), Long.parseLong(time[1]));
        String path = words.length == 2 ? folder.replaceFirst("/$", "") : folder + words[2];
        times.put(path, modified);
    }

    private void readFiles(Repository repository, ObjectId tree) throws IOException {
        try (var walk = new TreeWalk(repository)) {
            walk.addTree(tree);
            while (walk.next()) {
                String path = walk.getPathString();
                if (path.equals(".gitdav")) {
                    continue;
                }
                FileMode mode = walk.getFileMode(0);
                if (mode.equals(FileMode.TREE)) {
                    files.put(path, NaiveSnapshot.folder(times.get(path)));
                    walk.enterSubtree();
                } else {
                    byte[] content = repository.open(walk.getObjectId(0)).getBytes();
                    files.put(path, mode.equals(FileMode.SYMLINK)
                            ? NaiveSnapshot.link(content)
                            : NaiveSnapshot.file(mode.equals(FileMode.EXECUTABLE_FILE), content, times.get(path)));
                }
            }
        }
    }
}
