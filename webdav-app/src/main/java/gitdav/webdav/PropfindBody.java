package gitdav.webdav;

import io.milton.http.Response.Status;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Which properties a client wants ([RFC 4918, section 14.20](https://www.rfc-editor.org/rfc/rfc4918#section-14.20)).
///
/// @param names for [Kind#PROP], the properties asked for, each once
record PropfindBody(Kind kind, List<QName> names) {

    private static final QName PROPFIND = new QName("DAV:", "propfind");

    /// @param body empty means all properties
    static PropfindBody parse(byte[] body) {
        if (body.length == 0) {
            return new PropfindBody(Kind.ALLPROP, List.of());
        }
        try {
            return read(factory().createXMLStreamReader(new ByteArrayInputStream(body)));
        } catch (XMLStreamException malformed) {
            throw bad("it is not well-formed XML");
        }
    }

    private static PropfindBody read(XMLStreamReader xml) throws XMLStreamException {
        Optional<Kind> kind = Optional.empty();
        Optional<Kind> section = Optional.empty();
        Set<QName> names = new LinkedHashSet<>();
        int depth = 0;
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    if (depth == 1 && !xml.getName().equals(PROPFIND)) {
                        throw bad("its root is not a DAV: propfind");
                    } else if (depth == 2) {
                        section = Kind.of(xml.getName());
                        kind = onlyOne(kind, section);
                    } else if (depth == 3 && section.equals(Optional.of(Kind.PROP))) {
                        names.add(xml.getName());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> depth--;
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw bad("it has a document type or an entity");
                default -> {
                    // Text, comments and unknown elements mean nothing here.
                }
            }
        }
        return new PropfindBody(kind.orElseThrow(() -> bad("it asks for nothing")), List.copyOf(names));
    }

    private static Optional<Kind> onlyOne(Optional<Kind> before, Optional<Kind> now) {
        if (before.isPresent() && now.isPresent()) {
            throw bad("it asks for two things");
        }
        return before.or(() -> now);
    }

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    private static DavException bad(String reason) {
        return new DavException(Status.SC_BAD_REQUEST, "The body is no PROPFIND request: " + reason);
    }

    /// All properties with their values, only their names, or the ones named.
    enum Kind {
        ALLPROP, PROPNAME, PROP;

        static Optional<Kind> of(QName element) {
            return Arrays.stream(values())
                    .filter(kind -> element.equals(new QName("DAV:", kind.name().toLowerCase(Locale.ROOT))))
                    .findFirst();
        }
    }
}
