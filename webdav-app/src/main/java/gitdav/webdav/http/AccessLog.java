package gitdav.webdav.http;

import gitdav.webdav.access.Authentication;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.NanoTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.TimeUnit;

/// One log line for each request: client, user, method, path as it was sent, status, bytes of the answer's body,
/// milliseconds, and whether the answer broke off before its end. In JSON each is a member of its own as well. Jetty refuses
/// a request whose first line cannot be read before it knows method and path, and calls it `BAD /badMessage`.
final class AccessLog implements RequestLog {

    private static final Logger LOG = LoggerFactory.getLogger("gitdav.access");

    @Override
    public void log(Request request, Response response) {
        String client = Request.getRemoteAddr(request);
        String user = Authentication.userOf(request);
        String path = RequestTarget.of(request);
        long bytes = Response.getContentBytesWritten(response);
        long millis = TimeUnit.NANOSECONDS.toMillis(NanoTime.since(request.getHeadersNanoTime()));
        boolean brokenOff = Endings.isBrokenOff(request);
        LOG.atInfo().addKeyValue("client", client).addKeyValue("user", user)
                .addKeyValue("method", request.getMethod()).addKeyValue("path", path)
                .addKeyValue("status", response.getStatus()).addKeyValue("bytes", bytes).addKeyValue("ms", millis)
                .addKeyValue("complete", !brokenOff)
                .log("{} {} \"{} {}\" {} {} bytes {} ms{}", client, user.isEmpty() ? "-" : user, request.getMethod(),
                        escaped(path), response.getStatus(), bytes, millis, brokenOff ? ", broken off" : "");
    }

    /// A path is sent percent-encoded, but Jetty lets other characters pass as well: none may end the quotes, or the line
    /// (which every line of ours makes sure of).
    private static String escaped(String path) {
        return path == null ? "-" : path.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
