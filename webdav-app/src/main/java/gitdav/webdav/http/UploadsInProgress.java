package gitdav.webdav.http;

import io.micrometer.core.instrument.MeterRegistry;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

import java.util.concurrent.atomic.AtomicInteger;

/// Counts the uploads that are on their way.
public final class UploadsInProgress extends Handler.Wrapper {

    private final AtomicInteger uploads;

    /// Counts from now on.
    ///
    /// @param registry where the number is added
    /// @param handler what is to happen to the requests
    public UploadsInProgress(MeterRegistry registry, Handler handler) {
        super(handler);
        uploads = registry.gauge("webdav.uploads.in.progress", new AtomicInteger());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (HttpMethod.PUT.is(request.getMethod())) {
            uploads.incrementAndGet();
            Request.addCompletionListener(request, _ -> uploads.decrementAndGet());
        }
        return super.handle(request, response, callback);
    }
}
