package gitdav.volume.merge;

import gitdav.contract.LockFile;
import gitdav.contract.VolumeLayout;
import gitdav.files.QuietTime;
import gitdav.volume.DataVolume;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

class WebdavLocksTest {

    @TempDir
    private Path root;
    private Path folder;
    private WebdavLocks locks;

    @BeforeEach
    void noLocks() throws IOException {
        var volume = new DataVolume(root);
        folder = Files.createDirectories(volume.reserved().resolve("locks"));
        locks = new WebdavLocks(volume);
    }

    @Test
    void lockCoversItsFileAndADeepOneAllThatIsInAFolder() throws IOException {
        lock("one", "/folder/a%20file", false, in(60));
        lock("other", "/deep", true, in(60));

        assertThat(locks.cover(root.resolve("folder/a file"))).isTrue();
        assertThat(locks.cover(root.resolve("folder/another file"))).isFalse();
        assertThat(locks.cover(root.resolve("deep"))).isTrue();
        assertThat(locks.cover(root.resolve("deep/below/file"))).isTrue();
    }

    @Test
    void nameOfAnyBytesIsCovered() throws IOException {
        lock("one", "/a+b,%20c:%09%5C%C3%BC%FF", false, in(60));
        lock("other", "/", false, in(60));

        Path file = Path.of(URI.create(root.toUri() + "a%2Bb%2C%20c%3A%09%5C%C3%BC%FF"));
        assertThat(locks.cover(file)).isTrue();
        assertThat(locks.cover(root.resolve("folder/file"))).isFalse();
    }

    @Test
    void shallowLockOfAFolderCoversItsEntries() throws IOException {
        lock("one", "/folder", false, in(60));

        assertThat(locks.cover(root.resolve("folder/file"))).isTrue();
        assertThat(locks.cover(root.resolve("folder/below/file"))).isFalse();
    }

    @Test
    void lockThatIsOverOrDamagedCoversNothing() throws IOException {
        lock("over", "/file", false, in(-1));
        Files.writeString(folder.resolve("damaged"), "nonsense");

        assertThat(locks.cover(root.resolve("file"))).isFalse();
    }

    @Test
    void lockThatIsTakenOrReleasedMeanwhileCounts() throws IOException {
        lock("one", "/file", false, in(60));
        assertThat(locks.cover(root.resolve("file"))).isTrue();
        lock("other", "/other", false, in(60));
        assertThat(locks.cover(root.resolve("other"))).isTrue();

        QuietTime.await();
        assertThat(locks.cover(root.resolve("file"))).isTrue();
        Files.delete(folder.resolve("one"));
        assertThat(locks.cover(root.resolve("file"))).isFalse();

        QuietTime.await();
        assertThat(locks.cover(root.resolve("late"))).isFalse();
        lock("late", "/late", false, in(60));
        assertThat(locks.cover(root.resolve("late"))).isTrue();
    }

    private static Instant in(int seconds) {
        return Instant.now().plusSeconds(seconds);
    }

    /// As webdav-app does it: written elsewhere, and renamed.
    private void lock(String name, String path, boolean deep, Instant expires) throws IOException {
        var lock = new LockFile("urn:uuid:" + name, path, false, true, deep, "", "", Duration.ofMinutes(1), expires);
        Path staged = Files.writeString(root.resolve(VolumeLayout.RESERVED).resolve(name), lock.text(),
                LockFile.CHARSET);
        Files.move(staged, folder.resolve(name));
    }
}
