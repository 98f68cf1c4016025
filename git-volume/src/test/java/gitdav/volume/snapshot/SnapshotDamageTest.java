package gitdav.volume.snapshot;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/// Damage is found by content and time, and never backed up.
class SnapshotDamageTest extends SnapshotFixture {

    @Test
    void fileThatRottedIsNotBackedUp() throws IOException {
        Path file = write("file", "good");
        setTime(file, LONG_AGO);
        Snapshot good = take(Optional.empty());
        commit(good.tree());
        good.remember(store);
        rot(file, "evil");

        Snapshot snapshot = take(Optional.of(good.tree()));

        assertThat(snapshot.tree()).isEqualTo(good.tree());
        assertThat(snapshot.damages()).singleElement()
                .satisfies(damage -> assertThat(damage.finding()).contains("file is damaged"));
    }

    @Test
    void fileThatIsReplacedByOneOfTheSameTimeIsBackedUp() throws IOException {
        Path file = write("file", "good");
        setTime(file, LONG_AGO);
        Snapshot first = take(Optional.empty());
        commit(first.tree());
        first.remember(store);
        Path upload = write("upload", "also");
        Files.setLastModifiedTime(upload, Files.getLastModifiedTime(file));
        Files.move(upload, file, StandardCopyOption.REPLACE_EXISTING);

        Snapshot snapshot = take(Optional.of(first.tree()));

        assertThat(snapshot.damages()).isEmpty();
        assertThat(restored(snapshot.tree()).get("file")).endsWith("[97, 108, 115, 111]");
    }

    @Test
    void fileThatIsLostIsNotTakenForDeleted() throws IOException {
        write("folder/kept", "k");
        Path lost = write("folder/lost", "l");
        Path deleted = write("other/deleted", "d");
        setTime(lost.getParent(), LONG_AGO);
        setTime(deleted.getParent(), LONG_AGO);
        Snapshot good = take(Optional.empty());
        commit(good.tree());
        good.remember(store);
        Files.delete(lost);
        setTime(lost.getParent(), LONG_AGO);
        Files.delete(deleted);

        Snapshot snapshot = take(Optional.of(good.tree()));

        assertThat(restored(snapshot.tree())).containsOnlyKeys("folder", "folder/kept", "folder/lost", "other");
        assertThat(snapshot.damages()).singleElement()
                .satisfies(damage -> assertThat(damage.finding()).contains("folder/lost is lost"));
    }

    @Test
    void indexThatIsBrokenIsAsGoodAsNone() throws IOException {
        write("folder/file", "content");
        Snapshot snapshot = take(Optional.empty());
        commit(snapshot.tree());
        snapshot.remember(store);
        assertThat(FileIndex.read(store.folder()).orElseThrow().root()).isEqualTo(snapshot.root());
        Path index = store.folder().resolve(FileIndex.FILE);
        byte[] bytes = Files.readAllBytes(index);
        bytes[bytes.length / 2] ^= 4;
        Files.write(index, bytes);

        assertThat(FileIndex.read(store.folder())).isEmpty();
        assertThat(take(Optional.of(snapshot.tree())).tree()).isEqualTo(snapshot.tree());
    }
}
