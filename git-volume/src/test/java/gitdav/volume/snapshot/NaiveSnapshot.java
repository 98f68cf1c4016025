package gitdav.volume.snapshot;

import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// A snapshot as one writes it on an afternoon: reads every file every time, and knows of the last one only what it needs for
/// what cannot be read now. Shares nothing with the walk that it is compared with.
final class NaiveSnapshot {

    private final Path root;
    private final SortedMap<String, String> last;

    /// What is there, by its path below the root.
    final SortedMap<String, String> files = new TreeMap<>();

    /// What cannot be backed up as it is.
    final SortedSet<String> skipped = new TreeSet<>();

    NaiveSnapshot(Path root, SortedMap<String, String> last) throws IOException {
        this.root = root;
        this.last = last;
        list(root, "");
    }

    private void list(Path folder, String prefix) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = prefix + entry.getFileName();
                if (!name.equals(".gitdav")) {
                    look(entry, name);
                }
            }
        }
    }

    private void look(Path entry, String name) throws IOException {
        var seen = new TreeMap<>(files);
        try {
            PosixFileAttributes is = Files.readAttributes(entry, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (is.isOther()) {
                skipped.add(name);
            } else if (is.isSymbolicLink()) {
                files.put(name, link(Files.readSymbolicLink(entry).toString().getBytes(StandardCharsets.UTF_8)));
            } else if (is.isDirectory()) {
                list(entry, name + "/");
                files.put(name, folder(modified(is)));
            } else {
                files.put(name, file(is.permissions().contains(PosixFilePermission.OWNER_EXECUTE),
                        Files.readAllBytes(entry), modified(is)));
            }
        } catch (AccessDeniedException e) {
            skipped.add(name);
            files.clear();
            files.putAll(seen);
            last.forEach((path, was) -> {
                if (path.equals(name) || path.startsWith(name + "/")) {
                    files.put(path, was);
                }
            });
        }
    }

    private static Instant modified(BasicFileAttributes attributes) {
        return attributes.lastModifiedTime().toInstant();
    }

    /// How a folder is described here.
    static String folder(Instant modified) {
        return "folder of " + modified;
    }

    /// How a link is described here.
    static String link(byte[] target) {
        return "link " + id(target);
    }

    /// How a file is described here.
    static String file(boolean isExecutable, byte[] content, Instant modified) {
        return (isExecutable ? "program " : "file ") + id(content) + " of " + modified;
    }

    private static String id(byte[] content) {
        return new ObjectInserter.Formatter().idFor(Constants.OBJ_BLOB, content).name();
    }

    @Override
    public String toString() {
        return root + ": " + files + ", not " + skipped;
    }
}
