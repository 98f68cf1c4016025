package gitdav.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Whose a file or folder is, beside who runs this program: all that permissions are about, in words.
final class Ownership {

    private static final int PERMISSIONS = 07777;
    private static final int ROOT = 0;
    /// On Linux, this folder is its process's own.
    private static final Path PROCESS = Path.of("/proc/self/task");
    private static final String ADVICE = "; set runAsUser or fsGroup in the manifest (on a hostPath, chown it on the node)";

    private Ownership() {}

    /// What stands in the way of this program at the path: a file that is there and that it may not read or write, or else the
    /// folder that the file is in.
    ///
    /// @return the end of a sentence; empty if the system does not say
    static String inTheWayOf(String path) {
        try {
            Path file = Path.of(path).toAbsolutePath();
            Path above = file.getParent();
            boolean isFree = Files.isReadable(file) && Files.isWritable(file);
            return above != null && Files.isDirectory(above)
                    && (isFree || !Files.exists(file, LinkOption.NOFOLLOW_LINKS))
                            ? ": the folder " + above + " " + of(above)
                            : ": it " + of(file);
        } catch (IOException | InvalidPathException | UnsupportedOperationException unknown) {
            return "";
        }
    }

    /// The same for what only the owner of a file may do.
    static String ofOwner(String path) {
        try {
            return ": it " + of(Path.of(path));
        } catch (IOException | InvalidPathException | UnsupportedOperationException unknown) {
            return "";
        }
    }

    /// @throws UnsupportedOperationException if the system has no such users
    private static String of(Path path) throws IOException {
        Map<String, Object> owner = ids(path);
        return "belongs to %s, group %s, with mode %04o, and ".formatted(name(owner.get("uid")), owner.get("gid"),
                (int) owner.get("mode") & PERMISSIONS) + ofThisProgram();
    }

    /// Whom this program runs as, and what to change.
    private static String ofThisProgram() throws IOException {
        Map<String, Object> process = ids(PROCESS);
        return "this program runs as %s, group %s%s".formatted(name(process.get("uid")), process.get("gid"), ADVICE);
    }

    /// Lines about several files, in which the same sentence about this program has a line of its own, the last one.
    static List<String> saidOnce(List<String> lines) {
        try {
            String sentence = ofThisProgram();
            List<String> rest = lines.stream().map(line -> line.replace(", and " + sentence, "")).toList();
            return rest.equals(lines) ? lines : Stream.concat(rest.stream(), Stream.of(sentence)).toList();
        } catch (IOException | UnsupportedOperationException unknown) {
            return lines;
        }
    }

    private static Map<String, Object> ids(Path path) throws IOException {
        return Files.readAttributes(path, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
    }

    private static String name(Object uid) {
        return uid.equals(ROOT) ? "root" : "user " + uid;
    }
}
