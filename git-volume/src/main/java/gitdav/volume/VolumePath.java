package gitdav.volume;

import gitdav.files.RawName;

import java.net.URI;
import java.nio.file.Path;

/// A path in a volume as text with all its bytes: as in a URI, from the volume's root on.
public final class VolumePath {

    private static final Path ROOT = Path.of("/");
    private static final String PLAIN = "-._~/";

    private VolumePath() {}

    /// The path as text.
    ///
    /// @param path relative to the root
    public static String encode(Path path) {
        return "/" + encode(RawName.bytes(path));
    }

    /// A name, or several with slashes between them, as it is in such a text.
    ///
    /// @param name as the system has it
    public static String encode(byte[] name) {
        var text = new StringBuilder(name.length);
        for (byte b : name) {
            char c = (char) Byte.toUnsignedInt(b);
            boolean isPlain = c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
            text.append(isPlain ? Character.toString(c) : "%%%02X".formatted((int) c));
        }
        return text.toString();
    }

    /// What was encoded, relative to the root.
    ///
    /// @throws IllegalArgumentException if it is no such text, or leads out of the volume
    public static Path decode(String text) {
        if (!text.startsWith("/") || text.startsWith("//")) {
            throw new IllegalArgumentException("'" + text + "' is no path in a volume");
        }
        Path path = Path.of(URI.create("file://" + text));
        if (!path.equals(path.normalize())) {
            throw new IllegalArgumentException("'" + text + "' leads out of the volume");
        }
        return ROOT.relativize(path);
    }

    /// The same of something in the volume.
    ///
    /// @throws IllegalArgumentException also if it is the volume itself
    public static Path decodeEntry(String text) {
        Path path = decode(text);
        if (path.toString().isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' is the volume itself");
        }
        return path;
    }
}
