package gitdav.volume;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;

/// A short text whose last line is a checksum: a single bit of an id, or of a version, makes another one of it that looks
/// just as good.
public final class CheckedText {

    private static final String CHECK = "check=";

    private CheckedText() {}

    /// The text with its checksum.
    ///
    /// @param text ends with a newline
    public static String of(String text) {
        return text + CHECK + sum(text) + "\n";
    }

    /// The text that was written; empty if it is damaged. What has no checksum is from layout 1, and taken as it is.
    public static Optional<String> read(String written) {
        String text = unchecked(written);
        return text.equals(written) || of(text).equals(written) ? Optional.of(text) : Optional.empty();
    }

    /// The text without its checksum, whatever that says.
    public static String unchecked(String written) {
        int check = written.lastIndexOf(CHECK);
        return check < 0 ? written : written.substring(0, check);
    }

    private static String sum(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return "%08x".formatted(crc.getValue());
    }
}
