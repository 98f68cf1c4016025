package gitdav.volume.merge;

import gitdav.files.FileClock;
import gitdav.files.FileStat;
import gitdav.volume.DataVolume;
import gitdav.volume.restore.UpdateJournal;
import gitdav.volume.restore.VolumeUpdate;
import gitdav.volume.snapshot.Snapshot;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// One file with three names, as a COPY makes them: what a commit gives to some of the names are times, and the file has only
/// one.
class TimesOfSharedFilesTest {

    private static final Instant BEFORE = Instant.parse("2001-02-03T04:05:06.789Z");
    private static final Instant AFTER = Instant.parse("2002-03-04T05:06:07.891Z");
    private static final PersonIdent AUTHOR = new PersonIdent("test", "test@localhost");

    /// How the commit gets to the volume.
    enum Way {
        RESTORE, LIVE_MERGE
    }

    @TempDir
    private Path dir;
    private DataVolume volume;
    private GitStore store;
    private ObjectId base;
    private Snapshot here;

    @BeforeEach
    void fileWithThreeNames() throws IOException {
        volume = new DataVolume(Files.createDirectory(dir.resolve("data")));
        store = GitStore.open(dir.resolve("git"), "main");
        Path one = write(volume.root().resolve("one"), BEFORE);
        Files.createLink(volume.root().resolve("two"), one);
        Files.createLink(volume.root().resolve("three"), one);
        Snapshot now = Snapshotter.take(volume, store, Optional.empty());
        base = store.commit(now.tree(), AUTHOR, "ours");
        // As if all of it was there for a while.
        here = new Snapshot(now.root(), now.begin() + 2 * FileClock.TICK, List.of(), List.of(), Optional.empty());
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void nameThatGetsAnotherTimeBecomesAFileOfItsOwn(Way way) throws IOException {
        var wanted = Map.of("one", AFTER, "two", BEFORE, "three", BEFORE);

        apply(way, wanted);

        assertThat(times()).isEqualTo(wanted);
        assertThat(inode("two")).isEqualTo(inode("three")).isNotEqualTo(inode("one"));
        assertThat(volume.root().resolve("one")).hasContent("content");
        assertThat(Snapshotter.take(volume, store, Optional.empty()).tree())
                .isEqualTo(store.tree(theirs(wanted)));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void namesThatGetTheSameTimeStayOneFile(Way way) throws IOException {
        var wanted = Map.of("one", BEFORE, "two", AFTER, "three", AFTER);

        apply(way, wanted);

        assertThat(times()).isEqualTo(wanted);
        assertThat(inode("two")).isEqualTo(inode("three")).isNotEqualTo(inode("one"));
    }

    @Test
    void timeOfAFileThatAUserHasJustWrittenIsNoConflict() throws IOException {
        ObjectId theirs = theirs(Map.of("one", AFTER, "two", BEFORE, "three", BEFORE));
        Path one = Files.writeString(volume.root().resolve("one"), "by a user");

        LiveMerge merge = LiveMerge.run(volume, store, here, Optional.of(base), theirs, AUTHOR);

        assertThat(times()).containsOnlyKeys("one", "two", "three");
        assertThat(one).hasContent("by a user");
        assertThat(merge.kept()).isEmpty();
    }

    private void apply(Way way, Map<String, Instant> wanted) throws IOException {
        if (way == Way.LIVE_MERGE) {
            LiveMerge.run(volume, store, here, Optional.of(base), theirs(wanted), AUTHOR);
        } else {
            var update = new VolumeUpdate(volume, store);
            update.stage(here, theirs(wanted));
            update.finish(UpdateJournal.in(volume).orElseThrow());
        }
    }

    private ObjectId theirs(Map<String, Instant> times) throws IOException {
        Path folder = Files.createTempDirectory(dir, "theirs");
        for (var time : times.entrySet()) {
            write(folder.resolve(time.getKey()), time.getValue());
        }
        ObjectId tree = Snapshotter.take(new DataVolume(folder), store, Optional.empty()).tree();
        return store.write(tree, List.of(base), AUTHOR, "theirs");
    }

    private static Path write(Path file, Instant time) throws IOException {
        return Files.setLastModifiedTime(Files.writeString(file, "content"), FileTime.from(time));
    }

    private Map<String, Instant> times() throws IOException {
        var times = new TreeMap<String, Instant>();
        try (Stream<Path> files = Files.list(volume.root())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                times.put(file.getFileName().toString(), Files.getLastModifiedTime(file).toInstant());
            }
        }
        return times;
    }

    private long inode(String name) throws IOException {
        return FileStat.of(volume.root().resolve(name)).inode();
    }
}
