package gitdav.webdav.property;

import gitdav.webdav.memory.MemoryAccount;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.protocol.UnixTime;
import gitdav.webdav.protocol.XmlBody;
import gitdav.webdav.protocol.XmlFragment;
import gitdav.webdav.protocol.XmlInput;
import org.eclipse.jetty.http.HttpDateTime;

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
    /// While it is read, put to the others and written.
    private static final long MEMORY_PER_CHARACTER = 4;

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
    /// @param memory where the properties are accounted for
    /// @throws DavException if there is too much to do
    public static PropertyUpdate read(XmlInput propertyupdate, MemoryAccount memory) {
        List<Step> steps = new ArrayList<>();
        int depth = propertyupdate.depth();
        while (propertyupdate.nextIn(depth)) {
            if (propertyupdate.is("set") || propertyupdate.is("remove")) {
                readSteps(propertyupdate, memory, steps);
            }
        }
        return new PropertyUpdate(steps);
    }

    private static void readSteps(XmlInput instruction, MemoryAccount memory, List<Step> steps) {
        boolean set = instruction.is("set");
        int depth = instruction.depth();
        int left = MAX_SIZE - steps.stream().mapToInt(Step::size).sum();
        while (instruction.nextIn(depth)) {
            if (!instruction.is("prop")) {
                continue;
            }
            int prop = instruction.depth();
            while (instruction.nextIn(prop)) {
                Step step = set ? Step.set(instruction, left) : Step.remove(instruction.name());
                left -= step.size();
                if (!memory.tryTake(MEMORY_PER_CHARACTER * step.size())) {
                    throw DavException.crowded();
                }
                steps.add(step);
            }
        }
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

        static Step set(XmlInput element, int most) {
            QName name = element.name();
            XmlFragment value = XmlFragment.read(element, most);
            return new Step(true, new DeadProperty(name, value.xml()), isTime(name) ? value.text().strip() : "");
        }

        static Step remove(QName name) {
            return new Step(false, new DeadProperty(name, ""), "");
        }

        /// In characters.
        int size() {
            return property.xml().length();
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
