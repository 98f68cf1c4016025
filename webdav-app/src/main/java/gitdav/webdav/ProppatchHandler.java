package gitdav.webdav;

import io.milton.http.Request.Method;
import io.milton.http.Response;
import io.milton.http.Response.Status;
import org.eclipse.jetty.http.HttpDateTime;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.xml.namespace.QName;

/// PROPPATCH ([RFC 4918, section 9.2](https://www.rfc-editor.org/rfc/rfc4918#section-9.2)): all changes are made, or
/// none.
final class ProppatchHandler extends MethodHandler {

    /// How Windows tells when a file was changed before it was uploaded; it is kept like any other property, too.
    private static final QName WIN32_LAST_MODIFIED = new QName("urn:schemas-microsoft-com:", "Win32LastModifiedTime");
    private static final int MAX_SIZE = 1024 * 1024;

    ProppatchHandler(Share share) {
        super(share, Method.PROPPATCH);
    }

    @Override
    void handle(DavRequest request, DavResponse response, Optional<Entry> seen) throws IOException {
        existing(seen);
        PropertyUpdate update = PropertyUpdate.read(XmlBody.read(request, "propertyupdate")
                .orElseThrow(() -> XmlBody.bad("there is none")));
        try (var change = share.change()) {
            Optional<Entry> target = share.find(request.path());
            preconditions.require(request, target);
            Entry entry = existing(target);
            share.locks().requireWritable(entry.path(), request.lockTokens());
            Collection<PropertyOutcome> outcomes = outcomes(update);
            if (outcomes.isEmpty()) {
                outcomes = apply(update, entry, change);
            }
            response.setStatus(Status.SC_MULTI_STATUS);
            response.setContentTypeHeader(Response.APPLICATION_XML);
            var multistatus = new Multistatus(response.getOutputStream());
            multistatus.write(entry, outcomes);
            multistatus.end();
        }
    }

    /// What would go wrong; nothing if all is well.
    private static Collection<PropertyOutcome> outcomes(PropertyUpdate update) {
        Map<QName, PropertyOutcome> refused = new LinkedHashMap<>();
        for (PropertyUpdate.Step step : update.steps()) {
            if (LiveProperty.named(step.name()).isPresent()) {
                refused.put(step.name(), PropertyOutcome.isProtected(step.name()));
            } else if (isLastModified(step) && timeIn(step.text()).isEmpty()) {
                refused.put(step.name(), PropertyOutcome.isWrong(step.name()));
            }
        }
        return refused.isEmpty() ? List.of() : all(update, refused);
    }

    private Collection<PropertyOutcome> apply(PropertyUpdate update, Entry entry, Change change) throws IOException {
        Map<QName, DeadProperty> properties = share.properties().of(entry.path()).stream()
                .collect(Collectors.toMap(DeadProperty::name, Function.identity(), (one, same) -> same,
                        LinkedHashMap::new));
        for (PropertyUpdate.Step step : update.steps()) {
            if (step.set()) {
                properties.put(step.name(), step.property());
            } else {
                properties.remove(step.name());
            }
        }
        QName last = update.steps().getLast().name();
        if (properties.values().stream().mapToLong(property -> property.xml().length()).sum() > MAX_SIZE) {
            return all(update, Map.of(last, PropertyOutcome.isTooMuch(last)));
        }
        Optional<Instant> time = update.steps().stream().filter(ProppatchHandler::isLastModified)
                .flatMap(step -> timeIn(step.text()).stream()).reduce((earlier, later) -> later);
        try {
            share.properties().write(entry.path(), properties.values(), share.staging());
        } catch (FileSystemException nameTooLong) {
            return all(update, Map.of(last, PropertyOutcome.isTooMuch(last)));
        }
        if (time.isPresent()) {
            change.setLastModified(entry, time.get());
        }
        return all(update, Map.of());
    }

    private static Collection<PropertyOutcome> all(PropertyUpdate update, Map<QName, PropertyOutcome> refused) {
        Map<QName, PropertyOutcome> outcomes = new LinkedHashMap<>(refused);
        for (PropertyUpdate.Step step : update.steps()) {
            outcomes.putIfAbsent(step.name(), refused.isEmpty()
                    ? PropertyOutcome.done(step.name())
                    : PropertyOutcome.notDoneEither(step.name()));
        }
        return outcomes.values();
    }

    private static boolean isLastModified(PropertyUpdate.Step step) {
        return step.set() && step.name().equals(WIN32_LAST_MODIFIED);
    }

    private static Optional<Instant> timeIn(String text) {
        try {
            return Optional.of(HttpDateTime.parse(text.strip()).toInstant());
        } catch (IllegalArgumentException noTime) {
            return Optional.empty();
        }
    }
}
