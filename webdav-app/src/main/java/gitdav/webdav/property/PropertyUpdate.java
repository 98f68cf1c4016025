package gitdav.webdav.property;

import gitdav.webdav.protocol.DavException;
import gitdav.webdav.protocol.XmlBody;
import gitdav.webdav.protocol.XmlFragment;
import io.milton.http.Response.Status;
import org.w3c.dom.Element;

import java.util.ArrayList;
import java.util.List;
import javax.xml.namespace.QName;

/// The changes that a PROPPATCH asks for, in the order in which they are to be made
/// ([RFC 4918, section 14.19](https://www.rfc-editor.org/rfc/rfc4918#section-14.19)).
public record PropertyUpdate(List<Step> steps) {

    /// How Windows tells when a file was changed before it was uploaded; it is kept like any other property, too.
    public static final QName LAST_MODIFIED = new QName("urn:schemas-microsoft-com:", "Win32LastModifiedTime");
    /// In characters: each property brings the namespaces of all that is around it, which can be many times the body.
    public static final int MAX_SIZE = 1024 * 1024;

    /// One property to be set or removed.
    ///
    /// @param property with its new value, which means nothing if it is to be removed
    /// @param time of [#LAST_MODIFIED] only, its text
    public record Step(boolean set, DeadProperty property, String time) {
        /// The property's name.
        public QName name() {
            return property.name();
        }
    }

    /// Reads the body of a PROPPATCH.
    ///
    /// @throws DavException if there is nothing to do, or too much
    public static PropertyUpdate read(Element propertyupdate) {
        List<Step> steps = new ArrayList<>();
        int size = 0;
        for (Element instruction : XmlBody.children(propertyupdate)) {
            boolean set = XmlBody.is(instruction, "set");
            if (!set && !XmlBody.is(instruction, "remove")) {
                continue;
            }
            for (Element element : XmlBody.child(instruction, "prop").map(XmlBody::children).orElse(List.of())) {
                Step step = step(set, element);
                size += step.property().xml().length();
                if (size > MAX_SIZE) {
                    throw new DavException(Status.SC_REQUEST_TOO_LONG,
                            "The properties may have " + MAX_SIZE + " characters, namespaces included");
                }
                steps.add(step);
            }
        }
        if (steps.isEmpty()) {
            throw XmlBody.bad("it changes nothing");
        }
        return new PropertyUpdate(steps);
    }

    private static Step step(boolean set, Element element) {
        QName name = XmlBody.name(element);
        String xml = set ? XmlFragment.of(element) : "";
        return new Step(set, new DeadProperty(name, xml), name.equals(LAST_MODIFIED) ? element.getTextContent() : "");
    }
}
