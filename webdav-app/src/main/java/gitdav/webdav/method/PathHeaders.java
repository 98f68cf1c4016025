package gitdav.webdav.method;

import gitdav.webdav.protocol.BasePath;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.protocol.SharePath;
import gitdav.webdav.protocol.SpelledPath;
import io.milton.http.Response.Status;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// The headers that name paths, `Destination` and `If`; read like the request's own.
///
/// @param base where clients see the share
record PathHeaders(BasePath base) {

    /// A URI's path behind any scheme, host and port, since a proxy in front may show any: only the path counts.
    private static final Pattern URI = Pattern.compile("(?:[A-Za-z][A-Za-z0-9+.-]*://[^/?#]+)?(/[^?#]*)");

    /// The header with characters for its bytes, which should be encoded and are UTF-8 if they are not; to Jetty each is a
    /// character.
    static String text(String header) {
        return header == null
                ? null
                : new String(header.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /// Where COPY and MOVE go to.
    ///
    /// @param header may be null
    /// @throws DavException if the header is missing, no URI, or leads out of the share
    SharePath destination(String header) {
        String destination = text(header);
        var match = URI.matcher(destination == null ? "" : destination);
        if (!match.matches()) {
            throw new DavException(Status.SC_BAD_REQUEST, destination == null
                    ? "The Destination header is missing"
                    : "The Destination header must be a URI, or the path of one, and is '" + destination + "'");
        }
        return base.within(SpelledPath.parse(match.group(1))).map(SpelledPath::path)
                .orElseThrow(() -> new DavException(Status.SC_BAD_GATEWAY,
                        "The Destination '" + destination + "' is not in this share"));
    }

    /// The path in this share that a URI in the `If` header means; nothing if it means none.
    Optional<SharePath> pathOf(String uri) {
        var match = URI.matcher(uri);
        try {
            return match.matches()
                    ? base.within(SpelledPath.parse(match.group(1))).map(SpelledPath::path)
                    : Optional.empty();
        } catch (DavException noPath) {
            return Optional.empty();
        }
    }
}
