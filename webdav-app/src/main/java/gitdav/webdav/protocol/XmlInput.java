package gitdav.webdav.protocol;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// A document, read element by element from its beginning to its end: never more of it is in memory than the element that
/// is looked at. Without a document type, which could name other files or grow without bounds, and of bounded depth.
public final class XmlInput {

    private static final String MAX_DEPTH = "100";
    private static final String MAX_ATTRIBUTES = "100";
    /// Elements, attributes and whatever else has a name. The parser remembers each that is different.
    private static final int MAX_NAMES = 10_000;
    private static final XMLInputFactory FACTORY = factory();

    private final XMLStreamReader reader;
    /// What each of the elements declares that we are in, the innermost first: namespaces, and the language.
    private final Deque<Map<String, String>> scopes = new ArrayDeque<>();
    private int names;

    private XmlInput(XMLStreamReader reader) {
        this.reader = reader;
    }

    /// A document, at its root element.
    ///
    /// @throws DavException if there is none
    static XmlInput of(byte[] document) {
        try {
            // A factory is not made for several threads.
            synchronized (FACTORY) {
                var input = new XmlInput(FACTORY.createXMLStreamReader(new ByteArrayInputStream(document)));
                while (input.next() != XMLStreamConstants.START_ELEMENT) {
                    // A comment, perhaps.
                }
                return input;
            }
        } catch (XMLStreamException malformed) {
            throw notWellFormed();
        }
    }

    /// How many elements we are in, the root included.
    public int depth() {
        return scopes.size();
    }

    /// Goes on to the next element directly in the one that was begun at that depth, past what is left of the one before.
    ///
    /// @return false if that one ends, and was the last
    public boolean nextIn(int depth) {
        while (depth() >= depth) {
            if (next() == XMLStreamConstants.START_ELEMENT && depth() == depth + 1) {
                return true;
            }
        }
        return false;
    }

    /// The name of the element that has just begun.
    public QName name() {
        return reader.getName();
    }

    /// Whether it is WebDAV's own of that local name.
    public boolean is(String name) {
        return reader.getLocalName().equals(name) && XmlBody.DAV.equals(reader.getNamespaceURI());
    }

    /// Its name as it is written, with its prefix.
    String tag() {
        return tag(reader.getPrefix(), reader.getLocalName());
    }

    /// All that is declared for it, on it or around it: `xmlns`, `xmlns:...` and `xml:lang`.
    Map<String, String> scope() {
        Map<String, String> declared = new TreeMap<>();
        scopes.descendingIterator().forEachRemaining(declared::putAll);
        return declared;
    }

    /// What it declares itself.
    Map<String, String> ownScope() {
        return scopes.element();
    }

    /// Its attributes in the order of the document, but for those that are in its scope.
    Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.put(tag(reader.getAttributePrefix(i), reader.getAttributeLocalName(i)),
                    reader.getAttributeValue(i));
        }
        attributes.keySet().removeAll(ownScope().keySet());
        return attributes;
    }

    /// The text that has just been read, if it was text.
    String text() {
        return reader.getText();
    }

    /// Reads on.
    ///
    /// @return what comes next, one of [XMLStreamConstants]
    int next() {
        try {
            int event = reader.next();
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> {
                    count(1 + reader.getAttributeCount() + reader.getNamespaceCount());
                    scopes.push(declared());
                }
                case XMLStreamConstants.END_ELEMENT -> scopes.pop();
                case XMLStreamConstants.PROCESSING_INSTRUCTION -> count(1);
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> throw notWellFormed();
                default -> {
                }
            }
            return event;
        } catch (XMLStreamException malformed) {
            throw notWellFormed();
        }
    }

    /// Reads what is left of the document, to see whether it is well-formed.
    void end() {
        while (next() != XMLStreamConstants.END_DOCUMENT) {
            // Nothing of interest any more.
        }
    }

    private void count(int more) {
        names += more;
        if (names > MAX_NAMES) {
            throw XmlBody.tooLarge("The body may have " + MAX_NAMES + " elements and attributes");
        }
    }

    private Map<String, String> declared() {
        Map<String, String> declared = new TreeMap<>();
        for (int i = 0; i < reader.getNamespaceCount(); i++) {
            String prefix = reader.getNamespacePrefix(i);
            String uri = reader.getNamespaceURI(i);
            declared.put(prefix == null ? "xmlns" : "xmlns:" + prefix, uri == null ? "" : uri);
        }
        String language = reader.getAttributeValue(XMLConstants.XML_NS_URI, "lang");
        if (language != null) {
            declared.put("xml:lang", language);
        }
        return declared.isEmpty() ? Map.of() : declared;
    }

    private static String tag(String prefix, String name) {
        return prefix == null || prefix.isEmpty() ? name : prefix + ":" + name;
    }

    private static DavException notWellFormed() {
        return XmlBody.bad("it is not well-formed XML, or has a document type, or is too deep");
    }

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty("jdk.xml.maxElementDepth", MAX_DEPTH);
        factory.setProperty("jdk.xml.elementAttributeLimit", MAX_ATTRIBUTES);
        return factory;
    }
}
