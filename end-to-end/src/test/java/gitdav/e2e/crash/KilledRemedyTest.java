package gitdav.e2e.crash;

import gitdav.e2e.pod.PodUser;
import gitdav.e2e.pod.ProcessPod;
import gitdav.e2e.pod.VolumeShape;
import gitdav.files.FileTree;
import gitdav.volume.DataVolume;
import gitdav.volume.Marker;
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
import java.util.TreeMap;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// `kill -9` of git-init at a random moment of each remedy but a restore: the next run ends where it would have ended, and
/// the backup goes on from there. The rounds, and the remedies, take turns on the volumes that clusters hand out.
///
/// `-Drounds=100` for more rounds of each, `-Dseed=...` for the same moments once more.
@Tag("long")
class KilledRemedyTest {

    private static final int ROUNDS = 1;
    private static final int FILES = 150;
    /// In milliseconds, from the verdict, which git-init says first.
    private static final int LONGEST_REMEDY = 400;
    private static final Instant LONG_AGO = Instant.parse("2001-02-03T04:05:06.123456789Z");

    @TempDir
    private Path dir;
    private final Map<String, String> expected = new TreeMap<>();
    private ProcessPod pod;
    private VolumeShape shape;

    @BeforeEach
    void letThePodIn() throws IOException {
        PodUser.letIn(dir);
        pod = pod("data", "git");
    }

    /// What git-init has to mend, and how that comes about.
    enum Trouble {
        /// Files whose content has changed, and their times have not.
        DAMAGED_FILES {
            @Override
            void happenTo(KilledRemedyTest test) throws IOException {
                for (int i = 0; i < FILES; i += 3) {
                    Path file = test.pod.data().resolve("folder " + i % 7 + "/file " + i);
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
            void happenTo(KilledRemedyTest test) throws IOException {
                test.write(test.pod.data(), "not pushed");
                Path away = test.dir.resolve("away");
                Files.move(test.pod.remote(), away);
                assertThat(test.backUp(test.pod)).isOne();
                Files.move(away, test.pod.remote());
                Files.writeString(test.pod.git().resolve("HEAD"), "");
            }
        },
        /// The remote has a commit that the volume has not.
        BEHIND {
            @Override
            void happenTo(KilledRemedyTest test) throws IOException {
                test.backUpElsewhere();
            }
        },
        /// The same, and a user has changed something here.
        DIVERGED {
            @Override
            void happenTo(KilledRemedyTest test) throws IOException {
                test.backUpElsewhere();
                test.write(test.pod.data(), "here");
            }
        },
        /// A volume that an older gitdav has written.
        OLD_LAYOUT {
            @Override
            void happenTo(KilledRemedyTest test) throws IOException {
                var volume = new DataVolume(test.pod.data());
                volume.mark(new Marker(volume.marker().orElseThrow().volumeId(), 1));
            }
        },
        /// The marker is gone, and the store with it: somebody's files, as far as anybody can tell.
        FOREIGN {
            @Override
            void happenTo(KilledRemedyTest test) throws IOException {
                FileTree.delete(test.pod.data().resolve(".gitdav"));
                FileTree.delete(test.pod.git());
                test.shape.makeWithoutEntries(test.pod.git());
                Files.delete(test.pod.data().resolve("folder 1/file 1"));
            }
        };

        abstract void happenTo(KilledRemedyTest test) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void nextRunEndsWhereTheFirstWouldHave(Trouble trouble) throws Exception {
        System.out.print(trouble + ": ");
        var rounds = Rounds.of(ROUNDS);
        var random = rounds.random();
        for (int round = 0; round < rounds.number(); round++) {
            prepare(trouble, round);
            kill(Duration.ofMillis(random.nextInt(LONGEST_REMEDY)));
            pod.start();
            check();
            assertThat(backUp(pod)).isZero();
            pod.start();
            check();
            clear();
        }
    }

    /// The same without a kill: else it could be the second run alone that repairs everything.
    @ParameterizedTest
    @EnumSource
    void firstRunMendsItUnlessItIsKilled(Trouble trouble) throws Exception {
        prepare(trouble, 0);

        pod.start();

        check();
    }

    private void kill(Duration after) throws Exception {
        try (var gitInit = pod.begin("git-init")) {
            boolean killed = gitInit.killAfter(() -> !gitInit.output().isEmpty(), after);
            System.out.printf("%s, %s %d ms after the verdict%n", shape, killed ? "killed" : "done before",
                    after.toMillis());
        }
    }

    private void prepare(Trouble trouble, int round) throws IOException {
        shape = VolumeShape.inTurn(round + trouble.name().length());
        prepare();
        trouble.happenTo(this);
        PodUser.own(pod.data());
        PodUser.own(pod.git());
    }

    /// A volume that was backed up a while ago.
    private void prepare() throws IOException {
        shape.make(pod.data());
        shape.makeWithoutEntries(pod.git());
        shape.makeWithoutEntries(dir.resolve("backup"));
        expected.putAll(shape.foreign());
        init(pod);
        for (int i = 0; i < FILES; i++) {
            write(pod.data(), "folder " + i % 7 + "/file " + i);
        }
        try (Stream<Path> all = Files.walk(pod.data())) {
            for (Path path : all.filter(path -> !path.startsWith(pod.data().resolve(".gitdav"))).toList()) {
                Files.setLastModifiedTime(path, FileTime.from(LONG_AGO));
            }
        }
        assertThat(backUp(pod)).isZero();
    }

    /// Another volume with the same remote changes it.
    private void backUpElsewhere() throws IOException {
        ProcessPod other = pod("data2", "git2");
        VolumeShape.OWN.make(other.data());
        VolumeShape.OWN.makeWithoutEntries(other.git());
        init(other);
        for (int i = 0; i < FILES; i++) {
            write(other.data(), "elsewhere/file " + i);
        }
        Files.delete(other.data().resolve("folder 0/file 0"));
        expected.remove("folder 0/file 0");
        assertThat(backUp(other)).isZero();
    }

    private void init(ProcessPod volumes) throws IOException {
        var run = volumes.tryToRun("git-init", "--git-create-remote", "true");
        assertThat(run.exitCode()).as(run.output()).isZero();
    }

    private int backUp(ProcessPod volumes) throws IOException {
        PodUser.own(volumes.data());
        return volumes.tryToRun("git-backup", "--once").exitCode();
    }

    private void write(Path volume, String name) throws IOException {
        Path file = volume.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "content of " + name);
        expected.put(name, "content of " + name);
    }

    /// All have the same remote.
    private ProcessPod pod(String data, String store) {
        return new ProcessPod(dir.resolve(data), dir.resolve(store), dir.resolve("backup/remote.git"));
    }

    private void check() throws IOException {
        assertThat(pod.files()).isEqualTo(expected);
        assertThat(pod.data().resolve(".gitdav/staging")).doesNotExist();
        shape.assertUntouched(pod.data());
    }

    private void clear() throws IOException {
        for (String folder : new String[]{"data", "git", "data2", "git2", "backup"}) {
            FileTree.delete(dir.resolve(folder));
        }
        expected.clear();
    }
}
