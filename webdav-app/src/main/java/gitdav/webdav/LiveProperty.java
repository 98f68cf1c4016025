package gitdav.webdav;

import org.eclipse.jetty.http.DateGenerator;

import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.xml.namespace.QName;

/// The properties that the server itself knows of a file or folder
/// ([RFC 4918, section 15](https://www.rfc-editor.org/rfc/rfc4918#section-15)).
enum LiveProperty {
    CREATIONDATE, DISPLAYNAME, GETCONTENTLENGTH, GETCONTENTTYPE, GETETAG, GETLASTMODIFIED, RESOURCETYPE;

    private static final Map<QName, LiveProperty> BY_NAME = Arrays.stream(values())
            .collect(Collectors.toMap(LiveProperty::qualifiedName, Function.identity()));

    private final String localName = name().toLowerCase(Locale.ROOT);

    /// The property of this name, if there is one.
    static Optional<LiveProperty> named(QName name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    static List<LiveProperty> allOf(Entry entry) {
        return Arrays.stream(values()).filter(property -> property.isOf(entry)).toList();
    }

    String localName() {
        return localName;
    }

    QName qualifiedName() {
        return new QName("DAV:", localName);
    }

    boolean isOf(Entry entry) {
        return switch (this) {
            case CREATIONDATE, DISPLAYNAME, GETLASTMODIFIED, RESOURCETYPE -> true;
            case GETCONTENTLENGTH, GETCONTENTTYPE, GETETAG -> !entry.isFolder();
        };
    }

    /// The value as text, which is all there is to it except for a folder's resource type.
    String valueOf(Entry entry) {
        return switch (this) {
            case CREATIONDATE ->
                entry.attributes().creationTime().toInstant().truncatedTo(ChronoUnit.SECONDS).toString();
            case DISPLAYNAME -> entry.getName();
            case GETCONTENTLENGTH -> Long.toString(entry.attributes().size());
            case GETCONTENTTYPE -> entry.contentType();
            case GETETAG -> entry.etag();
            case GETLASTMODIFIED -> DateGenerator.formatDate(entry.lastModified());
            case RESOURCETYPE -> "";
        };
    }
}
