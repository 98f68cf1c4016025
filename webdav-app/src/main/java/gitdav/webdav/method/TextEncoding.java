package gitdav.webdav.method;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/// Tells a text's encoding by its first bytes. Without a name of it, a browser takes any text for one of Western Europe.
final class TextEncoding {

    /// So many bytes tell.
    static final int ENOUGH = 8 * 1024;

    /// How a text in UTF-16 begins (U+FEFF).
    private static final Set<String> UTF_16 = Set.of("feff", "fffe");

    private TextEncoding() {}

    /// The charset's name; empty if the bytes do not say.
    ///
    /// @param beginning of the text, cut off anywhere
    static Optional<String> of(byte[] beginning) {
        if (UTF_16.contains(HexFormat.of().formatHex(beginning, 0, Math.min(2, beginning.length)))) {
            return Optional.of("utf-16");
        }
        CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
        boolean isUtf8 = !utf8.decode(ByteBuffer.wrap(beginning), CharBuffer.allocate(beginning.length), false)
                .isError();
        return isUtf8 ? Optional.of("utf-8") : Optional.empty();
    }
}
