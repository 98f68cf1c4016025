package gitdav.webdav;

import java.io.IOException;
import java.io.OutputStream;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// XML or HTML, escaped, written as it comes. A failure to write is an [IOException], as with any other output.
final class XmlOutput {

    private final XMLStreamWriter xml;

    XmlOutput(OutputStream out) throws IOException {
        try {
            xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8");
        } catch (XMLStreamException failure) {
            throw io(failure);
        }
    }

    XmlOutput declaration() throws IOException {
        return write(() -> xml.writeStartDocument("UTF-8", "1.0"));
    }

    XmlOutput doctype(String doctype) throws IOException {
        return write(() -> xml.writeDTD(doctype));
    }

    XmlOutput start(String name) throws IOException {
        return write(() -> xml.writeStartElement(name));
    }

    XmlOutput attribute(String name, String value) throws IOException {
        return write(() -> xml.writeAttribute(name, value));
    }

    XmlOutput text(String text) throws IOException {
        return write(() -> xml.writeCharacters(text));
    }

    XmlOutput end() throws IOException {
        return write(xml::writeEndElement);
    }

    XmlOutput element(String name, String text) throws IOException {
        return start(name).text(text).end();
    }

    /// An empty element that declares its own namespace, whatever that is.
    XmlOutput empty(QName name) throws IOException {
        return write(() -> {
            if (name.getNamespaceURI().isEmpty()) {
                xml.writeEmptyElement(name.getLocalPart());
            } else {
                xml.writeEmptyElement("x", name.getLocalPart(), name.getNamespaceURI());
                xml.writeNamespace("x", name.getNamespaceURI());
            }
        });
    }

    /// Ends all that is open.
    void finish() throws IOException {
        write(xml::writeEndDocument).write(xml::flush);
    }

    private XmlOutput write(Step step) throws IOException {
        try {
            step.write();
        } catch (XMLStreamException failure) {
            throw io(failure);
        }
        return this;
    }

    private static IOException io(XMLStreamException failure) {
        return failure.getNestedException() instanceof IOException cause ? cause : new IOException(failure);
    }

    private interface Step {
        void write() throws XMLStreamException;
    }
}
