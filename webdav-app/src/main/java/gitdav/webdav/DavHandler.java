package gitdav.webdav;

import io.milton.http.HttpManager;
import io.milton.http.ProtocolHandlers;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

import java.io.UncheckedIOException;
import java.util.List;

/// Hands each of Jetty's requests to Milton, whose chain of filters is the whole story of a request.
///
/// Of Milton this uses the dispatcher and the resource model. Its standard filter, response handler, events and entity
/// transport have no part in that, hence the nulls.
final class DavHandler extends Handler.Abstract {

    private final HttpManager milton;

    DavHandler(Share share) {
        milton = new HttpManager(share, null, new ProtocolHandlers(List.of(new DavMethods(share))), null,
                List.of(new FailureFilter(), new DispatchFilter()), null, List.of());
    }

    /// Blocks until the answer is complete. An answer that breaks off halfway is never ended in order, so that no client
    /// takes half of it for the whole.
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var davResponse = new DavResponse(response);
        try {
            milton.process(new DavRequest(request), davResponse);
            // While the answer can still say that the connection ends here, should more of the body be on its way.
            request.consumeAvailable();
            davResponse.close();
            callback.succeeded();
        } catch (UncheckedIOException brokenOff) {
            callback.failed(brokenOff.getCause());
        }
        return true;
    }
}
