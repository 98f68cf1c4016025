package gitdav.webdav.disk;

import org.eclipse.jetty.http.MimeTypes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/// What a file is, by its name: Jetty's table, and beside it `types.properties`, with what people keep and Jetty does not
/// know.
final class ContentTypes {

    private static final MimeTypes TYPES = types();

    private ContentTypes() {}

    /// The type, without a text's encoding.
    static String of(String name) {
        return Objects.requireNonNullElse(TYPES.getMimeByExtension(name), "application/octet-stream");
    }

    private static MimeTypes types() {
        var own = new Properties();
        try (InputStream file = ContentTypes.class.getResourceAsStream("types.properties")) {
            own.load(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        var all = new MimeTypes.Mutable();
        own.forEach((extension, type) -> all.addMimeMapping(extension.toString(), type.toString()));
        return all;
    }
}
