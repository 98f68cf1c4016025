package gitdav.webdav.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/// What Jetty answers, to a broken request for one, looks like any other refusal of ours: a sentence as plain
/// text. In the place of Jetty's pages, which name Jetty and the class of the failure.
final class PlainErrors extends ErrorHandler {

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(Request request, Response response, int code, String message, Throwable cause,
            Callback callback) {
        if (code == HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505) {
            // Nothing is wrong with the server; most such requests are no HTTP at all.
            response.setStatus(HttpStatus.BAD_REQUEST_400);
        }
        // A request so broken that it never was one has not met them yet.
        SecurityHeaders.putInto(response.getHeaders());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
        String sentence = HttpStatus.isServerError(code) && cause != null ? HttpStatus.getMessage(code) : message;
        Content.Sink.write(response, true, sentence + "\n", callback);
    }
}
