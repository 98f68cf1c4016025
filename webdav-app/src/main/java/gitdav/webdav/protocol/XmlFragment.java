package gitdav.webdav.protocol;

import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// An element of a document as text that stands by itself: with every namespace that is in scope and the language that
/// applies to it, prefixes unchanged, so that not even a value with prefixes in its text loses its meaning.
public final class XmlFragment {

    private XmlFragment() {}

    /// The element as text.
    public static String of(Element element) {
        var text = new ByteArrayOutputStream();
        var xml = new XmlOutput(text);
        try {
            write(element, inherited(element), xml);
        } catch (IOException impossible) {
            throw new AssertionError("Memory takes everything", impossible);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    /// What the elements around this one declare, the nearest of them winning.
    private static Map<String, String> inherited(Element element) {
        Map<String, String> attributes = new TreeMap<>();
        for (Node around = element.getParentNode(); around instanceof Element outer; around = around.getParentNode()) {
            NamedNodeMap found = outer.getAttributes();
            for (int i = 0; i < found.getLength(); i++) {
                String name = found.item(i).getNodeName();
                boolean applies = name.equals("xmlns") || name.startsWith("xmlns:") || name.equals("xml:lang");
                if (applies && !element.hasAttribute(name)) {
                    attributes.putIfAbsent(name, found.item(i).getNodeValue());
                }
            }
        }
        // Where the text will stand, another namespace may be the default.
        if (!element.hasAttribute("xmlns")) {
            attributes.putIfAbsent("xmlns", "");
        }
        return attributes;
    }

    private static void write(Element element, Map<String, String> inherited, XmlOutput xml) throws IOException {
        xml.start(element.getTagName());
        for (Map.Entry<String, String> attribute : inherited.entrySet()) {
            xml.attribute(attribute.getKey(), attribute.getValue());
        }
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            xml.attribute(attributes.item(i).getNodeName(), attributes.item(i).getNodeValue());
        }
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner) {
                write(inner, Map.of(), xml);
            } else if (child.getNodeType() == Node.TEXT_NODE || child.getNodeType() == Node.CDATA_SECTION_NODE) {
                xml.text(child.getNodeValue());
            }
        }
        xml.end();
    }
}
