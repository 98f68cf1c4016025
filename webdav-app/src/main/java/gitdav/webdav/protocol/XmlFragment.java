package gitdav.webdav.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;

/// An element of a document as text that stands alone: with every namespace that is in scope and the language that
/// applies to it, prefixes unchanged, so that not even a value with prefixes in its text loses its meaning.
///
/// @param xml the whole element, name and value
/// @param text what is in it besides elements
public record XmlFragment(String xml, String text) {

    /// Reads the element that has just begun to its end.
    ///
    /// @param most how many bytes it may have as text
    /// @throws DavException if it has more
    public static XmlFragment read(XmlInput input, int most) {
        var out = new ByteArrayOutputStream();
        var xml = new XmlOutput(out);
        var text = new StringBuilder();
        try {
            start(input, xml);
            int depth = input.depth();
            while (input.depth() >= depth) {
                switch (input.next()) {
                    case XMLStreamConstants.START_ELEMENT -> start(input, input.ownScope(), xml);
                    case XMLStreamConstants.END_ELEMENT -> xml.end();
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                        xml.text(input.text());
                        text.append(input.text());
                    }
                    default -> {
                    }
                }
                if (out.size() > most) {
                    throw XmlBody.tooLarge("A value may have " + most + " bytes, namespaces included");
                }
            }
        } catch (IOException impossible) {
            throw new AssertionError("Memory takes everything", impossible);
        }
        return new XmlFragment(out.toString(StandardCharsets.UTF_8), text.toString());
    }

    private static void start(XmlInput input, XmlOutput xml) throws IOException {
        Map<String, String> scope = input.scope();
        // Where the text will stand, another namespace may be the default.
        scope.putIfAbsent("xmlns", "");
        start(input, scope, xml);
    }

    private static void start(XmlInput input, Map<String, String> scope, XmlOutput xml) throws IOException {
        xml.start(input.tag());
        for (Map.Entry<String, String> declared : scope.entrySet()) {
            xml.attribute(declared.getKey(), declared.getValue());
        }
        for (Map.Entry<String, String> attribute : input.attributes().entrySet()) {
            xml.attribute(attribute.getKey(), attribute.getValue());
        }
    }
}
