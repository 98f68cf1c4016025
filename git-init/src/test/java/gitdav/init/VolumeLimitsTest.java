package gitdav.init;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import gitdav.files.FileClock;
import gitdav.files.FileTree;
import gitdav.init.FlatTree.Item;
import gitdav.servers.Command;
import gitdav.volume.merge.LiveMerge;
import gitdav.volume.snapshot.Snapshot;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import static gitdav.init.FlatTree.isIn;
import static gitdav.init.FlatTree.parent;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// Commits with entries that a volume cannot hold, and folders that it may not write: after random changes in the remote and
/// on the volume, everything else is on the volume, those are named, and all are in the next backup.
///
/// `-Drounds=2000` for more rounds, `-Dseed=...` for one that failed.
@Tag("long")
class VolumeLimitsTest {

    private static final int ROUNDS = 8;
    private static final int UPDATES = 5;
    private static final int CHANGES = 8;
    private static final Path MEMORY = Path.of("/dev/shm");

    @TempDir
    private Path dir;

    @Test
    void whatAVolumeCannotHoldIsNamedAndStaysInTheBackup() throws Exception {
        Object user = Files.getAttribute(dir, "unix:uid");
        assumeTrue(user.equals(0) && Files.isExecutable(Path.of("/usr/bin/setpriv")), "needs root, and setpriv");
        System.out.print(Command.run("setpriv", "--bounding-set", "-dac_override,-dac_read_search,-fowner",
                Path.of(System.getProperty("java.home"), "bin/java").toString(), "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1", "-Drounds=" + Integer.getInteger("rounds", ROUNDS),
                "-Dseed=" + Long.getLong("seed", System.nanoTime()), "-cp", System.getProperty("java.class.path"),
                VolumeLimitsTest.class.getName(), dir.toString()));
    }

    /// The rounds, in a process of root that may not do everything.
    ///
    /// @param arguments a folder to work in
    public static void main(String... arguments) throws Exception {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME))
                .setLevel(Level.toLevel(System.getProperty("log"), Level.OFF));
        Path dir = Files.createTempDirectory(Files.isDirectory(MEMORY) ? MEMORY : Path.of(arguments[0]), "limits");
        long first = Long.getLong("seed", System.nanoTime());
        int rounds = Integer.getInteger("rounds", ROUNDS);
        System.out.printf("limits of volumes: -Dseed=%d -Drounds=%d%n", first, rounds);
        try {
            for (long seed = first; seed < first + rounds; seed++) {
                Path folder = Files.createDirectory(dir.resolve("round"));
                new Round(new PodFolder(folder), seed).run();
                discard(folder);
            }
        } finally {
            discard(dir);
        }
    }

    /// Also what is sealed, wherever an update has set it aside.
    private static void discard(Path folder) throws IOException {
        Command.run("chown", "-R", "0", folder.toString());
        Command.run("chmod", "-R", "u+rwX", folder.toString());
        FileTree.delete(folder);
    }

    private static final class Round {

        private final PodFolder pod;
        private final Path root;
        private final long seed;
        private final Random random;
        private final RandomEdits edits;
        /// What the next backup has to hold.
        private FlatTree expected = new FlatTree();

        Round(PodFolder pod, long seed) {
            this.pod = pod;
            this.root = pod.volume().root();
            this.seed = seed;
            this.random = new Random(seed);
            this.edits = new RandomEdits(random, root);
        }

        void run() {
            try {
                pod.start();
                pod.backUp();
                for (int update = 0; update < UPDATES; update++) {
                    update();
                }
                edits.openAll();
            } catch (AssertionError | IOException | RuntimeException e) {
                throw new AssertionError(
                        "-Drounds=1 -Dseed=" + seed + ":\n" + String.join("\n", edits.done()) + "\n", e);
            }
        }

        private void update() throws IOException {
            edits.begin();
            if (random.nextInt(3) > 0) {
                awaitNextTick();
                for (int change = random.nextInt(CHANGES); change > 0; change--) {
                    edits.change(expected);
                }
            }
            boolean isNews = random.nextInt(4) > 0;
            if (isNews) {
                changeRemote();
            }
            if (isNews && random.nextBoolean() && !RandomEdits.isTooDeep(remote())) {
                edits.done().add("live merge");
                mergeWhileInUse();
            } else if (FlatTree.onDisk(root).items().isEmpty() || random.nextInt(4) > 0) {
                edits.done().add("start");
                pod.start();
            } else {
                edits.done().add("restore");
                pod.start();
                pod.backUp();
                edits.openAll();
                pod.loseData();
                pod.loseStore();
                pod.start();
            }
            // It may note times that the remote's commit does not know; so may the next, of a folder that was retried.
            pod.backUp();
            requireAllHeldOrNamed();
            FlatTree backedUp = backedUp();
            pod.backUp();
            assertThat(backedUp().items()).as("another backup").isEqualTo(backedUp.items());
        }

        private FlatTree remote() throws IOException {
            try (var store = GitStore.open(pod.remote(), "main")) {
                return store.head().isPresent() ? FlatTree.committed(store) : new FlatTree();
            }
        }

        private FlatTree backedUp() throws IOException {
            try (var store = GitStore.open(pod.store(), "main")) {
                return FlatTree.committed(store);
            }
        }

        private void changeRemote() throws IOException {
            FlatTree remote = remote();
            FlatTree wanted = expected.copy();
            for (int change = random.nextInt(CHANGES); change > 0; change--) {
                edits.change(remote, wanted);
            }
            try (var store = GitStore.open(pod.remote(), "main")) {
                remote.commit(store);
            }
            if (!RandomEdits.isTooDeep(remote)) {
                expected = wanted;
            }
        }

        /// What git-backup does.
        private void mergeWhileInUse() throws IOException {
            try (var store = GitStore.open(pod.store(), "main")) {
                Snapshot here = Snapshotter.take(pod.volume(), store, store.headTree());
                if (!store.headTree().equals(Optional.of(here.tree()))) {
                    store.commit(here.tree(), PodFolder.AUTHOR, "backup");
                }
                pod.git("fetch", "--quiet", pod.remote().toString(), "main");
                ObjectId theirs = ObjectId.fromString(pod.git("rev-parse", "FETCH_HEAD"));
                // As if all of it was there for a while.
                Snapshot quiet = new Snapshot(here.root(), here.begin() + 2 * FileClock.TICK, here.problems(),
                        here.damages(),
                        Optional.empty());
                LiveMerge merge = LiveMerge.run(pod.volume(), store, quiet,
                        store.history().mergeBase(store.head().orElseThrow(), theirs), theirs, PodFolder.AUTHOR);
                assertThat(merge.conflicts()).isEmpty();
                assertThat(merge.kept()).isEmpty();
            }
        }

        private void requireAllHeldOrNamed() throws IOException {
            FlatTree backedUp = remote();
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
            Path path = RandomEdits.file(root, folder);
            return Files.isDirectory(path) && !Files.isWritable(path);
        }

        private List<String> problems() throws IOException {
            try (var store = GitStore.open(pod.store(), "main")) {
                return Snapshotter.take(pod.volume(), store, store.headTree()).problems();
            }
        }

        private Set<String> listed() throws IOException {
            Path file = pod.file(".gitdav/not-applied");
            if (Files.notExists(file)) {
                return Set.of();
            }
            return Files.readAllLines(file, ISO_8859_1).stream().map(line -> line.split(" ", 6))
                    .filter(words -> words.length == 6).map(words -> decoded(words[4]))
                    .collect(Collectors.toCollection(TreeSet::new));
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

        /// From then on, what is changed gets another time.
        private void awaitNextTick() throws IOException {
            Path probe = root.resolveSibling("probe");
            long now = touched(probe);
            while (touched(probe) <= now) {
                Thread.onSpinWait();
            }
        }

        private static long touched(Path probe) throws IOException {
            Files.deleteIfExists(probe);
            Files.createFile(probe);
            return Files.getLastModifiedTime(probe).to(TimeUnit.NANOSECONDS);
        }
    }
}
