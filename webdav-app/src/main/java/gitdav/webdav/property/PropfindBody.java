package gitdav.webdav.property;

import gitdav.webdav.protocol.XmlBody;
import org.w3c.dom.Element;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.namespace.QName;

/// Which properties a client wants ([RFC 4918, section 14.20](https://www.rfc-editor.org/rfc/rfc4918#section-14.20)).
///
/// @param names for [Kind#PROP], the properties asked for; for [Kind#ALLPROP], those beside the usual ones; each once
public record PropfindBody(Kind kind, List<QName> names) {

    /// Each is looked for, and named in the answer, for each file.
    private static final int MAX_NAMES = 1000;

    /// Reads the body of a PROPFIND.
    ///
    /// @param propfind nothing means all properties
    public static PropfindBody read(Optional<Element> propfind) {
        return propfind.map(PropfindBody::read).orElse(new PropfindBody(Kind.ALLPROP, List.of()));
    }

    private static PropfindBody read(Element propfind) {
        List<Kind> kinds = XmlBody.children(propfind).stream().map(Kind::of).flatMap(Optional::stream).toList();
        if (kinds.size() != 1) {
            throw XmlBody.bad("it asks for " + (kinds.isEmpty() ? "nothing" : "two things"));
        }
        Kind kind = kinds.getFirst();
        Optional<Element> list = XmlBody.child(propfind, kind == Kind.ALLPROP ? "include" : "prop");
        List<QName> names = list.stream().map(XmlBody::children).flatMap(List::stream).map(XmlBody::name).distinct()
                .toList();
        if (names.size() > MAX_NAMES) {
            throw XmlBody.bad("it asks for more than " + MAX_NAMES + " properties");
        }
        return new PropfindBody(kind, names);
    }

    /// All properties with their values, only their names, or the ones named.
    enum Kind {
        ALLPROP, PROPNAME, PROP;

        static Optional<Kind> of(Element element) {
            return Arrays.stream(values())
                    .filter(kind -> XmlBody.is(element, kind.name().toLowerCase(Locale.ROOT))).findFirst();
        }
    }
}
