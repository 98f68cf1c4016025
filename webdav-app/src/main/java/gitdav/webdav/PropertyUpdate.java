package gitdav.webdav;

import org.w3c.dom.Element;

import java.util.ArrayList;
import java.util.List;
import javax.xml.namespace.QName;

/// The changes that a PROPPATCH asks for, in the order in which they are to be made
/// ([RFC 4918, section 14.19](https://www.rfc-editor.org/rfc/rfc4918#section-14.19)).
record PropertyUpdate(List<Step> steps) {

    /// One property to be set or removed.
    ///
    /// @param property with its new value, which means nothing if it is to be removed
    /// @param text the value's text
    record Step(boolean set, DeadProperty property, String text) {
        QName name() {
            return property.name();
        }
    }

    static PropertyUpdate read(Element propertyupdate) {
        List<Step> steps = new ArrayList<>();
        for (Element instruction : XmlBody.children(propertyupdate)) {
            boolean set = XmlBody.is(instruction, "set");
            if (set || XmlBody.is(instruction, "remove")) {
                XmlBody.child(instruction, "prop").stream().map(XmlBody::children).flatMap(List::stream)
                        .forEach(element -> steps.add(new Step(set,
                                new DeadProperty(XmlBody.name(element), XmlFragment.of(element)),
                                element.getTextContent())));
            }
        }
        if (steps.isEmpty()) {
            throw XmlBody.bad("it changes nothing");
        }
        return new PropertyUpdate(steps);
    }
}
