package gitdav.backup;

import gitdav.volume.DataVolume;
import gitdav.volume.Marker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ChangedFilesTest {

    @TempDir
    private Path dir;
    private DataVolume volume;

    @BeforeEach
    void volumeWithFiles() throws IOException {
        volume = new DataVolume(Files.createDirectory(dir.resolve("data")));
        volume.mark(Marker.fresh());
        Files.createDirectories(volume.root().resolve("folder/deeper"));
        Files.writeString(volume.root().resolve("folder/a"), "a");
        Files.writeString(volume.root().resolve("folder/deeper/b"), "b");
    }

    /// A moment after which the file system gives other times than before.
    private Instant now() throws IOException {
        Path clock = Files.createFile(dir.resolve("clock"));
        FileTime before = Files.getLastModifiedTime(clock);
        await().until(() -> {
            Files.writeString(clock, "tick");
            return !Files.getLastModifiedTime(clock).equals(before);
        });
        Files.delete(clock);
        return before.toInstant();
    }

    @Test
    void changedFilesAreNamedAndFoldersOnlyForWhatIsGone() throws Exception {
        Instant since = now();
        assertThat(ChangedFiles.in(volume, since).count()).isZero();

        Files.writeString(volume.root().resolve("folder/Grüße & more"), "new");
        Files.setLastModifiedTime(volume.root().resolve("folder/Grüße & more"), FileTime.fromMillis(0));
        Files.delete(volume.root().resolve("folder/deeper/b"));

        assertThat(ChangedFiles.in(volume, since).paths()).containsExactlyInAnyOrder(
                "/folder/Gr%C3%BC%C3%9Fe%20%26%20more", "/folder/deeper/");
    }

    @Test
    void onlySomeOfManyAreNamed() throws Exception {
        Instant since = now();
        for (int i = 0; i < 30; i++) {
            Files.createFile(volume.root().resolve("file" + i));
        }

        ChangedFiles.Found found = ChangedFiles.in(volume, since);

        assertThat(found.count()).isEqualTo(30);
        assertThat(found.paths()).hasSize(20);
    }

    @Test
    void whatIsOursIsNoChange() throws Exception {
        Instant since = now();
        Files.writeString(volume.root().resolve(".gitdav/uploading"), "x");

        assertThat(ChangedFiles.in(volume, since).count()).isZero();
    }
}
