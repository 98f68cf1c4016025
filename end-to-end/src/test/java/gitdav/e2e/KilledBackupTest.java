package gitdav.e2e;

import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// `kill -9` of git-backup at a random moment: store and remote stay whole, by native git's judgement, and the next run
/// goes on. After the last one, a new pod restores exactly what was in the volume.
///
/// `-Drounds=200` for more rounds, `-Dseed=...` for the same moments once more.
class KilledBackupTest {

    private static final int ROUNDS = 6;
    private static final int FILES = 300;

    @TempDir
    private Path dir;
    private Random random;
    private int versions;

    @Test
    void nextRunGoesOn() throws Exception {
        int rounds = Integer.getInteger("rounds", ROUNDS);
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.printf("%d rounds from seed %d%n", rounds, seed);
        random = new Random(seed);
        Map<String, String> settings = settings("data", "git");
        run("git-init", settings, "--git-create-remote", "true");
        changeSomeFiles();
        long begin = System.nanoTime();
        run("git-backup", settings, "--once");
        long whole = Duration.ofNanos(System.nanoTime() - begin).toMillis();
        int killed = 0;
        for (int round = 1; round <= rounds; round++) {
            changeSomeFiles();
            try (var gitBackup = ProgramProcess.start("git-backup", settings, "--once")) {
                // From the start of the machine to about the end of the push: that it takes as long as the first is rare.
                killed += gitBackup.killAfter(Duration.ofMillis(random.nextLong(whole / 4, whole))) ? 1 : 0;
            }
            fsck("git");
            fsck("content.git");
            if (round % 5 == 0 || round == rounds) {
                run("git-backup", settings, "--once");
            }
        }
        System.out.println("killed " + killed + " times");

        run("git-init", settings("elsewhere", "another"));
        assertThat(UsersFiles.in(dir.resolve("elsewhere"))).isEqualTo(UsersFiles.in(dir.resolve("data")));
        try (var store = GitStore.open(dir.resolve("git"), "main");
                var remote = GitStore.open(dir.resolve("content.git"), "main")) {
            ObjectId head = store.head().orElseThrow();
            assertThat(remote.head()).contains(head);
        }
    }

    private Map<String, String> settings(String data, String store) throws IOException {
        return Map.of("DATA_DIR", Files.createDirectories(dir.resolve(data)).toString(), "GIT_STORE",
                dir.resolve(store).toString(), "GIT_URL", dir.resolve("content.git").toUri().toString());
    }

    private void changeSomeFiles() throws IOException {
        versions++;
        for (int i = 0; i < FILES / 2; i++) {
            Path file = dir.resolve("data/folder " + random.nextInt(20) + "/file " + random.nextInt(FILES));
            Files.createDirectories(file.getParent());
            if (random.nextInt(5) == 0) {
                Files.deleteIfExists(file);
            } else {
                Files.writeString(file, "version " + versions + " of " + file.getFileName());
            }
        }
    }

    private static void run(String program, Map<String, String> settings, String... arguments) throws Exception {
        try (var process = ProgramProcess.start(program, settings, arguments)) {
            assertThat(process.exitCode()).as(process.output()).isZero();
        }
    }

    /// What a killed process leaves unfinished is not yet part of the repository, and says nothing against it.
    private void fsck(String repository) throws Exception {
        Process fsck = new ProcessBuilder("git", "--git-dir", dir.resolve(repository).toString(), "fsck", "--full",
                "--no-dangling").redirectErrorStream(true).start();
        String said = new String(fsck.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(fsck.waitFor()).as(said).isZero();
    }
}
