package gitdav.volume.merge;

import gitdav.files.QuietTime;
import gitdav.files.SwappingProcess;
import gitdav.volume.DataVolume;
import gitdav.volume.snapshot.Snapshot;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// An application that has been taken over exchanges folders with links to a folder outside, while git-backup takes over a
/// commit that adds, changes and deletes files in all of those folders: it changes nothing outside, and takes nothing from
/// there.
///
/// `-Drounds=100` for more merges.
class SwappedMergeTest {

    private static final int FOLDERS = 20;
    private static final int FILES = 10;
    private static final PersonIdent AUTHOR = new PersonIdent("test", "test@localhost");

    @TempDir
    private Path dir;

    @Test
    void nothingOutsideTheVolumeIsEverChanged() throws Exception {
        for (int round = 0; round < Integer.getInteger("rounds", 1); round++) {
            mergeWhileFoldersAreSwapped(Files.createDirectory(dir.resolve("round " + round)));
        }
    }

    private static void mergeWhileFoldersAreSwapped(Path dir) throws Exception {
        var volume = new DataVolume(Files.createDirectory(dir.resolve("data")));
        Path outside = fill(dir.resolve("outside"), 0, "ours");
        var pairs = new ArrayList<Path>();
        for (int i = 0; i < FOLDERS; i++) {
            pairs.add(fill(volume.root().resolve("folder " + i), 0, "ours"));
            pairs.add(Files.createSymbolicLink(volume.root().resolve("link " + i), outside));
        }
        List<String> before = state(outside);
        QuietTime.await();
        try (var store = GitStore.open(dir.resolve("git"), "main")) {
            Snapshot here = Snapshotter.take(volume, store, Optional.empty());
            store.commit(here.tree(), AUTHOR, "ours");
            ObjectId base = store.head().orElseThrow();
            ObjectId theirs = theirs(store, base, dir.resolve("theirs"), outside);
            try (var attacker = SwappingProcess.start(pairs.toArray(Path[]::new))) {
                long swaps = attacker.swaps();

                LiveMerge merge = LiveMerge.run(volume, store, here, Optional.of(base), theirs, AUTHOR);

                swaps = attacker.swaps() - swaps;
                System.out.printf("%d folders and links changed places %d times, %d places were left alone%n", FOLDERS,
                        swaps, merge.kept().size());
                assertThat(swaps).isGreaterThan(FOLDERS);
            }
        }
        assertThat(state(outside)).isEqualTo(before);
        assertThat(takenOver(volume)).isPositive();
    }

    /// Every folder without its first file, with another one, and the others changed.
    private static ObjectId theirs(GitStore store, ObjectId base, Path folder, Path outside) throws IOException {
        for (int i = 0; i < FOLDERS; i++) {
            fill(folder.resolve("folder " + i), 1, "theirs");
            Files.createSymbolicLink(folder.resolve("link " + i), outside);
        }
        ObjectId tree = Snapshotter.take(new DataVolume(folder), store, Optional.empty()).tree();
        return store.write(tree, List.of(base), AUTHOR, "theirs");
    }

    private static Path fill(Path folder, int first, String content) throws IOException {
        Files.createDirectories(folder);
        for (int i = first; i < first + FILES; i++) {
            Files.writeString(folder.resolve("file " + i), content);
        }
        return folder;
    }

    /// How many files are theirs now: the merge has not left all of it alone.
    private static long takenOver(DataVolume volume) throws IOException {
        try (Stream<Path> files = Files.walk(volume.root())) {
            return files.filter(Files::isRegularFile).filter(file -> !file.startsWith(volume.reserved()))
                    .filter(file -> text(file).equals("theirs")).count();
        }
    }

    /// Every name there, with content and time.
    private static List<String> state(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().map(file -> {
                try {
                    return file + " " + Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS) + " " + text(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }).toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
