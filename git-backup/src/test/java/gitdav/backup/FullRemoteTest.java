package gitdav.backup;

import gitdav.servers.Command;
import gitdav.volume.DataVolume;
import gitdav.volume.Marker;
import gitdav.volume.store.GitStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/// A remote in a folder whose disk is full: JGit is the server, in a thread of its own in git-backup's process.
@Timeout(120)
class FullRemoteTest {

    @TempDir
    private Path dir;
    private Path disk;
    private DataVolume volume;

    @BeforeEach
    void smallDisk() throws IOException {
        disk = Files.createDirectory(dir.resolve("disk"));
        boolean isMounted;
        try {
            Command.run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString());
            isMounted = true;
        } catch (IOException notForUs) {
            isMounted = false;
        }
        Assumptions.assumeTrue(isMounted || "required".equals(System.getProperty("containers")),
                "needs root to mount a disk of 2 MB; -Dcontainers=required makes that an error");
        Command.run("git", "init", "--quiet", "--bare", disk.resolve("content.git").toString());
        volume = new DataVolume(Files.createDirectory(dir.resolve("data")));
        volume.mark(Marker.fresh());
        try (var store = GitStore.open(dir.resolve("git"), "main")) {
            store.bind(volume.marker().orElseThrow().volumeId());
        }
    }

    @AfterEach
    void unmount() throws IOException {
        if (volume != null) {
            Command.run("umount", disk.toString());
        }
    }

    @Test
    void isSaidInLinesOfTheLogAndByNoThreadOfALibrary() throws Exception {
        byte[] large = new byte[5 << 20];
        new Random(1).nextBytes(large);
        Files.write(volume.root().resolve("large"), large);

        List<String> lines = gitBackup();

        assertThat(lines).allMatch(line -> line.startsWith("{\"time\":") && line.endsWith("}"))
                .noneMatch(line -> line.contains("\\tat "));
        assertThat(lines.getLast()).contains("\"ERROR\"", "backup failed: cannot push to ",
                "the disk of the remote is full", "1 commit waits in the git store");
    }

    private List<String> gitBackup() throws Exception {
        var builder = new ProcessBuilder(System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                GitBackup.class.getName(), "--once");
        builder.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "LOG_FORMAT", "json", "GIT_URL",
                disk.resolve("content.git").toUri().toString(), "DATA_DIR", volume.root().toString(), "GIT_STORE",
                dir.resolve("git").toString()));
        Process process = builder.start();
        String printed = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(1);
        return printed.lines().toList();
    }
}
