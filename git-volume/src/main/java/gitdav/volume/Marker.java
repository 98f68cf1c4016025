package gitdav.volume;

import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;

/// What makes a folder a gitdav volume: written by git-init when the volume is complete, as `.gitdav/marker`.
///
/// @param volumeId tells this volume from every other; the git store carries the same
/// @param layout the version of the layout of `.gitdav/`
public record Marker(UUID volumeId, int layout) {

    /// The layout that this version of the suite writes.
    public static final int CURRENT_LAYOUT = 2;

    /// A marker for a volume that has none.
    public static Marker fresh() {
        return new Marker(UUID.randomUUID(), CURRENT_LAYOUT);
    }

    String text() {
        return CheckedText.of("volume=" + volumeId + "\nlayout=" + layout + "\n");
    }

    /// Empty if this is not the text of a marker. A checksum is only missing from layout 1.
    static Optional<Marker> parse(String written) {
        try {
            var lines = new Properties();
            lines.load(new StringReader(CheckedText.read(written).orElse("")));
            var marker = new Marker(UUID.fromString(lines.getProperty("volume")),
                    Integer.parseInt(lines.getProperty("layout")));
            boolean isAsWritten = marker.layout == 1 || !CheckedText.read(written).equals(Optional.of(written));
            return isAsWritten ? Optional.of(marker) : Optional.empty();
        } catch (IllegalArgumentException | NullPointerException | IOException damaged) {
            return Optional.empty();
        }
    }
}
