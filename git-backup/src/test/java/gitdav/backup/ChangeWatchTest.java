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
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ChangeWatchTest {

    private static final Duration QUIET = Duration.ofMillis(400);

    @TempDir
    private Path dir;
    private DataVolume volume;
    private ChangeWatch watch;

    @BeforeEach
    void volumeThatIsBackedUp() throws IOException {
        volume = new DataVolume(dir);
        volume.mark(Marker.fresh());
        Files.createDirectories(volume.properties());
        Files.createDirectories(dir.resolve("folder"));
        // Long ago: within one tick of the system's clock, a change of the same length would leave no trace.
        Files.setLastModifiedTime(Files.writeString(dir.resolve("folder/file"), "one"), FileTime.fromMillis(12345));
        watch = new ChangeWatch(volume, Optional.of(QUIET));
        watch.backingUp();
    }

    @Test
    void nothingChangedIsNotDue() {
        await().during(QUIET.multipliedBy(3)).until(() -> !watch.isQuietAgain());
    }

    @Test
    void everyKindOfChangeIsNoticedOnce() throws IOException {
        Files.writeString(dir.resolve("folder/file"), "two");
        isDueOnceQuiet();
        Files.createDirectory(dir.resolve("folder/empty"));
        isDueOnceQuiet();
        Files.delete(dir.resolve("folder/file"));
        isDueOnceQuiet();
        Files.setLastModifiedTime(dir.resolve("folder"), FileTime.fromMillis(12345));
        isDueOnceQuiet();
        Files.writeString(volume.properties().resolve("of-a-file"), "property");
        isDueOnceQuiet();
        Files.writeString(dir.resolve("in the root"), "one");
        isDueOnceQuiet();
        Files.setPosixFilePermissions(dir.resolve("in the root"), PosixFilePermissions.fromString("rwx------"));
        isDueOnceQuiet();
    }

    @Test
    void whatIsNotBackedUpDoesNotCount() throws IOException {
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.createDirectories(dir.resolve(".gitdav/uploads"));
        Files.writeString(dir.resolve(".gitdav/uploads/one"), "half of it");

        await().during(QUIET.multipliedBy(3)).until(() -> !watch.isQuietAgain());
    }

    @Test
    void volumeThatGoesOnChangingIsNotQuiet() throws IOException {
        isNotQuietWhileItChanges();
    }

    @Test
    void largeVolumeIsNotTakenForQuietBetweenTwoLooks() throws IOException {
        for (int i = 0; i < 2000; i++) {
            Files.createFile(dir.resolve("folder/" + i));
        }

        isNotQuietWhileItChanges();
    }

    @Test
    void everythingCountsAsChangedUntilTheFirstBackup() {
        watch = new ChangeWatch(volume, Optional.of(QUIET));

        isDueOnceQuiet();
    }

    @Test
    void offNoticesNothing() throws IOException {
        watch = new ChangeWatch(volume, Optional.empty());
        Files.writeString(dir.resolve("folder/file"), "two");

        assertThat(watch.isQuietAgain()).isFalse();
        assertThat(watch.step()).isGreaterThan(Duration.ofHours(1));
    }

    private void isNotQuietWhileItChanges() throws IOException {
        long begin = System.nanoTime();
        for (int i = 0; System.nanoTime() - begin < QUIET.multipliedBy(3).toNanos(); i++) {
            Files.writeString(dir.resolve("folder/file"), "version " + i);
            assertThat(watch.isQuietAgain()).isFalse();
        }
        isDueOnceQuiet();
    }

    private void isDueOnceQuiet() {
        // Between two looks there is fifty times as long as one takes, and it may be the machine that is slow.
        await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(20)).until(watch::isQuietAgain);
        watch.backingUp();
        assertThat(watch.isQuietAgain()).isFalse();
    }
}
