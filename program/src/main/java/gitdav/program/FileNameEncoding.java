package gitdav.program;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Java takes the encoding of file names from the locale, and without one it cannot name a file `ü.txt`.
final class FileNameEncoding {

    private FileNameEncoding() {}

    /// What to change so that file names are UTF-8, if anything.
    static Optional<String> problem() {
        String encoding = System.getProperty("sun.jnu.encoding");
        return Charset.forName(encoding).equals(StandardCharsets.UTF_8)
                ? Optional.empty()
                : Optional.of("LC_ALL: file names would be " + encoding + ", in which many names cannot be written;"
                        + " set LC_ALL=C.UTF-8");
    }
}
