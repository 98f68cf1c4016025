package gitdav.webdav.method;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.property.DeadProperty;
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

import java.io.IOException;
import java.util.Collection;
import java.util.Optional;

/// PROPPATCH ([RFC 4918, section 9.2](https://www.rfc-editor.org/rfc/rfc4918#section-9.2)): all changes are made, or
/// none.
final class ProppatchHandler extends MethodHandler {

    ProppatchHandler(Share share) {
        super(share, Method.PROPPATCH);
    }

    @Override
    void handle(DavRequest request, DavResponse response, Optional<Entry> seen) throws IOException {
        Entry entry = existing(seen);
        PropertyUpdate update = XmlBody.read(request.getInputStream(), request.memory(), "propertyupdate",
                body -> PropertyUpdate.read(body, request.memory())).orElseThrow(() -> XmlBody.bad("there is none"));
        Collection<PropertyOutcome> outcomes = update.isPossible()
                ? change(update, entry, request)
                : update.refused();
        response.setStatus(Status.SC_MULTI_STATUS);
        response.setContentTypeHeader(Response.APPLICATION_XML);
        var multistatus = new Multistatus(response.getOutputStream(), request.hrefs(),
                outcomes.stream().map(PropertyOutcome::name).toList());
        multistatus.write(entry, outcomes);
        multistatus.end();
    }

    /// Makes the changes: first what can fail, then what shows.
    private Collection<PropertyOutcome> change(PropertyUpdate update, Entry seen, DavRequest request)
            throws IOException {
        try (var dated = DatedFile.of(seen, update.lastModified(), share);
                var reservation = share.quota().allow(seen.path(), 0);
                var change = share.change()) {
            Optional<Entry> present = share.tree().find(request.path());
            preconditions.require(request, present);
            Entry entry = existing(present);
            share.locks().requireWritable(entry.path(), request.lockTokens());
            Collection<DeadProperty> properties = update
                    .appliedTo(share.properties().read(entry.path(), request.memory()));
            try (var prepared = change.prepare(entry.path(), properties, reservation)) {
                change.setLastModified(dated, prepared::store);
                prepared.flush();
                change.freed(prepared.replaced());
            }
            reservation.stored();
            return update.done();
        } catch (NotStorableException tooMuch) {
            return update.tooMuch();
        }
    }
}
