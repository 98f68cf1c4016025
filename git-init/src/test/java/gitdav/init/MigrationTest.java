package gitdav.init;

import gitdav.servers.Command;
import gitdav.volume.Marker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// A volume, a store and a remote as gitdav 0.1.0 left them, which wrote layout 1, without times.
class MigrationTest {

    private static final Map<String, String> FILES = Map.of("notes/grüße.txt", "Hello\n", "notes/x", "x", "run.sh",
            "#!/bin/sh\n");
    private static final Instant MODIFIED = Instant.parse("2001-02-03T04:05:06.123456789Z");

    @TempDir
    private Path dir;
    private PodFolder pod;

    @BeforeEach
    void volumeOfLayout1() throws Exception {
        try (var archive = MigrationTest.class.getResourceAsStream("layout-1.tar.gz")) {
            Path copy = dir.resolve("layout-1.tar.gz");
            Files.copy(archive, copy);
            Command.run("tar", "-xzf", copy.toString(), "-C", dir.toString());
        }
        pod = new PodFolder(dir);
    }

    @Test
    void volumeIsMigrated() throws Exception {
        assertThat(pod.check()).isEqualTo("of layout 1: to be migrated to layout 2");
        pod.start();

        assertThat(pod.files()).isEqualTo(FILES);
        assertThat(pod.volume().marker().orElseThrow().layout()).isEqualTo(Marker.CURRENT_LAYOUT);
        assertThat(pod.git("log", "-1", "--format=%s")).isEqualTo("Record modification times");
        assertThat(pod.git("log", "--format=%s").lines()).hasSize(2);
    }

    @Test
    void timesThatAreStillThereAreInTheBackupFromThenOn() throws Exception {
        pod.start();
        pod.git("push", "--quiet", pod.remote().toString(), "main");
        pod.loseData();
        pod.loseStore();

        pod.start();

        assertThat(Files.getLastModifiedTime(pod.file("notes/grüße.txt")).toInstant()).isEqualTo(MODIFIED);
        assertThat(pod.file("empty")).isEmptyDirectory();
        assertThat(Files.isExecutable(pod.file("run.sh"))).isTrue();
    }

    @Test
    void migrationThatWasKilledIsFinished() throws Exception {
        Marker old = pod.volume().marker().orElseThrow();
        pod.start();
        String commits = pod.git("log", "--format=%H");
        // Killed between the step and the note that it is done.
        pod.volume().mark(old);

        pod.start();

        assertThat(pod.git("log", "--format=%H")).isEqualTo(commits);
        assertThat(pod.volume().marker().orElseThrow().layout()).isEqualTo(Marker.CURRENT_LAYOUT);
    }

    @Test
    void backupOfLayout1IsRestored() throws IOException {
        pod.loseData();
        pod.loseStore();

        pod.start();

        assertThat(pod.files()).isEqualTo(FILES);
        assertThat(pod.volume().marker().orElseThrow().layout()).isEqualTo(Marker.CURRENT_LAYOUT);
    }

    @Test
    void volumeIsMigratedWithoutTheRemote() throws IOException {
        pod.toggleRemote();

        pod.start();

        assertThat(pod.volume().marker().orElseThrow().layout()).isEqualTo(Marker.CURRENT_LAYOUT);
    }
}
