package gitdav.webdav.protocol;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.namespace.QName;

/// XML or HTML, escaped, written as it comes. What XML cannot hold, such as a control character, becomes U+FFFD.
///
/// The JDK's XML writers do the same and take five times as long for a listing.
public final class XmlOutput {

    private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    private static final char REPLACEMENT = '\uFFFD';

    private final OutputStream out;
    private final Deque<String> open = new ArrayDeque<>();
    private boolean startTagIsOpen;

    /// @param out where all of it goes at once: nothing is kept back but the end of a start tag
    public XmlOutput(OutputStream out) {
        this.out = out;
    }

    /// Says that this is XML, and in UTF-8.
    public XmlOutput declaration() throws IOException {
        return raw(DECLARATION);
    }

    /// Says what kind of document this is.
    public XmlOutput doctype(String doctype) throws IOException {
        return raw(doctype);
    }

    /// Begins an element.
    ///
    /// @param name with its prefix
    public XmlOutput start(String name) throws IOException {
        endStartTag();
        out.write('<');
        escaped(name);
        open.push(name);
        startTagIsOpen = true;
        return this;
    }

    /// To follow [#start(String)] or another attribute.
    public XmlOutput attribute(String name, String value) throws IOException {
        out.write(' ');
        escaped(name);
        ascii("=\"");
        // As they are, a reader would turn them into spaces.
        for (String part : value.splitWithDelimiters("[\"\t\n]", 0)) {
            switch (part) {
                case "\"" -> ascii("&quot;");
                case "\t" -> ascii("&#9;");
                case "\n" -> ascii("&#10;");
                default -> escaped(part);
            }
        }
        out.write('"');
        return this;
    }

    /// Text in an element.
    public XmlOutput text(String text) throws IOException {
        endStartTag();
        escaped(text);
        return this;
    }

    /// Ends the element that was begun last.
    public XmlOutput end() throws IOException {
        endStartTag();
        ascii("</");
        escaped(open.pop());
        out.write('>');
        return this;
    }

    /// An element with nothing but text in it.
    public XmlOutput element(String name, String text) throws IOException {
        return start(name).text(text).end();
    }

    /// An empty element.
    ///
    /// @param name with its prefix
    public XmlOutput empty(String name) throws IOException {
        endStartTag();
        out.write('<');
        escaped(name);
        return raw("/>");
    }

    /// An empty element that declares its own namespace.
    public XmlOutput empty(QName name) throws IOException {
        endStartTag();
        ascii("<x:");
        escaped(name.getLocalPart());
        return attribute("xmlns:x", name.getNamespaceURI()).raw("/>");
    }

    /// Markup as it is: our own, or XML that has been read and found well-formed.
    public XmlOutput raw(String markup) throws IOException {
        endStartTag();
        out.write(markup.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /// Ends all that is open.
    public void finish() throws IOException {
        while (!open.isEmpty()) {
            end();
        }
    }

    private void endStartTag() throws IOException {
        if (startTagIsOpen) {
            out.write('>');
            startTagIsOpen = false;
        }
    }

    private void ascii(String markup) throws IOException {
        out.write(markup.getBytes(StandardCharsets.US_ASCII));
    }

    private void escaped(String text) throws IOException {
        if (isPlain(text)) {
            ascii(text);
            return;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> ascii("&amp;");
                case '<' -> ascii("&lt;");
                case '>' -> ascii("&gt;");
                // As it is, a reader would turn it into a line feed.
                case '\r' -> ascii("&#13;");
                case '\t', '\n' -> out.write(c);
                default -> {
                    boolean pair = Character.isHighSurrogate(c) && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1));
                    String character = pair ? text.substring(i, i + 2) : String.valueOf(isXml(c) ? c : REPLACEMENT);
                    out.write(character.getBytes(StandardCharsets.UTF_8));
                    i += pair ? 1 : 0;
                }
            }
        }
    }

    /// Asked for every name and value, so without a stream.
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7F || c == '&' || c == '<' || c == '>') {
                return false;
            }
        }
        return true;
    }

    /// [XML 1.0, section 2.2](https://www.w3.org/TR/xml/#charsets)
    private static boolean isXml(char c) {
        return c >= ' ' && !Character.isSurrogate(c) && c < 0xFFFE;
    }
}
