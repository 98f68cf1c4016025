package gitdav.init;

import gitdav.init.FlatTree.Item;
import gitdav.volume.VolumePath;
import gitdav.volume.snapshot.Baseline;
import gitdav.volume.snapshot.NotApplied;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.GitStore;
import gitdav.volume.tree.Node;
import org.eclipse.jgit.lib.FileMode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import static gitdav.init.FlatTree.isIn;
import static gitdav.init.FlatTree.parent;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/// Checks that all that is expected is on the volume, or named as what it cannot hold, and is in the backup.
final class HeldOrNamed {

    private final PodFolder pod;
    private final Path root;
    private final FlatTree expected;

    /// @param expected what the next backup has to hold
    HeldOrNamed(PodFolder pod, FlatTree expected) {
        this.pod = pod;
        this.root = pod.volume().root();
        this.expected = expected;
    }

    /// @param backedUp what is in the remote
    void require(FlatTree backedUp) throws IOException {
        FlatTree disk = FlatTree.onDisk(root);
        assertThat(without(expected, backedUp)).as("what is not in the backup, but %s", without(backedUp, expected))
                .isEmpty();
        assertThat(without(backedUp, expected)).as("what is still in the backup").isEmpty();
        Set<String> listed = listed();
        List<String> problems = problems();
        for (String path : expected.items().keySet()) {
            Optional<String> onDisk = OddName.onDisk(path);
            boolean isHeld = onDisk.isPresent() && disk.at(onDisk.get()).equals(expected.at(path));
            if (!isHeld) {
                assertThat(isNamed(path, listed, problems)).as("%s is named in %s", path, problems).isTrue();
                assertThat(isRefused(path)).as("%s cannot be held", path).isTrue();
            }
        }
        for (String path : disk.items().keySet()) {
            String stored = OddName.inTree(path);
            if (expected.at(stored).isEmpty()) {
                assertThat(listed).as("what is on the disk, but not in the backup").contains(path);
                assertThat(isRefused(stored)).as("%s cannot be removed", path).isTrue();
            }
        }
        for (String path : listed) {
            assertThat(isRefused(OddName.inTree(path))).as("%s is refused", path).isTrue();
        }
    }

    private static List<String> without(FlatTree tree, FlatTree other) {
        return tree.items().keySet().stream().filter(path -> !tree.at(path).equals(other.at(path)))
                .map(path -> RandomEdits.shown(path) + " " + tree.items().get(path).mode()).limit(20).toList();
    }

    /// Itself, or a folder around it.
    private boolean isNamed(String path, Set<String> listed, List<String> problems) {
        for (String around = path; !around.isEmpty(); around = parent(around)) {
            Optional<String> onDisk = OddName.onDisk(around);
            if (onDisk.filter(listed::contains).isPresent()) {
                return true;
            }
            // What no file can stand for is named as it is in the tree.
            Optional<String> folder = OddName.onDisk(parent(around));
            String name = FlatTree.name(around);
            String file = onDisk.map(FlatTree::name).orElse(name);
            if (folder.isPresent() && problems.stream().anyMatch(
                    line -> isAbout(folder.get(), name, line) || isAbout(folder.get(), file, line))) {
                return true;
            }
        }
        return false;
    }

    private boolean isAbout(String folder, String name, String line) {
        String shown = root + "/" + (folder.isEmpty() ? "" : decode(folder) + "/");
        return line.startsWith(shown + decode(name) + " ") || line.startsWith(shown + name + " ");
    }

    private static String decode(String bytes) {
        return new String(bytes.getBytes(ISO_8859_1), UTF_8);
    }

    private boolean isRefused(String path) throws IOException {
        for (String around = path; !around.isEmpty(); around = parent(around)) {
            Optional<String> onDisk = OddName.onDisk(around);
            Optional<Item> wanted = expected.at(around);
            boolean isPossible = onDisk.isPresent() && FlatTree.name(onDisk.get()).length() <= 255
                    && wanted.filter(item -> item.mode().equals(FileMode.GITLINK)
                            || (item.mode().equals(FileMode.SYMLINK) && !RandomEdits.isTarget(item.content())))
                            .isEmpty();
            if (!isPossible || isSealed(parent(onDisk.get()))) {
                return true;
            }
        }
        String onDisk = OddName.onDisk(path).orElseThrow();
        return FlatTree.onDisk(root).items().entrySet().stream().anyMatch(
                entry -> entry.getValue().isFolder() && isIn(entry.getKey(), onDisk) && isSealed(entry.getKey()));
    }

    private boolean isSealed(String folder) {
        Path path = RandomVolumeEdits.file(root, folder);
        return Files.isDirectory(path) && !Files.isWritable(path);
    }

    private List<String> problems() throws IOException {
        try (var store = GitStore.open(pod.store(), "main")) {
            return Snapshotter.take(pod.volume(), store, store.headTree()).problems();
        }
    }

    /// An entry whose path a user has deleted or replaced since says nothing any more.
    private Set<String> listed() throws IOException {
        try (var store = GitStore.open(pod.store(), "main")) {
            Node.Folder committed = Baseline.committed(store, store.headTree().orElseThrow()).root();
            return NotApplied.in(pod.volume()).of(pod.volume(), committed).paths().stream()
                    .map(path -> decoded(VolumePath.encode(path))).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String decoded(String uri) {
        var path = new StringBuilder();
        for (int i = 1; i < uri.length(); i++) {
            boolean isByte = uri.charAt(i) == '%';
            path.append(isByte ? (char) Integer.parseInt(uri, i + 1, i + 3, 16) : uri.charAt(i));
            i += isByte ? 2 : 0;
        }
        return path.toString();
    }
}
