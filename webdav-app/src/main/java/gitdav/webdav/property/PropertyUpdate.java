package gitdav.webdav.property;

import gitdav.webdav.protocol.DavException;
import gitdav.webdav.protocol.UnixTime;
import gitdav.webdav.protocol.XmlBody;
import gitdav.webdav.protocol.XmlFragment;
import io.milton.http.Response.Status;
import org.eclipse.jetty.http.HttpDateTime;
import org.w3c.dom.Element;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.namespace.QName;

/// The changes that a PROPPATCH asks for, in the order in which they are to be made, and what becomes of them
/// ([RFC 4918, section 14.19](https://www.rfc-editor.org/rfc/rfc4918#section-14.19)).
public final class PropertyUpdate {

    /// How Windows tells when a file was changed before it was uploaded; it is kept like any other property, too.
    private static final QName LAST_MODIFIED = new QName("urn:schemas-microsoft-com:", "Win32LastModifiedTime");
    /// How rclone does so with servers like ownCloud. It is the file's time itself, and nothing is kept beside.
    private static final QName UNIX_TIME = new QName(XmlBody.DAV, "lastmodified");
    /// In characters: each property brings the namespaces of all that is around it, which can be many times the body.
    private static final int MAX_SIZE = 1024 * 1024;

    private final List<Step> steps;
    private final Map<QName, PropertyOutcome> refused = new LinkedHashMap<>();

    private PropertyUpdate(List<Step> steps) {
        this.steps = steps;
        for (Step step : steps) {
            if (LiveProperty.named(step.name()).filter(LiveProperty::isProtected).isPresent()) {
                refused.put(step.name(), PropertyOutcome.isProtected(step.name()));
            } else if (step.setsTime() && step.time().isEmpty()) {
                refused.put(step.name(), PropertyOutcome.isWrong(step.name()));
            }
        }
    }

    /// Reads the body of a PROPPATCH.
    ///
    /// @throws DavException if there is too much to do
    public static PropertyUpdate read(Element propertyupdate) {
        List<Step> steps = new ArrayList<>();
        int size = 0;
        for (Element instruction : XmlBody.children(propertyupdate)) {
            boolean set = XmlBody.is(instruction, "set");
            if (!set && !XmlBody.is(instruction, "remove")) {
                continue;
            }
            for (Element element : XmlBody.child(instruction, "prop").map(XmlBody::children).orElse(List.of())) {
                Step step = Step.of(set, element);
                size += step.property().xml().length();
                if (size > MAX_SIZE) {
                    throw new DavException(Status.SC_REQUEST_TOO_LONG,
                            "The properties may have " + MAX_SIZE + " characters, namespaces included");
                }
                steps.add(step);
            }
        }
        return new PropertyUpdate(steps);
    }

    /// Whether nothing is wrong with the changes themselves.
    public boolean isPossible() {
        return refused.isEmpty();
    }

    /// When the file is to have been changed, according to the properties that say so; nothing if none does.
    public Optional<Instant> lastModified() {
        return steps.stream().filter(Step::setsTime).flatMap(step -> step.time().stream())
                .reduce((earlier, later) -> later);
    }

    /// The properties as they will be.
    ///
    /// @param present as they are
    /// @throws NotStorableException if they would be too much
    public Collection<DeadProperty> appliedTo(List<DeadProperty> present) {
        Map<QName, DeadProperty> properties = new LinkedHashMap<>();
        present.forEach(property -> properties.put(property.name(), property));
        for (Step step : steps) {
            if (step.name().equals(UNIX_TIME)) {
                properties.remove(step.name());
            } else if (step.set()) {
                properties.put(step.name(), step.property());
            } else {
                properties.remove(step.name());
            }
        }
        if (properties.values().stream().mapToLong(property -> property.xml().length()).sum() > MAX_SIZE) {
            throw new NotStorableException("The properties would have more than " + MAX_SIZE + " characters");
        }
        return properties.values();
    }

    /// What becomes of each property if all changes are made.
    public Collection<PropertyOutcome> done() {
        return outcomes(Map.of());
    }

    /// The same if none is made, since not all of them are possible.
    public Collection<PropertyOutcome> refused() {
        return outcomes(refused);
    }

    /// The same if none is made, since there is no room for them.
    public Collection<PropertyOutcome> tooMuch() {
        QName last = steps.getLast().name();
        return outcomes(Map.of(last, PropertyOutcome.isTooMuch(last)));
    }

    private Collection<PropertyOutcome> outcomes(Map<QName, PropertyOutcome> toBlame) {
        Map<QName, PropertyOutcome> outcomes = new LinkedHashMap<>(toBlame);
        for (Step step : steps) {
            outcomes.putIfAbsent(step.name(), toBlame.isEmpty()
                    ? PropertyOutcome.done(step.name())
                    : PropertyOutcome.notDoneEither(step.name()));
        }
        return outcomes.values();
    }

    /// One property to be set or removed.
    ///
    /// @param property with its new value, which means nothing if it is to be removed
    /// @param text what is in it, for a time only
    private record Step(boolean set, DeadProperty property, String text) {

        static Step of(boolean set, Element element) {
            QName name = XmlBody.name(element);
            return new Step(set, new DeadProperty(name, set ? XmlFragment.of(element) : ""),
                    isTime(name) ? element.getTextContent().strip() : "");
        }

        QName name() {
            return property.name();
        }

        private static boolean isTime(QName name) {
            return name.equals(LAST_MODIFIED) || name.equals(UNIX_TIME);
        }

        boolean setsTime() {
            return set && isTime(name());
        }

        Optional<Instant> time() {
            if (name().equals(UNIX_TIME)) {
                return UnixTime.parse(text);
            }
            try {
                return Optional.of(HttpDateTime.parse(text).toInstant());
            } catch (IllegalArgumentException noTime) {
                return Optional.empty();
            }
        }
    }
}
