package gitdav.volume.merge;

import gitdav.files.QuietTime;
import gitdav.volume.DataVolume;
import gitdav.volume.snapshot.Snapshot;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// Clients replace each file at the very moment in which a merge does, as fast as the disk allows: what a client has written
/// last is there afterwards, what the other side has is there or beside it, and nobody ever reads half a file.
///
/// `-Drounds=100` for more rounds, `-Dseed=...` for the same choices once more.
@Tag("long")
class WritesDuringMergeTest {

    private static final int ROUNDS = 2;
    private static final int FILES = 300;
    private static final int LINES = 500;
    /// How often a client writes the same file in a row, at most.
    private static final int BURST = 4;
    private static final PersonIdent AUTHOR = new PersonIdent("test", "test@localhost");

    @TempDir
    private Path dir;
    private DataVolume volume;
    private GitStore store;
    private Random random;
    /// What clients have written last, by file.
    private final Map<String, String> written = new ConcurrentHashMap<>();
    private volatile boolean merging;

    @BeforeEach
    void open() throws IOException {
        volume = new DataVolume(Files.createDirectory(dir.resolve("data")));
        store = GitStore.open(dir.resolve("git"), "main");
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void nothingIsLostAndNothingIsSeenInParts() throws Exception {
        int rounds = Integer.getInteger("rounds", ROUNDS);
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.printf("%d rounds from seed %d%n", rounds, seed);
        random = new Random(seed);
        for (int round = 1; round <= rounds; round++) {
            for (int i = 0; i < FILES; i++) {
                Files.writeString(volume.root().resolve("file " + i), content("ours " + round));
            }
            QuietTime.await();
            Snapshot here = Snapshotter.take(volume, store, store.headTree());
            store.commit(here.tree(), AUTHOR, "ours");
            ObjectId base = store.head().orElseThrow();
            ObjectId theirs = theirs(base, round);

            merge(here, base, theirs);

            check("theirs " + round);
            for (String name : names()) {
                Files.delete(volume.root().resolve(name));
            }
            written.clear();
        }
    }

    private void merge(Snapshot here, ObjectId base, ObjectId theirs) throws Exception {
        merging = true;
        try (var threads = Executors.newFixedThreadPool(2)) {
            Future<?> writer = threads.submit(() -> {
                writeJustBeforeTheMergeDoes();
                return null;
            });
            Future<?> reader = threads.submit(() -> {
                readAllTheTime();
                return null;
            });
            try {
                LiveMerge.run(volume, store, here, Optional.of(base), theirs, AUTHOR);
            } finally {
                merging = false;
            }
            writer.get();
            reader.get();
        }
    }

    private void check(String theirs) throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (String name : names()) {
            found.put(name, text(volume.root().resolve(name)));
        }
        System.out.printf("%d files, %d written by clients, %d beside another%n", FILES, written.size(),
                found.size() - FILES);
        for (int i = 0; i < FILES; i++) {
            String name = "file " + i;
            assertThat(found).containsEntry(name, written.getOrDefault(name, theirs));
        }
        found.forEach((name, text) -> assertThat(text).as(name).isEqualTo(name.contains("(from ")
                ? theirs
                : written.getOrDefault(name, theirs)));
        assertThat(volume.staging()).doesNotExist();
    }

    /// The file that is the next to be replaced is the first that is left in the staging folder. Some are written several
    /// times in a row.
    private void writeJustBeforeTheMergeDoes() throws IOException {
        Path uploads = Files.createDirectories(volume.root().resolve(".gitdav/uploads"));
        for (int upload = 0; merging; upload++) {
            int times = random.nextInt(BURST + 1);
            for (int i = 0; i < times; i++) {
                Files.writeString(uploads.resolve("upload " + i), content("client " + upload + "." + i));
            }
            Optional<String> next = firstStaged();
            if (next.isPresent() && times > 0) {
                long until = System.nanoTime() + random.nextInt(100_000);
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
                for (int i = 0; i < times; i++) {
                    Files.move(uploads.resolve("upload " + i), volume.root().resolve(next.get()),
                            StandardCopyOption.ATOMIC_MOVE);
                }
                written.put(next.get(), "client " + upload + "." + (times - 1));
            }
        }
    }

    private Optional<String> firstStaged() throws IOException {
        try (DirectoryStream<Path> staged = Files.newDirectoryStream(volume.staging(), "file *")) {
            Iterator<Path> files = staged.iterator();
            return files.hasNext() ? Optional.of(files.next().getFileName().toString()) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private void readAllTheTime() throws IOException {
        var order = new Random();
        while (merging) {
            text(volume.root().resolve("file " + order.nextInt(FILES)));
        }
    }

    private static String content(String line) {
        return (line + "\n").repeat(LINES);
    }

    /// What the lines of the file say, which are all the same.
    private static String text(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(LINES);
        assertThat(lines.stream().distinct().toList()).hasSize(1);
        return lines.getFirst();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(volume.root())) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("file ")).toList();
        }
    }

    /// A commit that changes every file.
    private ObjectId theirs(ObjectId base, int round) throws IOException {
        Path folder = Files.createDirectory(dir.resolve("theirs " + round));
        for (int i = 0; i < FILES; i++) {
            Files.writeString(folder.resolve("file " + i), content("theirs " + round));
        }
        ObjectId tree = Snapshotter.take(new DataVolume(folder), store, Optional.empty()).tree();
        return store.write(tree, List.of(base), AUTHOR, "theirs");
    }
}
