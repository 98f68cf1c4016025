package gitdav.webdav;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import javax.xml.namespace.QName;

/// The answer to PROPFIND, a response for each file and folder, written one by one
/// ([RFC 4918, section 13](https://www.rfc-editor.org/rfc/rfc4918#section-13)).
final class Multistatus {

    private final XmlOutput xml;

    Multistatus(OutputStream out) throws IOException {
        xml = new XmlOutput(out).declaration().start("D:multistatus").attribute("xmlns:D", "DAV:");
    }

    void write(Entry entry, PropfindBody wanted) throws IOException {
        xml.start("D:response").element("D:href", entry.href());
        switch (wanted.kind()) {
            case ALLPROP -> values(entry, LiveProperty.allOf(entry));
            case PROPNAME ->
                names(LiveProperty.allOf(entry).stream().map(LiveProperty::qualifiedName).toList(), "200 OK");
            case PROP -> named(entry, wanted.names());
        }
        xml.end();
    }

    void end() throws IOException {
        xml.finish();
    }

    private void named(Entry entry, List<QName> wanted) throws IOException {
        List<LiveProperty> known = wanted.stream().map(LiveProperty::named).flatMap(Optional::stream)
                .filter(property -> property.isOf(entry)).toList();
        List<QName> unknown = wanted.stream()
                .filter(name -> LiveProperty.named(name).filter(property -> property.isOf(entry)).isEmpty()).toList();
        if (!known.isEmpty() || unknown.isEmpty()) {
            values(entry, known);
        }
        if (!unknown.isEmpty()) {
            names(unknown, "404 Not Found");
        }
    }

    private void values(Entry entry, List<LiveProperty> properties) throws IOException {
        xml.start("D:propstat").start("D:prop");
        for (LiveProperty property : properties) {
            xml.start("D:" + property.localName());
            if (property == LiveProperty.RESOURCETYPE && entry.isFolder()) {
                xml.start("D:collection").end();
            } else {
                xml.text(property.valueOf(entry));
            }
            xml.end();
        }
        xml.end().element("D:status", "HTTP/1.1 200 OK").end();
    }

    private void names(List<QName> properties, String status) throws IOException {
        xml.start("D:propstat").start("D:prop");
        for (QName property : properties) {
            xml.empty(property);
        }
        xml.end().element("D:status", "HTTP/1.1 " + status).end();
    }
}
