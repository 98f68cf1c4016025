package gitdav.volume.maintenance;

import gitdav.servers.Command;
import gitdav.volume.DataVolume;
import gitdav.volume.snapshot.ReadPolicy;
import gitdav.volume.snapshot.Snapshot;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.GitStore;
import gitdav.volume.store.History;
import gitdav.volume.store.LeftOvers;
import gitdav.volume.store.StoreLock;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevWalk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// A store after many backups: small again, and whole, as native git sees it.
class GarbageCollectionTest {

    private static final int BACKUPS = 40;

    @TempDir
    private Path dir;
    private DataVolume volume;
    private GitStore store;

    @BeforeEach
    void storeWithManyBackups() throws IOException {
        volume = new DataVolume(Files.createDirectory(dir.resolve("data")));
        store = GitStore.open(dir.resolve("git"), "main");
        var random = new Random(1);
        for (int i = 0; i < BACKUPS; i++) {
            byte[] content = new byte[50_000];
            random.nextBytes(content);
            Files.write(volume.root().resolve("changes all the time"), content);
            Files.writeString(volume.root().resolve("file " + i), "content " + i);
            backUp();
        }
        store.rememberRemote(store.head().orElseThrow());
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void everyVersionIsStillThereInOnePack() throws Exception {
        GarbageCollection.runIfWorthwhile(store, History.WHOLE);

        assertThat(packs()).isEqualTo(1);
        assertThat(commits()).isEqualTo(BACKUPS);
        assertThat(StoreCheck.damage(store.folder(), "main", ReadPolicy.FULL)).isEmpty();
        fsck();
    }

    @Test
    void versionsThatTheRemoteHasAreCutOff() throws Exception {
        backUp("not pushed yet");
        backUp("nor this one");
        long before = store.size();

        GarbageCollection.runIfWorthwhile(store, 3);

        assertThat(commits()).isEqualTo(5);
        assertThat(store.size()).isLessThan(before / 5);
        assertThat(store.repository().resolve("main:nor this one")).isNotNull();
        assertThat(StoreCheck.damage(store.folder(), "main", ReadPolicy.FULL)).isEmpty();
        fsck();
    }

    @Test
    void versionThatWasProvenStaysWholeWhenWhatIsAroundItIsCutOff() throws Exception {
        ObjectId proven = store.repository().resolve("main~20");
        store.proven(proven);

        GarbageCollection.runIfWorthwhile(store, 1);

        assertThat(commits()).isEqualTo(1);
        assertThat(store.repository().resolve(proven.name() + ":file 19")).isNotNull();
        fsck();
        for (int i = 0; i < BACKUPS; i++) {
            backUp("later " + i);
        }
        store.rememberRemote(store.head().orElseThrow());
        GarbageCollection.runIfWorthwhile(store, 1);
        assertThat(packs()).isEqualTo(1);
        assertThat(commits()).isEqualTo(1);
        assertThat(store.proven()).contains(proven);
        fsck();
    }

    @Test
    void aSecondTimeChangesNothingAndLosesNothing() throws Exception {
        GarbageCollection.runIfWorthwhile(store, 1);
        try (ObjectInserter inserter = store.repository().newObjectInserter()) {
            for (int i = 0; i < 100; i++) {
                inserter.insert(Constants.OBJ_BLOB, ("nobody needs this " + i).getBytes(UTF_8));
            }
            inserter.flush();
        }
        GarbageCollection.runIfWorthwhile(store, 1);

        assertThat(packs()).isEqualTo(1);
        assertThat(commits()).isEqualTo(1);
        assertThat(StoreCheck.damage(store.folder(), "main", ReadPolicy.FULL)).isEmpty();
        fsck();
    }

    @Test
    void fewFilesAreLeftAlone() throws IOException {
        GarbageCollection.runIfWorthwhile(store, History.WHOLE);
        backUp("one more");

        GarbageCollection.runIfWorthwhile(store, 1);

        assertThat(packs()).isEqualTo(2);
        assertThat(commits()).isEqualTo(BACKUPS + 1);
    }

    @Test
    void storeThatMissesSomethingIsNotTouched() throws IOException {
        ObjectId missing = store.repository().resolve("main~3");
        Files.delete(store.folder().resolve("objects").resolve(missing.name().substring(0, 2))
                .resolve(missing.name().substring(2)));
        int before = packs();

        assertThatThrownBy(() -> GarbageCollection.runIfWorthwhile(store, 10)).hasMessageContaining(missing.name());

        assertThat(packs()).isEqualTo(before);
    }

    @Test
    void whatAKilledProcessLeavesIsClearedAwayAndTheRestIsWhole() throws Exception {
        Path pack;
        try (Stream<Path> files = Files.list(store.folder().resolve("objects/pack"))) {
            pack = files.filter(file -> file.toString().endsWith(".pack")).findFirst().orElseThrow();
        }
        Path withoutPack = Files.createFile(pack.resolveSibling("pack-" + "1".repeat(40) + ".idx"));
        Path unfinished = Files.createFile(store.folder().resolve("objects/insert_1.pack"));
        Path ofOurs = Files.createFile(store.folder().resolve("objects/tmp_pack_1.idx"));
        Path quarantine = LeftOvers.quarantine(store.folder().resolve("objects"));
        Files.createFile(Files.createDirectories(quarantine.resolve("pack")).resolve("pack-copy.pack"));

        StoreLock.acquire(store.folder(), Duration.ZERO).close();

        assertThat(withoutPack).doesNotExist();
        assertThat(unfinished).doesNotExist();
        assertThat(ofOurs).doesNotExist();
        assertThat(quarantine).doesNotExist();
        fsck();
    }

    private void backUp(String name) throws IOException {
        Files.writeString(volume.root().resolve(name), name);
        backUp();
    }

    private void backUp() throws IOException {
        Snapshot snapshot = Snapshotter.take(volume, store, store.headTree());
        store.commit(snapshot.tree(), new PersonIdent("test", "test"), "test");
        snapshot.remember(store);
    }

    private int packs() throws IOException {
        try (Stream<Path> files = Files.list(store.folder().resolve("objects/pack"))) {
            return (int) files.filter(file -> file.toString().endsWith(".pack")).count();
        }
    }

    private int commits() throws IOException {
        try (var walk = new RevWalk(store.repository())) {
            walk.markStart(walk.parseCommit(store.head().orElseThrow()));
            int count = 0;
            while (walk.next() != null) {
                count++;
            }
            return count;
        }
    }

    private void fsck() throws IOException {
        assertThat(Command.run("git", "--git-dir", store.folder().toString(), "fsck", "--full", "--strict"))
                .doesNotContain("missing", "broken");
    }
}
