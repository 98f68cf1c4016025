package gitdav.webdav.property;

import gitdav.webdav.protocol.XmlBody;
import gitdav.webdav.protocol.XmlInput;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.xml.namespace.QName;

/// Which properties a client wants ([RFC 4918, section 14.20](https://www.rfc-editor.org/rfc/rfc4918#section-14.20)).
///
/// @param names for [Kind#PROP], the properties asked for; for [Kind#ALLPROP], those beside the usual ones
public record PropfindBody(Kind kind, Set<QName> names) {

    /// For a PROPFIND without a body.
    public static final PropfindBody ALL = new PropfindBody(Kind.ALLPROP, Set.of());

    /// Each is looked for, and named in the answer, for each file.
    private static final int MAX_NAMES = 250;
    /// Of all names together, without their namespaces, in characters.
    private static final int MAX_LENGTH = 8 * 1024;

    /// Reads the body of a PROPFIND.
    ///
    /// @throws gitdav.webdav.protocol.DavException if it asks for nothing, for two things, or for too much
    public static PropfindBody read(XmlInput propfind) {
        Kind kind = null;
        Set<QName> named = new LinkedHashSet<>();
        Set<QName> included = new LinkedHashSet<>();
        int depth = propfind.depth();
        while (propfind.nextIn(depth)) {
            Optional<Kind> found = Kind.of(propfind);
            if (found.isPresent() && kind != null) {
                throw XmlBody.bad("it asks for two things");
            }
            kind = found.orElse(kind);
            if (propfind.is("prop") || propfind.is("include")) {
                readNames(propfind, propfind.is("prop") ? named : included);
            }
        }
        if (kind == null) {
            throw XmlBody.bad("it asks for nothing");
        }
        return new PropfindBody(kind, kind == Kind.ALLPROP ? included : named);
    }

    private static void readNames(XmlInput list, Set<QName> names) {
        int length = 0;
        int depth = list.depth();
        while (list.nextIn(depth)) {
            if (names.add(list.name())) {
                length += list.name().getLocalPart().length();
            }
            if (names.size() > MAX_NAMES || length > MAX_LENGTH) {
                throw XmlBody.bad("it asks for more than " + MAX_NAMES + " properties, or their names have more than "
                        + MAX_LENGTH + " characters");
            }
        }
    }

    /// All properties with their values, only their names, or the ones named.
    enum Kind {
        ALLPROP, PROPNAME, PROP;

        static Optional<Kind> of(XmlInput element) {
            return Arrays.stream(values()).filter(kind -> element.is(kind.name().toLowerCase(Locale.ROOT)))
                    .findFirst();
        }
    }
}
