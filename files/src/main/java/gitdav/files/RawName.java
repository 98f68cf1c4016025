package gitdav.files;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A file's name as the system has it: bytes, in no known character set.
public final class RawName {

    /// Java takes the encoding of names from the locale.
    private static final boolean NAMES_ARE_UTF_8 = StandardCharsets.UTF_8.name()
            .equals(System.getProperty("sun.jnu.encoding"));

    private RawName() {}

    /// The whole path as the system has it.
    public static byte[] bytes(Path path) {
        String text = path.toString();
        if (isText(text)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        var bytes = new StringBuilder();
        for (Path name : path) {
            bytes.append(bytes.isEmpty() && !path.isAbsolute() ? "" : "/").append(of(name));
        }
        return bytes.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Whether a path's text holds all its bytes: a name that is not UTF-8 has lost some of them.
    static boolean isText(String path) {
        return NAMES_ARE_UTF_8 && path.indexOf('\uFFFD') < 0;
    }

    /// The bytes of the path's last name, one character each (ISO 8859-1).
    ///
    /// A path's text shows a replacement for every byte that is not UTF-8; its URI has the bytes unchanged.
    public static String of(Path file) {
        String path = file.toUri().getRawPath();
        int end = path.endsWith("/") ? path.length() - 1 : path.length();
        var name = new StringBuilder();
        for (int i = path.lastIndexOf('/', end - 1) + 1; i < end; i++) {
            if (path.charAt(i) == '%') {
                name.append((char) Integer.parseInt(path, i + 1, i + 3, 16));
                i += 2;
            } else {
                name.append(path.charAt(i));
            }
        }
        return name.toString();
    }
}
