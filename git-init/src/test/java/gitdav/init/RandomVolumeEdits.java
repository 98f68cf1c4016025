package gitdav.init;

import gitdav.init.FlatTree.Item;
import org.eclipse.jgit.lib.FileMode;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;

import static gitdav.init.FlatTree.parent;
import static gitdav.init.FlatTree.path;

/// What users do to the volume at random, and never to a file or folder that [RandomEdits] has changed in the remote.
final class RandomVolumeEdits {

    private static final int OTHER_USER = 10001;

    private final RandomEdits edits;
    private final Random random;
    private final Path root;

    RandomVolumeEdits(RandomEdits edits, Random random, Path root) {
        this.edits = edits;
        this.random = random;
        this.root = root;
    }

    /// Changes one thing on the volume and in the tree that is expected.
    void change(FlatTree expected) throws IOException {
        FlatTree disk = FlatTree.onDisk(root);
        String folder = edits.pick(RandomEdits.folders(disk));
        List<OddName> names = OddName.all().stream().filter(name -> name.fits(folder)).toList();
        String path = path(folder, edits.pick(names).disk());
        int kind = random.nextInt(10);
        if (kind >= 7) {
            seal(folder);
            return;
        }
        boolean isRefused = (!folder.isEmpty() && !Files.isWritable(file(folder)))
                || disk.paths(path).stream().anyMatch(below -> disk.items().get(below).isFolder()
                        && !Files.isWritable(file(below)));
        String stored = OddName.inTree(path);
        boolean isInFolder = parent(stored).isEmpty() || expected.at(parent(stored)).isPresent();
        if (isRefused || !isInFolder || !edits.touch(stored)) {
            return;
        }
        boolean isFolderForFolder = kind == 3 && disk.at(path).filter(Item::isFolder).isPresent();
        if (isFolderForFolder || (kind >= 5 && disk.at(path).isEmpty())) {
            return;
        }
        edits.done().add("user " + kind + " " + RandomEdits.shown(path));
        delete(file(path));
        expected.remove(stored);
        switch (kind) {
            case 0, 1, 2 -> {
                Item item = edits.file();
                Files.writeString(file(path), item.content());
                Files.setPosixFilePermissions(file(path), PosixFilePermissions
                        .fromString(item.mode().equals(FileMode.EXECUTABLE_FILE) ? "rwxr-xr-x" : "rw-r--r--"));
                expected.put(stored, item);
            }
            case 3 -> {
                Files.createDirectory(file(path));
                expected.put(stored, Item.FOLDER);
            }
            case 4 -> {
                Files.createSymbolicLink(file(path), Path.of("target"));
                expected.put(stored, new Item(FileMode.SYMLINK, "target"));
            }
            default -> {
                // Only deleted.
            }
        }
    }

    /// Takes from this process the right to write in a folder, or gives it back.
    private void seal(String folder) throws IOException {
        if (folder.isEmpty()) {
            return;
        }
        boolean isOpen = Files.isWritable(file(folder));
        edits.done().add((isOpen ? "seal " : "open ") + RandomEdits.shown(folder));
        if (!isOpen) {
            open(file(folder));
        } else if (random.nextBoolean()) {
            Files.setPosixFilePermissions(file(folder), PosixFilePermissions.fromString("r-xr-xr-x"));
        } else {
            Files.setAttribute(file(folder), "unix:uid", OTHER_USER, LinkOption.NOFOLLOW_LINKS);
        }
    }

    private static void open(Path folder) throws IOException {
        Files.setAttribute(folder, "unix:uid", 0, LinkOption.NOFOLLOW_LINKS);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /// Opens all folders.
    void openAll() throws IOException {
        edits.done().add("open all");
        FlatTree disk = FlatTree.onDisk(root);
        for (var entry : disk.items().entrySet()) {
            if (entry.getValue().isFolder() && !Files.isWritable(file(entry.getKey()))) {
                open(file(entry.getKey()));
            }
        }
    }

    private static void delete(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            List<Path> below;
            try (var entries = Files.list(path)) {
                below = entries.toList();
            }
            for (Path entry : below) {
                delete(entry);
            }
        }
        Files.deleteIfExists(path);
    }

    /// A file of the volume by its bytes.
    private Path file(String path) {
        return file(root, path);
    }

    static Path file(Path root, String path) {
        var uri = new StringBuilder(root.toUri().toString());
        path.chars().forEach(b -> uri.append(b == '/' ? "/" : "%%%02X".formatted(b)));
        return Path.of(URI.create(uri.toString()));
    }
}
