package gitdav.webdav.property;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.protocol.XmlBody;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.xml.namespace.QName;

/// The properties that the server itself knows of a file or folder
/// ([RFC 4918, section 15](https://www.rfc-editor.org/rfc/rfc4918#section-15),
/// [RFC 4331](https://www.rfc-editor.org/rfc/rfc4331)).
enum LiveProperty {
    CREATIONDATE, DISPLAYNAME, GETCONTENTLENGTH, GETCONTENTTYPE, GETETAG, GETLASTMODIFIED, LOCKDISCOVERY, RESOURCETYPE, SUPPORTEDLOCK, QUOTA_AVAILABLE_BYTES, QUOTA_USED_BYTES;

    private static final Map<QName, LiveProperty> BY_NAME = Arrays.stream(values())
            .collect(Collectors.toMap(LiveProperty::qualifiedName, Function.identity()));
    private static final List<LiveProperty> OF_FILES = allOf(false);
    private static final List<LiveProperty> OF_FOLDERS = allOf(true);

    private final String localName = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final String startTag = "<D:" + localName + ">";
    private final String endTag = "</D:" + localName + ">";

    /// The property of this name, if there is one.
    static Optional<LiveProperty> named(QName name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /// What a client gets that asks for everything: without the quota, which not every server knows quickly
    /// ([RFC 4331, section 3](https://www.rfc-editor.org/rfc/rfc4331#section-3)).
    static List<LiveProperty> allOf(Entry entry) {
        return entry.isFolder() ? OF_FOLDERS : OF_FILES;
    }

    String startTag() {
        return startTag;
    }

    String endTag() {
        return endTag;
    }

    QName qualifiedName() {
        return new QName(XmlBody.DAV, localName);
    }

    boolean isOf(Entry entry) {
        return isOf(entry.isFolder());
    }

    /// Whether only the server sets it. A client may give a file another display name than the one it has ([RFC 4918,
    /// section 15.2](https://www.rfc-editor.org/rfc/rfc4918#section-15.2)).
    boolean isProtected() {
        return this != DISPLAYNAME;
    }

    /// Whether the server's value counts, and not one that a client has set.
    boolean isLiveBeside(List<DeadProperty> dead) {
        return isProtected() || dead.stream().noneMatch(property -> property.name().equals(qualifiedName()));
    }

    private boolean isOf(boolean folder) {
        return switch (this) {
            case CREATIONDATE, DISPLAYNAME, GETLASTMODIFIED, LOCKDISCOVERY, RESOURCETYPE, SUPPORTEDLOCK -> true;
            case GETCONTENTLENGTH, GETCONTENTTYPE, GETETAG -> !folder;
            case QUOTA_AVAILABLE_BYTES, QUOTA_USED_BYTES -> folder;
        };
    }

    private static List<LiveProperty> allOf(boolean folder) {
        return Arrays.stream(values()).filter(property -> property.isOf(folder))
                .filter(property -> property != QUOTA_AVAILABLE_BYTES && property != QUOTA_USED_BYTES).toList();
    }
}
