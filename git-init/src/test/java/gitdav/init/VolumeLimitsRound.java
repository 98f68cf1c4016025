package gitdav.init;

import gitdav.files.FileClock;
import gitdav.volume.merge.LiveMerge;
import gitdav.volume.snapshot.Snapshot;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.ObjectId;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// One pod, and what happens at random to its volume and its remote.
final class VolumeLimitsRound {

    private static final int UPDATES = 5;
    private static final int CHANGES = 8;

    private final PodFolder pod;
    private final Path root;
    private final long seed;
    private final Random random;
    private final RandomEdits edits;
    private final RandomVolumeEdits volume;
    /// What the next backup has to hold.
    private FlatTree expected = new FlatTree();

    VolumeLimitsRound(PodFolder pod, long seed) {
        this.pod = pod;
        this.root = pod.volume().root();
        this.seed = seed;
        this.random = new Random(seed);
        this.edits = new RandomEdits(random);
        this.volume = new RandomVolumeEdits(edits, random, root);
    }

    void run() {
        try {
            pod.start();
            pod.backUp();
            for (int update = 0; update < UPDATES; update++) {
                update();
            }
            volume.openAll();
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
                volume.change(expected);
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
            volume.openAll();
            pod.loseData();
            pod.loseStore();
            pod.start();
        }
        // It may note times that the remote's commit does not know; so may the next, of a folder that was retried.
        pod.backUp();
        new HeldOrNamed(pod, expected).require(remote());
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
