package gitdav.volume;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DataVolumeTest {

    @TempDir
    private Path dir;

    @Test
    void markerIsNeverReadOrWrittenThroughALink() throws IOException {
        var volume = new DataVolume(Files.createDirectory(dir.resolve("data")));
        Marker marker = Marker.fresh();
        Path branch = Files.writeString(dir.resolve("main"), marker.text());
        Files.createDirectory(volume.reserved());
        Files.createSymbolicLink(volume.reserved().resolve("marker"), branch);
        Files.createSymbolicLink(volume.reserved().resolve("marker.unfinished"), branch);

        assertThat(volume.marker()).isEmpty();
        Marker other = Marker.fresh();
        volume.mark(other);

        assertThat(volume.marker()).contains(other);
        assertThat(branch).hasContent(marker.text());
    }

    @Test
    void ownFolderIsNeverALink() throws IOException {
        var volume = new DataVolume(Files.createDirectory(dir.resolve("data")));
        var other = new DataVolume(Files.createDirectory(dir.resolve("other")));
        other.mark(Marker.fresh());
        Files.createSymbolicLink(volume.reserved(), other.reserved());

        assertThat(volume.marker()).isEmpty();
        assertThatThrownBy(() -> volume.mark(Marker.fresh())).isInstanceOf(NotDirectoryException.class)
                .hasMessageContaining(volume.reserved().toString());
    }
}
