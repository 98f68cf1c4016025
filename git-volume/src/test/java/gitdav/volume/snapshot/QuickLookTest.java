package gitdav.volume.snapshot;

import gitdav.files.FileClock;
import gitdav.files.FileStat;
import gitdav.files.FileTree;
import gitdav.servers.Command;
import gitdav.volume.DataVolume;
import gitdav.volume.store.GitStore;
import gitdav.volume.tree.Node;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

/// The quick look at a volume, which reads what has changed, equals the slow one, which reads everything: compared after
/// changes of every kind, in random order.
///
/// `-Drounds=2000` for more rounds, `-Dseed=...` for the same changes once more.
class QuickLookTest {

    private static final int ROUNDS = 25;
    private static final int CHANGES = 25;
    private static final int BACKUPS = 5;
    /// In nanoseconds.
    private static final long HOUR = 3_600_000_000_000L;
    private static final Path MEMORY = Path.of("/dev/shm");

    @TempDir
    private Path dir;

    @Test
    void quickLookEqualsANaiveOne() throws Exception {
        if (isDeniedNothing(dir) && Files.isExecutable(Path.of("/usr/bin/setpriv"))) {
            // Root may read whatever it likes, unless that capability is taken away.
            System.out.print(Command.run("setpriv", "--bounding-set", "-dac_override,-dac_read_search",
                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                    "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1",
                    "-Drounds=" + Integer.getInteger("rounds", ROUNDS), "-Dseed=" + seed(), "-cp",
                    System.getProperty("java.class.path"), QuickLookTest.class.getName(), dir.toString()));
        } else {
            main(dir.toString());
        }
    }

    private static long seed() {
        return Long.getLong("seed", System.nanoTime());
    }

    /// The rounds, in a process that may be denied something.
    ///
    /// @param arguments a folder to work in
    public static void main(String... arguments) throws Exception {
        Path dir = Files.createTempDirectory(Files.isDirectory(MEMORY) ? MEMORY : Path.of(arguments[0]), "looks");
        long first = seed();
        int rounds = Integer.getInteger("rounds", ROUNDS);
        System.out.printf("quick looks: -Dseed=%d -Drounds=%d%s%n", first, rounds,
                isDeniedNothing(dir) ? "; nothing is unreadable: setpriv is missing" : "");
        Path pipe = dir.resolve("pipe");
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        try {
            for (int round = 0; round < rounds; round++) {
                Path folder = Files.createDirectory(dir.resolve("round " + round));
                try (var store = GitStore.open(dir.resolve("store " + round), "main")) {
                    new Round(folder, store, pipe, first + round).run();
                }
                FileTree.delete(dir.resolve("store " + round));
            }
        } finally {
            Command.run("chmod", "-R", "a+rwX", dir.toString());
            FileTree.delete(dir);
        }
    }

    private static boolean isDeniedNothing(Path dir) throws IOException {
        Path file = Files.createTempFile(dir, "denied", "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        return Files.isReadable(file);
    }

    private static final class Round {

        private final DataVolume volume;
        private final GitStore store;
        private final Random random;
        private final long seed;
        private final RandomChanges changes;
        private SortedMap<String, String> last = new TreeMap<>();

        Round(Path folder, GitStore store, Path pipe, long seed) {
            this.volume = new DataVolume(folder);
            this.store = store;
            this.seed = seed;
            this.random = new Random(seed);
            this.changes = new RandomChanges(random, folder, pipe);
        }

        void run() throws IOException {
            try (changes) {
                changes.create();
                for (int backup = 0; backup < BACKUPS; backup++) {
                    for (int change = random.nextInt(CHANGES); change > 0; change--) {
                        changes.change();
                    }
                    changes.done().add("backup");
                    backUp();
                }
            } catch (AssertionError | IOException | RuntimeException e) {
                throw new AssertionError("-Drounds=1 -Dseed=" + seed + ": " + changes.done(), e);
            }
        }

        private void backUp() throws IOException {
            var naive = new NaiveSnapshot(volume.root(), last);
            Snapshot quick = Snapshotter.take(volume, store, store.headTree());
            assertThat(CommittedFiles.of(store.repository(), quick.tree())).isEqualTo(naive.files);
            assertThat(named(quick.problems())).isEqualTo(naive.skipped);
            assertThat(quick.damages()).isEmpty();
            assertSame(quick, ReadPolicy.FAST);
            assertSame(quick, ReadPolicy.FULL);

            if (!store.headTree().equals(Optional.of(quick.tree()))) {
                store.commit(quick.tree(), new PersonIdent("test", "test"), "snapshot\n");
            }
            switch (random.nextInt(5)) {
                case 0, 1 -> quick.remember(store);
                case 2, 3 -> rememberAsIfLongAgo(quick.root());
                default -> rememberByAClockThatGoesBack(quick.root());
            }
            last = naive.files;
        }

        /// What the looks of git-init say.
        private void assertSame(Snapshot quick, ReadPolicy readPolicy) throws IOException {
            Snapshot look = Snapshotter.look(volume, store, store.headTree(), readPolicy);
            assertThat(look.tree()).as(readPolicy.name()).isEqualTo(quick.tree());
            assertThat(look.problems()).as(readPolicy.name()).isEqualTo(quick.problems());
            assertThat(look.damages()).as(readPolicy.name()).isEmpty();
        }

        private Set<String> named(List<String> problems) {
            var named = new TreeSet<String>();
            problems.forEach(problem -> named.add(problem.replaceFirst("^(cannot read )?" + volume.root() + "/", "")
                    .replaceFirst("(:| is neither) .*", "")));
            return named;
        }

        /// Waits until the clock of the file system has moved on: from then on, every change shows.
        private void rememberAsIfLongAgo(Node.Folder root) throws IOException {
            Path probe = volume.root().resolveSibling("probe");
            long now = touched(probe);
            long later = now;
            while (later <= now) {
                later = touched(probe);
            }
            ObjectId commit = store.head().orElseThrow();
            new FileIndex(commit, later, root).write(store.folder());
        }

        /// An hour ahead of ours: what is changed from now on is changed before what is remembered.
        private void rememberByAClockThatGoesBack(Node.Folder root) throws IOException {
            ObjectId commit = store.head().orElseThrow();
            new FileIndex(commit, FileClock.now() + HOUR, anHourAhead(root)).write(store.folder());
        }

        private static Node.Folder anHourAhead(Node.Folder folder) {
            List<Node.File> files = folder.files().stream()
                    .map(file -> new Node.File(file.name(), file.mode(), file.content(), anHourAhead(file.stat())))
                    .toList();
            return new Node.Folder(folder.name(), anHourAhead(folder.stat()), folder.tree(), folder.times(), files,
                    folder.folders().stream().map(Round::anHourAhead).toList(), folder.opaque());
        }

        private static FileStat anHourAhead(FileStat stat) {
            return new FileStat(stat.mode(), stat.inode(), stat.size(), stat.modified(), stat.changed() + HOUR);
        }

        private static long touched(Path probe) throws IOException {
            Files.deleteIfExists(probe);
            Files.createFile(probe);
            return FileStat.of(probe).changed();
        }
    }
}
