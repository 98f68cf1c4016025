package gitdav.e2e.crash;

import gitdav.e2e.pod.PodUser;
import gitdav.e2e.pod.ProcessPod;
import gitdav.e2e.pod.VolumeShape;
import gitdav.servers.Command;
import gitdav.volume.DataVolume;
import gitdav.volume.snapshot.Snapshot;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.GitStore;
import gitdav.volume.store.StoreLock;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// `kill -9` of git-backup at any moment, while it takes over what a person has pushed to the remote, and while it tidies up
/// its store: store and remote stay whole, by native git's judgement, and the next run goes on. After the last one, users
/// and the person find what they have written, and a new pod restores just that. On one of the volumes that clusters hand
/// out, with `-Dshapes=all` on each.
///
/// `-Drounds=200` for more rounds, `-Dseed=...` for the same moments, and the same volume, once more.
@Tag("long")
class KilledBackupTest {

    /// One for each kind of moment.
    private static final Rounds ROUNDS = Rounds.of(Moment.values().length);
    private static final int FILES = 300;
    private static final int FILES_OF_THE_PERSON = 40;
    /// So many versions make so many packs that git-backup tidies up.
    private static final int MANY_VERSIONS = 50;
    /// What was changed a moment ago, git-backup takes for a user's work, and leaves it alone.
    private static final Duration JUST_NOW = Duration.ofSeconds(3);

    @TempDir
    private Path dir;
    private VolumeShape shape;
    private Random random;
    private final Map<String, String> expected = new TreeMap<>();
    private int versions;

    /// When to kill.
    private enum Moment {
        ANY, MERGE, TIDYING_UP
    }

    static Stream<VolumeShape> shapes() {
        return VolumeShape.orAll(VolumeShape.inTurn(ROUNDS.seed()));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void nextRunGoesOn(VolumeShape volumes) throws Exception {
        shape = volumes;
        random = ROUNDS.random();
        PodUser.letIn(dir);
        shape.makeWithoutEntries(dir.resolve("backup"));
        ProcessPod pod = newPod("data", "git");
        expected.putAll(shape.foreign());
        pod.start("--git-create-remote", "true");
        changeSomeFiles();
        long begin = System.nanoTime();
        pod.backUp();
        Duration whole = Duration.ofNanos(System.nanoTime() - begin);
        VolumeShape.OWN.makeWithoutEntries(dir.resolve("clone"));
        git("clone", "--quiet", dir.resolve("backup/content.git").toString(), ".");
        var killed = new EnumMap<Moment, Integer>(Moment.class);
        for (int round = 1; round <= ROUNDS.number(); round++) {
            Moment moment = Moment.values()[round % Moment.values().length];
            changeSomeFiles();
            if (moment == Moment.TIDYING_UP) {
                makeManyVersions();
            } else {
                pushByAPerson();
            }
            if (killGitBackup(pod, moment, whole)) {
                killed.merge(moment, 1, Integer::sum);
            }
            fsck("git");
            fsck("backup/content.git");
            if (round % 5 == 0 || round == ROUNDS.number()) {
                pod.backUp();
                assertThat(pod.files()).isEqualTo(expected);
            }
        }
        System.out.println("killed: " + killed);

        ProcessPod elsewhere = newPod("elsewhere", "another");
        elsewhere.start();
        assertThat(elsewhere.files()).isEqualTo(expected);
        try (var store = GitStore.open(dir.resolve("git"), "main");
                var remote = GitStore.open(dir.resolve("backup/content.git"), "main")) {
            ObjectId head = store.head().orElseThrow();
            assertThat(remote.head()).contains(head);
        }
    }

    /// @param whole how long a backup takes
    /// @return whether it was killed in time
    private boolean killGitBackup(ProcessPod pod, Moment moment, Duration whole) throws Exception {
        Path staging = pod.data().resolve(".gitdav/staging");
        try (var remote = GitStore.open(dir.resolve("backup/content.git"), "main");
                var gitBackup = pod.begin("git-backup", "--once")) {
            Optional<ObjectId> before = remote.head();
            boolean inTime = switch (moment) {
                // From the start of the machine to about the end of the push: that it takes as long as the first is rare.
                case ANY -> gitBackup.killAfter(Duration.ofMillis(random.nextLong(whole.toMillis() / 4,
                        whole.toMillis())));
                case MERGE -> gitBackup.killAfter(() -> Files.exists(staging), upTo(100));
                // It is the last that it does, after the push.
                case TIDYING_UP -> gitBackup.killAfter(() -> !newest(remote).equals(before), upTo(300));
            };
            return inTime && !gitBackup.output().contains(moment == Moment.MERGE ? "taken over" : "tidied up");
        }
    }

    private Duration upTo(int millis) {
        return Duration.ofMillis(random.nextInt(millis));
    }

    private static Optional<ObjectId> newest(GitStore store) {
        try {
            return store.head();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private ProcessPod newPod(String data, String store) throws IOException {
        return new ProcessPod(shape.make(dir.resolve(data)), shape.makeWithoutEntries(dir.resolve(store)),
                dir.resolve("backup/content.git"));
    }

    private void changeSomeFiles() throws IOException {
        versions++;
        for (int i = 0; i < FILES / 2; i++) {
            String name = "folder " + random.nextInt(20) + "/file " + random.nextInt(FILES);
            if (random.nextInt(5) == 0) {
                expected.remove(name);
                Files.deleteIfExists(dir.resolve("data").resolve(name));
            } else {
                write(dir.resolve("data"), name, "version " + versions);
            }
        }
        PodUser.own(dir.resolve("data"));
    }

    /// What comes of many backups, without the time that they take.
    private void makeManyVersions() throws IOException, InterruptedException {
        var volume = new DataVolume(dir.resolve("data"));
        try (StoreLock _ = StoreLock.acquire(dir.resolve("git"), Duration.ZERO);
                var store = GitStore.open(dir.resolve("git"), "main")) {
            for (int i = 0; i < MANY_VERSIONS; i++) {
                write(volume.root(), "changes all the time", "version " + versions + "." + i);
                Snapshot snapshot = Snapshotter.take(volume, store, store.headTree());
                store.commit(snapshot.tree(), new PersonIdent("test", "test"), "version");
                snapshot.remember(store);
            }
        }
        PodUser.own(dir.resolve("data"));
        PodUser.own(dir.resolve("git"));
    }

    /// Commits many new files, and deletes some of the old ones.
    private void pushByAPerson() throws IOException {
        Path clone = dir.resolve("clone");
        git("pull", "--quiet");
        for (int i = 0; i < FILES_OF_THE_PERSON; i++) {
            write(clone, "person/" + versions + "/file " + i, "version " + versions);
        }
        for (String name : expected.keySet().stream().filter(file -> file.matches("person/\\d+/file 7")).toList()) {
            Path there = dir.resolve("data").resolve(name);
            if (Files.exists(there) && changed(there).isBefore(Instant.now().minus(JUST_NOW))) {
                expected.remove(name);
                Files.delete(clone.resolve(name));
            }
        }
        PodUser.own(clone);
        git("add", "--all");
        git("-c", "user.name=p", "-c", "user.email=p@localhost", "commit", "--quiet", "--message", "person");
        git("push", "--quiet", "origin", "main");
    }

    private static Instant changed(Path file) throws IOException {
        return ((FileTime) Files.getAttribute(file, "unix:ctime")).toInstant();
    }

    /// As the pod's user, too: git wants no repository that is somebody else's.
    private void git(String... arguments) throws IOException {
        var command = Stream.concat(Stream.of("git", "-C", dir.resolve("clone").toString()), Stream.of(arguments));
        Command.run(PodUser.command(command.toList()).toArray(String[]::new));
    }

    private void write(Path root, String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        expected.put(name, content);
    }

    /// What a killed process leaves unfinished is not yet part of the repository, and says nothing against it.
    private void fsck(String repository) throws IOException {
        git("--git-dir", dir.resolve(repository).toString(), "fsck", "--full", "--no-dangling");
    }
}
