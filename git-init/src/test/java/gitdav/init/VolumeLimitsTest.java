package gitdav.init;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import gitdav.files.FileTree;
import gitdav.servers.Command;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// Commits with entries that a volume cannot hold, and folders that it may not write: after random changes in the remote and
/// on the volume, everything else is on the volume, those are named, and all are in the next backup.
///
/// `-Drounds=2000` for more rounds, `-Dseed=...` for one that failed.
@Tag("long")
class VolumeLimitsTest {

    private static final int ROUNDS = 8;
    private static final Path MEMORY = Path.of("/dev/shm");

    @TempDir
    private Path dir;

    @Test
    void whatAVolumeCannotHoldIsNamedAndStaysInTheBackup() throws Exception {
        Object user = Files.getAttribute(dir, "unix:uid");
        assumeTrue(user.equals(0) && Files.isExecutable(Path.of("/usr/bin/setpriv")), "needs root, and setpriv");
        System.out.print(Command.run("setpriv", "--bounding-set", "-dac_override,-dac_read_search,-fowner",
                Path.of(System.getProperty("java.home"), "bin/java").toString(), "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1", "-Drounds=" + Integer.getInteger("rounds", ROUNDS),
                "-Dseed=" + Long.getLong("seed", System.nanoTime()), "-cp", System.getProperty("java.class.path"),
                VolumeLimitsTest.class.getName(), dir.toString()));
    }

    /// The rounds, in a process of root that may not do everything.
    ///
    /// @param arguments a folder to work in
    public static void main(String... arguments) throws Exception {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME))
                .setLevel(Level.toLevel(System.getProperty("log"), Level.OFF));
        Path dir = Files.createTempDirectory(Files.isDirectory(MEMORY) ? MEMORY : Path.of(arguments[0]), "limits");
        long first = Long.getLong("seed", System.nanoTime());
        int rounds = Integer.getInteger("rounds", ROUNDS);
        System.out.printf("limits of volumes: -Dseed=%d -Drounds=%d%n", first, rounds);
        try {
            for (long seed = first; seed < first + rounds; seed++) {
                Path folder = Files.createDirectory(dir.resolve("round"));
                new VolumeLimitsRound(new PodFolder(folder), seed).run();
                discard(folder);
            }
        } finally {
            discard(dir);
        }
    }

    /// Also what is sealed, wherever an update has set it aside.
    private static void discard(Path folder) throws IOException {
        Command.run("chown", "-R", "0", folder.toString());
        Command.run("chmod", "-R", "u+rwX", folder.toString());
        FileTree.delete(folder);
    }
}
