package gitdav.e2e.crash;

import gitdav.e2e.pod.PodUser;
import gitdav.e2e.pod.ProcessPod;
import gitdav.e2e.pod.ProgramLoop;
import gitdav.e2e.pod.VolumeShape;
import gitdav.files.FileTree;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// Damage at random, in the files and in the git store: after git-init the volume holds the last version of whatever was
/// damaged, and every change that was not. The rounds take turns on the volumes that clusters hand out.
///
/// `-Drounds=5000` for more rounds, `-Dseed=...` for one that failed.
@Tag("long")
class DamagedVolumeTest {

    private static final Instant LONG_AGO = Instant.parse("2001-02-03T04:05:06.123456789Z");

    @TempDir
    private Path dir;

    @Test
    void whatIsNotDamagedStaysAndTheRestComesBack() throws Exception {
        long first = Long.getLong("seed", System.nanoTime());
        int rounds = System.getProperty("seed") == null ? Integer.getInteger("rounds", 40) : 1;
        System.out.printf("%d rounds from seed %d%n", rounds, first);
        PodUser.letIn(dir);
        for (long seed = first; seed < first + rounds; seed++) {
            new Round(Files.createDirectory(dir.resolve("round")), seed).run();
            FileTree.delete(dir.resolve("round"));
        }
    }

    /// One volume and what happens to it.
    private static final class Round {

        private final VolumeShape shape;
        private final ProcessPod pod;
        private final long seed;
        private final Random random;
        private final Vandal vandal;
        private final Map<String, String> expected = new TreeMap<>();

        Round(Path dir, long seed) throws IOException {
            shape = VolumeShape.inTurn(seed);
            pod = new ProcessPod(shape.make(dir.resolve("data")), shape.makeWithoutEntries(dir.resolve("git")),
                    shape.makeWithoutEntries(dir.resolve("backup")).resolve("remote.git"));
            shape.foreign().forEach((name, content) -> expected.put(name, shortly(content)));
            this.seed = seed;
            random = new Random(seed);
            vandal = new Vandal(seed);
        }

        void run() throws Exception {
            start("--git-create-remote", "true");
            List<Path> old = filesOfLongAgo();
            requireBackup();
            if (random.nextBoolean()) {
                change();
                if (random.nextBoolean()) {
                    Path away = pod.remote().resolveSibling("away");
                    Files.move(pod.remote(), away);
                    backUp(); // commits, and cannot push
                    Files.move(away, pod.remote());
                }
            }
            for (int i = random.nextInt(4); i > 0; i--) {
                vandal.damageOneOf(old.stream().filter(Files::exists).toList());
            }
            for (int i = random.nextInt(3); i > 0; i--) {
                vandal.damageStore(pod.git());
            }
            if (random.nextInt(8) == 0) {
                vandal.damageOneOf(List.of(pod.data().resolve(".gitdav/marker")));
            }
            PodUser.own(pod.data());
            PodUser.own(pod.git());
            start("--verify", random.nextBoolean() ? "full" : "fast");
            check();
            requireBackup();
            start();
            check();
        }

        /// Written and backed up a while ago, and not touched since.
        private List<Path> filesOfLongAgo() throws IOException {
            var files = new ArrayList<Path>();
            for (int i = 0; i < 12; i++) {
                files.add(
                        write("old " + i % 3 + "/file " + i, "content " + i + " " + "x".repeat(random.nextInt(5000))));
            }
            try (Stream<Path> all = Files.walk(pod.data())) {
                for (Path path : all.filter(path -> !path.startsWith(pod.data().resolve(".gitdav"))).toList()) {
                    Files.setLastModifiedTime(path, FileTime.from(LONG_AGO));
                }
            }
            return files;
        }

        /// Users are at work, in a folder of their own.
        private void change() throws IOException {
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                write("new/file " + i, "new " + random.nextLong());
            }
        }

        private Path write(String name, String content) throws IOException {
            Path file = pod.data().resolve(name);
            Files.createDirectories(file.getParent());
            expected.put(name, shortly(content));
            return Files.writeString(file, content);
        }

        private void start(String... arguments) throws IOException {
            var run = pod.tryToRun("git-init", arguments);
            assertThat(run.exitCode()).as(story() + run.output()).isZero();
        }

        private void requireBackup() throws IOException {
            var run = backUp();
            assertThat(run.exitCode()).as(story() + run.output()).isZero();
        }

        private ProgramLoop.Run backUp() throws IOException {
            PodUser.own(pod.data());
            return pod.tryToRun("git-backup", "--once");
        }

        private void check() throws IOException {
            var found = new TreeMap<String, String>();
            try (Stream<Path> all = Files.walk(pod.data())) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    String name = pod.data().relativize(file).toString();
                    if (!name.startsWith(".gitdav/")) {
                        found.put(name, shortly(Files.readString(file, StandardCharsets.ISO_8859_1)));
                    }
                }
            }
            assertThat(found).as(story()).isEqualTo(expected);
        }

        private static String shortly(String content) {
            return "%s... (%08x)".formatted(content.substring(0, Math.min(10, content.length())), content.hashCode());
        }

        private String story() {
            return "seed %d, %s: %s".formatted(seed, shape, vandal.deeds());
        }
    }
}
