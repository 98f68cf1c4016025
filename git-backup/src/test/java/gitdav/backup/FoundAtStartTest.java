package gitdav.backup;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/// The note of what git-init has found, which is for the status only: one that cannot be read stops no backup.
class FoundAtStartTest {

    @TempDir
    private Path dir;
    private BackupPod pod;
    private Path note;

    @BeforeEach
    void volumeWithAFile() throws IOException {
        pod = new BackupPod(dir);
        pod.write("notes.txt", "one");
        note = dir.resolve("git/gitdav-found-at-start");
    }

    @AfterEach
    void stopServer() throws IOException {
        pod.stopServer();
    }

    @Test
    void folderInItsPlaceStopsNoBackup() throws IOException {
        Files.createDirectory(note);

        assertThat(pod.gitBackup()).isZero();
    }

    @Test
    void timeThatThereIsNotStopsNoBackup() throws IOException {
        Files.writeString(note, "2026-99-99T99:99:99Z a verdict\n");

        assertThat(pod.gitBackup()).isZero();
    }
}
