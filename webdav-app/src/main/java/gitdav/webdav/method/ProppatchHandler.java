package gitdav.webdav.method;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.property.DeadProperty;
import gitdav.webdav.property.LiveProperty;
import gitdav.webdav.property.Multistatus;
import gitdav.webdav.property.NotStorableException;
import gitdav.webdav.property.PropertyOutcome;
import gitdav.webdav.property.PropertyUpdate;
import gitdav.webdav.protocol.XmlBody;
import gitdav.webdav.share.DatedFile;
import gitdav.webdav.share.Share;
import io.milton.http.Request.Method;
import io.milton.http.Response;
import io.milton.http.Response.Status;
import org.eclipse.jetty.http.HttpDateTime;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.xml.namespace.QName;

/// PROPPATCH ([RFC 4918, section 9.2](https://www.rfc-editor.org/rfc/rfc4918#section-9.2)): all changes are made, or
/// none.
final class ProppatchHandler extends MethodHandler {

    ProppatchHandler(Share share) {
        super(share, Method.PROPPATCH);
    }

    @Override
    void handle(DavRequest request, DavResponse response, Optional<Entry> seen) throws IOException {
        Entry entry = existing(seen);
        PropertyUpdate update = PropertyUpdate.read(XmlBody.read(request.getInputStream(), "propertyupdate")
                .orElseThrow(() -> XmlBody.bad("there is none")));
        Map<QName, PropertyOutcome> refused = refused(update);
        if (refused.isEmpty()) {
            refused = change(update, entry, request);
        }
        response.setStatus(Status.SC_MULTI_STATUS);
        response.setContentTypeHeader(Response.APPLICATION_XML);
        var multistatus = new Multistatus(response.getOutputStream());
        multistatus.write(entry, outcomes(update, refused));
        multistatus.end();
    }

    /// What is wrong with the request itself.
    private static Map<QName, PropertyOutcome> refused(PropertyUpdate update) {
        Map<QName, PropertyOutcome> refused = new LinkedHashMap<>();
        for (PropertyUpdate.Step step : update.steps()) {
            if (LiveProperty.named(step.name()).isPresent()) {
                refused.put(step.name(), PropertyOutcome.isProtected(step.name()));
            } else if (isTime(step) && timeIn(step.time()).isEmpty()) {
                refused.put(step.name(), PropertyOutcome.isWrong(step.name()));
            }
        }
        return refused;
    }

    /// Makes the changes; the time first, which is the same if it is set again.
    ///
    /// @return why not
    private Map<QName, PropertyOutcome> change(PropertyUpdate update, Entry seen, DavRequest request)
            throws IOException {
        Optional<Instant> time = update.steps().stream().filter(ProppatchHandler::isTime)
                .flatMap(step -> timeIn(step.time()).stream()).reduce((earlier, later) -> later);
        try (var dated = DatedFile.of(seen, time, share.staging()); var change = share.change()) {
            Optional<Entry> target = share.find(request.path());
            preconditions.require(request, target);
            Entry entry = existing(target);
            share.locks().requireWritable(entry.path(), request.lockTokens());
            Collection<DeadProperty> properties = updated(update, entry);
            if (properties.stream().mapToLong(property -> property.xml().length()).sum() > PropertyUpdate.MAX_SIZE) {
                return tooMuch(update);
            }
            change.setLastModified(entry, dated);
            share.properties().write(entry.path(), properties);
            return Map.of();
        } catch (NotStorableException refused) {
            return tooMuch(update);
        }
    }

    private Collection<DeadProperty> updated(PropertyUpdate update, Entry entry) throws IOException {
        Map<QName, DeadProperty> properties = share.properties().read(entry.path()).stream()
                .collect(Collectors.toMap(DeadProperty::name, Function.identity(), (one, same) -> same,
                        LinkedHashMap::new));
        for (PropertyUpdate.Step step : update.steps()) {
            if (step.set()) {
                properties.put(step.name(), step.property());
            } else {
                properties.remove(step.name());
            }
        }
        return properties.values();
    }

    private static Map<QName, PropertyOutcome> tooMuch(PropertyUpdate update) {
        QName last = update.steps().getLast().name();
        return Map.of(last, PropertyOutcome.isTooMuch(last));
    }

    private static Collection<PropertyOutcome> outcomes(PropertyUpdate update, Map<QName, PropertyOutcome> refused) {
        Map<QName, PropertyOutcome> outcomes = new LinkedHashMap<>(refused);
        for (PropertyUpdate.Step step : update.steps()) {
            outcomes.putIfAbsent(step.name(), refused.isEmpty()
                    ? PropertyOutcome.done(step.name())
                    : PropertyOutcome.notDoneEither(step.name()));
        }
        return outcomes.values();
    }

    private static boolean isTime(PropertyUpdate.Step step) {
        return step.set() && step.name().equals(PropertyUpdate.LAST_MODIFIED);
    }

    private static Optional<Instant> timeIn(String text) {
        try {
            return Optional.of(HttpDateTime.parse(text.strip()).toInstant());
        } catch (IllegalArgumentException noTime) {
            return Optional.empty();
        }
    }
}
