package gitdav.servers;

import java.io.IOException;
import java.io.InputStream;

/// A line of an HTTP or CGI header.
final class HttpLine {

    private HttpLine() {}

    /// Reads up to the line's end, and nothing beyond it.
    ///
    /// @return the line without its end; empty at the end of the header
    static String read(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n' && next >= 0; next = in.read()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
