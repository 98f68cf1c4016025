package gitdav.webdav.protocol;

import io.milton.http.Response.Status;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

/// A request's body that is XML ([RFC 4918, section 8.2](https://www.rfc-editor.org/rfc/rfc4918#section-8.2)): of
/// bounded size and depth, and without a document type, which could name other files or grow without bounds.
public final class XmlBody {

    /// The namespace of all that WebDAV itself has defined.
    public static final String DAV = "DAV:";
    private static final int MAX_SIZE = 1024 * 1024;
    private static final String MAX_DEPTH = "100";
    private static final DocumentBuilderFactory FACTORY = factory();

    private XmlBody() {}

    /// The body's root element; nothing if there is no body.
    ///
    /// @throws DavException if the body is too large, not well-formed, or its root is another
    public static Optional<Element> read(InputStream content, String root) throws IOException {
        byte[] body = content.readNBytes(MAX_SIZE + 1);
        if (body.length > MAX_SIZE) {
            throw new DavException(Status.SC_REQUEST_TOO_LONG, "The body may have " + MAX_SIZE + " bytes");
        }
        if (body.length == 0) {
            return Optional.empty();
        }
        Element element = parse(body);
        if (!is(element, root)) {
            throw bad("its root is not a DAV: " + root);
        }
        return Optional.of(element);
    }

    /// The root element of a document.
    ///
    /// @throws DavException if it is not well-formed
    public static Element parse(byte[] document) {
        try {
            return builder().parse(new ByteArrayInputStream(document)).getDocumentElement();
        } catch (SAXException | IOException malformed) {
            throw bad("it is not well-formed XML, or has a document type, or is too deep");
        }
    }

    /// The refusal of a body.
    ///
    /// @param reason what is wrong with it, as the end of a sentence
    public static DavException bad(String reason) {
        return new DavException(Status.SC_BAD_REQUEST, "The body is not what the method takes: " + reason);
    }

    /// The elements directly in this one.
    public static List<Element> children(Element parent) {
        NodeList nodes = parent.getChildNodes();
        return IntStream.range(0, nodes.getLength()).mapToObj(nodes::item).filter(Element.class::isInstance)
                .map(Element.class::cast).toList();
    }

    /// The first element of WebDAV's own directly in this one, by its local name.
    public static Optional<Element> child(Element parent, String name) {
        return children(parent).stream().filter(element -> is(element, name)).findFirst();
    }

    /// Whether an element is WebDAV's own of that local name.
    public static boolean is(Element element, String name) {
        return name(element).equals(new QName(DAV, name));
    }

    /// The name of an element or attribute, with its namespace.
    public static QName name(Node node) {
        String namespace = node.getNamespaceURI();
        return new QName(namespace == null ? XMLConstants.NULL_NS_URI : namespace, node.getLocalName());
    }

    private static DocumentBuilderFactory factory() {
        var factory = DocumentBuilderFactory.newDefaultNSInstance();
        try {
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        } catch (ParserConfigurationException impossible) {
            throw new AssertionError("The JDK's parser has these features", impossible);
        }
        factory.setAttribute("jdk.xml.maxElementDepth", MAX_DEPTH);
        return factory;
    }

    private static DocumentBuilder builder() {
        try {
            // A factory is not made for several threads.
            synchronized (FACTORY) {
                var builder = FACTORY.newDocumentBuilder();
                builder.setErrorHandler(new Silent());
                return builder;
            }
        } catch (ParserConfigurationException impossible) {
            throw new AssertionError("The JDK's parser can be configured so", impossible);
        }
    }

    /// Without it the parser prints what it finds to standard error.
    private static final class Silent implements ErrorHandler {

        @Override
        public void warning(SAXParseException ignored) {}

        @Override
        public void error(SAXParseException mistake) throws SAXException {
            throw mistake;
        }

        @Override
        public void fatalError(SAXParseException mistake) throws SAXException {
            throw mistake;
        }
    }
}
