package gitdav.files;

import java.nio.file.Path;

/// A file's name as the system has it: bytes, of which nobody says what characters they are.
public final class RawName {

    private RawName() {}

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
