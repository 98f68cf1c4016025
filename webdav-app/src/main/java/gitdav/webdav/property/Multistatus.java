package gitdav.webdav.property;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.protocol.Hrefs;
import gitdav.webdav.protocol.MemberFailure;
import gitdav.webdav.protocol.XmlBody;
import gitdav.webdav.protocol.XmlOutput;
import org.eclipse.jetty.http.HttpStatus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;

/// An answer about several files and folders, written one by one
/// ([RFC 4918, section 13](https://www.rfc-editor.org/rfc/rfc4918#section-13)).
public final class Multistatus {

    private static final String PROPSTAT = "<D:propstat><D:prop>";
    private static final String FOUND = "</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>";
    private static final String NOT_FOUND = "</D:prop><D:status>HTTP/1.1 404 Not Found</D:status></D:propstat>";

    private final XmlOutput xml;
    private final Hrefs hrefs;
    private boolean isMember;
    private final Map<String, String> prefixes = new LinkedHashMap<>(Map.of(XmlBody.DAV, "D:"));

    /// Begins an answer.
    ///
    /// @param out where it is written
    /// @param hrefs how paths are spelled
    /// @param names that the client has named. They are repeated for each file, their namespaces are not: a short request
    ///        must not have an answer without end
    public Multistatus(OutputStream out, Hrefs hrefs, Collection<QName> names) throws IOException {
        this.hrefs = hrefs;
        xml = new XmlOutput(out).declaration().start("D:multistatus").attribute("xmlns:D", XmlBody.DAV);
        prefixes.put(XMLConstants.NULL_NS_URI, "");
        prefixes.put(XMLConstants.XML_NS_URI, "xml:");
        for (QName name : names) {
            String prefix = "n" + prefixes.size();
            if (prefixes.putIfAbsent(name.getNamespaceURI(), prefix + ":") == null) {
                xml.attribute("xmlns:" + prefix, name.getNamespaceURI());
            }
        }
    }

    /// What the members of a folder are to blame for.
    public static String of(List<MemberFailure> failures, Hrefs hrefs) {
        var body = new ByteArrayOutputStream();
        try {
            var multistatus = new Multistatus(body, hrefs, List.of());
            for (MemberFailure failure : failures) {
                multistatus.write(failure);
            }
            multistatus.end();
        } catch (IOException impossible) {
            throw new AssertionError("Memory takes everything", impossible);
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    /// The properties of a file or folder that a client wants: first the one that it has named, then what is in it.
    public void write(Entry entry, List<DeadProperty> dead, PropfindBody wanted, LiveProperties live)
            throws IOException {
        xml.start("D:response").element("D:href", hrefs.of(entry.location()));
        switch (wanted.kind()) {
            case ALLPROP -> {
                List<LiveProperty> more = wanted.names().stream().flatMap(name -> LiveProperty.named(name).stream())
                        .filter(property -> property.isOf(entry) && !LiveProperty.allOf(entry).contains(property))
                        .toList();
                found(entry, live, Stream.concat(LiveProperty.allOf(entry).stream(), more.stream())
                        .filter(property -> property.isLiveBeside(dead)).toList(), dead);
            }
            case PROPNAME -> {
                xml.raw(PROPSTAT);
                for (LiveProperty property : LiveProperty.allOf(entry)) {
                    if (property.isLiveBeside(dead)) {
                        empty(property.qualifiedName());
                    }
                }
                for (DeadProperty property : dead) {
                    empty(property.name());
                }
                xml.raw(FOUND);
            }
            case PROP -> named(entry, dead, wanted.names(), live);
        }
        xml.end();
        isMember = true;
    }

    /// What has become of the changes that PROPPATCH asked for: those of one outcome together.
    public void write(Entry entry, Collection<PropertyOutcome> outcomes) throws IOException {
        xml.start("D:response").element("D:href", hrefs.of(entry.location()));
        if (outcomes.isEmpty()) {
            xml.raw(PROPSTAT + FOUND);
        }
        var alike = outcomes.stream().collect(Collectors.groupingBy(
                outcome -> List.of(outcome.status(), outcome.precondition()), LinkedHashMap::new, Collectors.toList()));
        for (List<PropertyOutcome> group : alike.values()) {
            xml.raw(PROPSTAT);
            for (PropertyOutcome outcome : group) {
                empty(outcome.name());
            }
            xml.raw("</D:prop><D:status>HTTP/1.1 " + group.getFirst().status() + "</D:status>"
                    + group.getFirst().precondition().map(rule -> "<D:error>" + rule + "</D:error>").orElse("")
                    + "</D:propstat>");
        }
        xml.end();
    }

    /// Ends the answer.
    public void end() throws IOException {
        xml.finish();
    }

    private void write(MemberFailure failure) throws IOException {
        xml.start("D:response").element("D:href", hrefs.of(failure.member()));
        xml.element("D:status", "HTTP/1.1 " + failure.status() + " " + HttpStatus.getMessage(failure.status()));
        if (failure.precondition().isPresent()) {
            xml.start("D:error").raw(failure.precondition().get().xml(hrefs)).end();
        }
        xml.end();
    }

    private void named(Entry entry, List<DeadProperty> dead, Set<QName> wanted, LiveProperties live)
            throws IOException {
        List<LiveProperty> asked = wanted.stream().flatMap(name -> LiveProperty.named(name).stream())
                .filter(property -> property.isOf(entry) && property.isLiveBeside(dead)).toList();
        List<DeadProperty> known = dead.stream().filter(property -> wanted.contains(property.name())).toList();
        Set<QName> unknown = new LinkedHashSet<>(wanted);
        asked.forEach(property -> unknown.remove(property.qualifiedName()));
        known.forEach(property -> unknown.remove(property.name()));
        if (unknown.size() < wanted.size() || wanted.isEmpty()) {
            found(entry, live, asked, known);
        }
        if (!unknown.isEmpty()) {
            xml.raw(PROPSTAT);
            for (QName name : unknown) {
                empty(name);
            }
            xml.raw(NOT_FOUND);
        }
    }

    private void empty(QName name) throws IOException {
        String prefix = prefixes.get(name.getNamespaceURI());
        if (prefix == null) {
            xml.empty(name);
        } else {
            xml.empty(prefix + name.getLocalPart());
        }
    }

    private void found(Entry entry, LiveProperties live, List<LiveProperty> found, List<DeadProperty> dead)
            throws IOException {
        xml.raw(PROPSTAT);
        for (LiveProperty property : found) {
            live.write(property, entry, isMember, hrefs, xml);
        }
        for (DeadProperty property : dead) {
            xml.raw(property.xml());
        }
        xml.raw(FOUND);
    }
}
