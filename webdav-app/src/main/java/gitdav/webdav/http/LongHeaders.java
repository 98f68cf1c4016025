package gitdav.webdav.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

import java.io.IOException;

/// Lets as many connections have had a request with long headers as there is memory for. They end with the request.
final class LongHeaders extends Handler.Wrapper {

    LongHeaders(Handler handler) {
        super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!(request.getConnectionMetaData() instanceof ClientConnection connection)
                || !connection.hasLongHeaders()) {
            return super.handle(request, response, callback);
        }
        response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
        if (connection.mayHaveLongHeaders()) {
            return super.handle(request, response, callback);
        }
        Response.writeError(request, response,
                Callback.from(callback, () -> connection.end(new IOException("Too many requests have long headers"))),
                HttpStatus.SERVICE_UNAVAILABLE_503, "Too many requests have long headers; try again");
        return true;
    }
}
