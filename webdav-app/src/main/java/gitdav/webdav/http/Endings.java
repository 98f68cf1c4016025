package gitdav.webdav.http;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Sees to the ends of requests that end early: a refusal reaches the client that is still sending ([LingeringClose]), and
/// a response that breaks off is noted for the access log, since the status, sent long before, does not say it.
final class Endings extends Handler.Wrapper {

    private static final String BROKEN_OFF = Endings.class.getName();

    Endings(Handler handler) {
        super(handler);
    }

    /// Whether the client has not got all of the response.
    static boolean isBrokenOff(Request request) {
        return request.getAttribute(BROKEN_OFF) != null;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        var ending = new Ending(request, callback);
        if (request.getLength() != 0) {
            request.addHttpStreamWrapper(stream -> new Lingering(stream, ending));
        }
        return super.handle(request, response, ending);
    }

    /// Knows whether the answer is complete.
    private static final class Ending extends Callback.Nested {

        private final Request request;
        private volatile boolean isAnswered;

        Ending(Request request, Callback callback) {
            super(callback);
            this.request = request;
        }

        @Override
        public void succeeded() {
            isAnswered = true;
            super.succeeded();
        }

        @Override
        public void failed(Throwable reason) {
            request.setAttribute(BROKEN_OFF, true);
            super.failed(reason);
        }
    }

    /// To Jetty, a request that is answered before its body is read is a failure, and the end of its connection.
    private static final class Lingering extends HttpStream.Wrapper {

        private final Ending ending;

        Lingering(HttpStream stream, Ending ending) {
            super(stream);
            this.ending = ending;
        }

        @Override
        public void failed(Throwable reason) {
            // Unless this is the body's end, it sees to it that no other request follows on the connection.
            consumeAvailable();
            if (ending.isAnswered) {
                succeeded();
            } else {
                super.failed(reason);
            }
        }
    }
}
