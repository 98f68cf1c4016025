package gitdav.e2e.crash;

import gitdav.e2e.pod.PodUser;
import gitdav.e2e.pod.ProgramProcess;
import gitdav.e2e.pod.UsersFiles;
import gitdav.e2e.pod.VolumeShape;
import gitdav.files.FileTree;
import gitdav.volume.DataVolume;
import gitdav.volume.Marker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// `kill -9` of git-init at a random moment of each remedy but a restore: the next run ends where it would have ended, and
/// the backup goes on from there. The rounds take turns on the volumes that clusters hand out.
///
/// `-Drounds=100` for more rounds of each, `-Dseed=...` for the same moments once more.
@Tag("long")
class KilledRemedyTest {

    private static final int ROUNDS = 1;
    private static final int FILES = 150;
    private static final Instant LONG_AGO = Instant.parse("2001-02-03T04:05:06.123456789Z");

    @TempDir
    private Path dir;
    private final Map<String, String> expected = new TreeMap<>();
    private ProgramLoop programs;
    private VolumeShape shape;

    @BeforeEach
    void startPrograms() throws IOException {
        PodUser.letIn(dir);
        programs = ProgramLoop.start();
    }

    @AfterEach
    void stopPrograms() throws IOException {
        programs.close();
    }

    /// What git-init has to mend, and how that comes about.
    enum Trouble {
        /// Files whose content has changed, and their times have not.
        DAMAGED_FILES {
            @Override
            void happenTo(KilledRemedyTest pod) throws IOException {
                for (int i = 0; i < FILES; i += 3) {
                    Path file = pod.data().resolve("folder " + i % 7 + "/file " + i);
                    FileTime time = Files.getLastModifiedTime(file);
                    try (var content = new RandomAccessFile(file.toFile(), "rw")) {
                        content.write('X');
                    }
                    Files.setLastModifiedTime(file, time);
                }
            }
        },
        /// A store without its branch, which has a commit that was never pushed.
        DAMAGED_STORE {
            @Override
            void happenTo(KilledRemedyTest pod) throws IOException {
                pod.write(pod.data(), "not pushed");
                Path away = pod.dir.resolve("away");
                Files.move(pod.remote(), away);
                assertThat(pod.backUp("data", "git")).isOne();
                Files.move(away, pod.remote());
                Files.writeString(pod.dir.resolve("git/HEAD"), "");
            }
        },
        /// The remote has a commit that the volume has not.
        BEHIND {
            @Override
            void happenTo(KilledRemedyTest pod) throws IOException {
                pod.backUpElsewhere();
            }
        },
        /// The same, and a user has changed something here.
        DIVERGED {
            @Override
            void happenTo(KilledRemedyTest pod) throws IOException {
                pod.backUpElsewhere();
                pod.write(pod.data(), "here");
            }
        },
        /// A volume that an older gitdav has written.
        OLD_LAYOUT {
            @Override
            void happenTo(KilledRemedyTest pod) throws IOException {
                var volume = new DataVolume(pod.data());
                volume.mark(new Marker(volume.marker().orElseThrow().volumeId(), 1));
            }
        },
        /// The marker is gone, and the store with it: somebody's files, as far as anybody can tell.
        FOREIGN {
            @Override
            void happenTo(KilledRemedyTest pod) throws IOException {
                FileTree.delete(pod.data().resolve(".gitdav"));
                FileTree.delete(pod.dir.resolve("git"));
                pod.shape.makeWithoutEntries(pod.dir.resolve("git"));
                Files.delete(pod.data().resolve("folder 1/file 1"));
            }
        };

        abstract void happenTo(KilledRemedyTest pod) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void nextRunEndsWhereTheFirstWouldHave(Trouble trouble) throws Exception {
        int rounds = Integer.getInteger("rounds", ROUNDS);
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.printf("%s: %d rounds from seed %d%n", trouble, rounds, seed);
        var random = new Random(seed);
        Duration usual = Duration.ofSeconds(1);
        for (int round = 0; round <= rounds; round++) {
            shape = VolumeShape.inTurn(round + trouble.name().length());
            prepare();
            trouble.happenTo(this);
            PodUser.own(data());
            PodUser.own(dir.resolve("git"));
            // The first round shows how long it takes without a kill.
            long begin = System.nanoTime();
            if (round > 0) {
                kill(Duration.ofMillis(random.nextLong(usual.toMillis() / 4, usual.toMillis() + 1)));
            }
            start();
            if (round == 0) {
                usual = Duration.ofNanos(System.nanoTime() - begin);
            }
            check();
            assertThat(backUp("data", "git")).isZero();
            start();
            check();
            clear();
        }
    }

    private void kill(Duration after) throws Exception {
        try (var gitInit = ProgramProcess.startInPod("git-init", settings("data", "git"))) {
            boolean killed = gitInit.killAfter(after);
            System.out.println((killed ? "killed after " : "done before ") + after.toMillis() + " ms");
        }
    }

    private void start() throws Exception {
        try (var gitInit = ProgramProcess.startInPod("git-init", settings("data", "git"))) {
            assertThat(gitInit.exitCode()).as(gitInit.output()).isZero();
        }
    }

    /// A volume that was backed up a while ago.
    private void prepare() throws IOException {
        shape.make(data());
        shape.makeWithoutEntries(dir.resolve("git"));
        shape.makeWithoutEntries(dir.resolve("backup"));
        expected.putAll(shape.foreign());
        init("data", "git");
        for (int i = 0; i < FILES; i++) {
            write(data(), "folder " + i % 7 + "/file " + i);
        }
        try (Stream<Path> all = Files.walk(data())) {
            for (Path path : all.filter(path -> !path.startsWith(data().resolve(".gitdav"))).toList()) {
                Files.setLastModifiedTime(path, FileTime.from(LONG_AGO));
            }
        }
        assertThat(backUp("data", "git")).isZero();
    }

    /// Another volume with the same remote changes it.
    private void backUpElsewhere() throws IOException {
        Path elsewhere = VolumeShape.OWN.make(dir.resolve("data2"));
        VolumeShape.OWN.makeWithoutEntries(dir.resolve("git2"));
        init("data2", "git2");
        for (int i = 0; i < FILES; i++) {
            write(elsewhere, "elsewhere/file " + i);
        }
        Files.delete(elsewhere.resolve("folder 0/file 0"));
        expected.remove("folder 0/file 0");
        assertThat(backUp("data2", "git2")).isZero();
    }

    private void init(String data, String store) throws IOException {
        assertThat(programs.run("git-init", settings(data, store), "--git-create-remote", "true")).isZero();
    }

    private int backUp(String data, String store) throws IOException {
        PodUser.own(dir.resolve(data));
        return programs.run("git-backup", settings(data, store), "--once");
    }

    private void write(Path volume, String name) throws IOException {
        Path file = volume.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "content of " + name);
        expected.put(name, "content of " + name);
    }

    private Path data() {
        return dir.resolve("data");
    }

    private Path remote() {
        return dir.resolve("backup/remote.git");
    }

    private Map<String, String> settings(String data, String store) {
        return Map.of("DATA_DIR", dir.resolve(data).toString(), "GIT_STORE", dir.resolve(store).toString(), "GIT_URL",
                remote().toUri().toString());
    }

    private void check() throws IOException {
        assertThat(UsersFiles.in(data())).isEqualTo(expected);
        assertThat(data().resolve(".gitdav/staging")).doesNotExist();
        shape.assertUntouched(data());
    }

    private void clear() throws IOException {
        for (String folder : new String[]{"data", "git", "data2", "git2", "backup"}) {
            FileTree.delete(dir.resolve(folder));
        }
        expected.clear();
    }
}
