package gitdav.webdav.protocol;

import gitdav.files.RawName;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// A file's name as text. To a disk it is bytes, most often UTF-8; in the text a byte that is not is one of the
/// characters U+DC80 to U+DCFF, which stand alone in no other text. So every name has a text, and the text leads back to
/// the name. (Python does the same: [PEP 383](https://peps.python.org/pep-0383/).)
public final class FileName {

    private static final char FIRST_BYTE = '\uDC80';
    private static final char LAST_BYTE = '\uDCFF';
    private static final char REPLACEMENT = '\uFFFD';

    private FileName() {}

    /// The last name in the path.
    public static String of(Path file) {
        String name = file.getFileName().toString();
        return name.indexOf(REPLACEMENT) < 0
                ? name
                : text(RawName.of(file.toAbsolutePath()).getBytes(StandardCharsets.ISO_8859_1));
    }

    /// The file of this name in the folder.
    ///
    /// @throws InvalidPathException if no file can have it
    public static Path in(Path folder, String name) {
        return isText(name)
                ? folder.resolve(name)
                : Path.of(URI.create(folder.toUri().toString().replaceFirst("/*$", "/") + encoded(name)));
    }

    /// The text of a name.
    ///
    /// @param name as the system has it
    public static String text(byte[] name) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.wrap(name);
        CharBuffer text = CharBuffer.allocate(name.length);
        CoderResult result = decoder.decode(bytes, text, true);
        while (result.isMalformed()) {
            for (int i = 0; i < result.length(); i++) {
                text.put((char) (FIRST_BYTE + (bytes.get() & 0x7F)));
            }
            result = decoder.reset().decode(bytes, text, true);
        }
        return text.flip().toString();
    }

    /// The name of a text, as the system has it.
    public static byte[] bytes(String text) {
        var bytes = new ByteArrayOutputStream();
        text.codePoints().forEach(point -> {
            if (point >= FIRST_BYTE && point <= LAST_BYTE) {
                bytes.write(point);
            } else {
                bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
            }
        });
        return bytes.toByteArray();
    }

    private static String encoded(String name) {
        var encoded = new StringBuilder();
        for (byte unit : bytes(name)) {
            encoded.append("%%%02X".formatted(unit));
        }
        return encoded.toString();
    }

    /// Also false for the second half of some characters; the longer way does them no harm.
    private static boolean isText(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) >= FIRST_BYTE && name.charAt(i) <= LAST_BYTE) {
                return false;
            }
        }
        return true;
    }
}
