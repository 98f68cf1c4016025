package gitdav.webdav.access;

import gitdav.program.CrossSite;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

import java.util.Set;

/// Where does it come from: web pages of other sites are refused, whatever the method ([CrossSite]), but for those of the
/// origins that are allowed, which may do what their user may
/// ([CORS](https://fetch.spec.whatwg.org/#http-cors-protocol)). Programs that are no browsers say nothing of the kind.
public final class CrossOrigin extends Handler.Wrapper {

    private static final HttpField VARIES = new PreEncodedHttpField(HttpHeader.VARY, "Origin");
    private static final HttpField WITH_PASSWORD = new PreEncodedHttpField("Access-Control-Allow-Credentials", "true");
    private static final HttpField READABLE = new PreEncodedHttpField("Access-Control-Expose-Headers",
            "Allow, Content-Range, DAV, ETag, Last-Modified, Location, Lock-Token, Retry-After, WWW-Authenticate");
    private static final HttpField METHODS = new PreEncodedHttpField("Access-Control-Allow-Methods",
            "GET, HEAD, OPTIONS, PROPFIND, PUT, DELETE, MKCOL, COPY, MOVE, PROPPATCH, LOCK, UNLOCK");
    private static final HttpField REMEMBERED = new PreEncodedHttpField("Access-Control-Max-Age", "600");

    private final Set<String> allowed;

    /// @param allowed origins, as browsers write them
    public CrossOrigin(Set<String> allowed, Handler handler) {
        super(handler);
        this.allowed = allowed;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        HttpFields headers = request.getHeaders();
        if (!allowed.isEmpty()) {
            response.getHeaders().add(VARIES);
            String origin = headers.get(HttpHeader.ORIGIN);
            if (origin != null && allowed.contains(origin)) {
                response.getHeaders().put("Access-Control-Allow-Origin", origin).put(WITH_PASSWORD).put(READABLE);
                return isPreflight(request)
                        ? allow(headers.get("Access-Control-Request-Headers"), response, callback)
                        : super.handle(request, response, callback);
            }
        }
        if (CrossSite.sends(request.getMethod(), headers::get)) {
            Response.writeError(request, response, callback, HttpStatus.FORBIDDEN_403,
                    "A web page of another site sends this; WEBDAV_CORS_ORIGINS names those that may");
            return true;
        }
        return super.handle(request, response, callback);
    }

    /// A browser asks before it sends what no form could; without the password, which it has not asked for yet.
    private static boolean isPreflight(Request request) {
        return HttpMethod.OPTIONS.is(request.getMethod())
                && request.getHeaders().contains("Access-Control-Request-Method");
    }

    /// Any header that it asks for: clients have some of their own, and none makes a difference to who may do what.
    private static boolean allow(String requested, Response response, Callback callback) {
        response.getHeaders().put(METHODS).put(REMEMBERED);
        if (requested != null) {
            response.getHeaders().put("Access-Control-Allow-Headers", requested);
        }
        response.setStatus(HttpStatus.NO_CONTENT_204);
        callback.succeeded();
        return true;
    }

    /// The form of an origin, as [RFC 6454](https://www.rfc-editor.org/rfc/rfc6454#section-6.2) has browsers write it.
    public static boolean isOrigin(String text) {
        return text.matches("[a-z][a-z0-9+.-]*://([a-z0-9_.-]+|\\[[0-9a-f:.]+])(:\\d{1,5})?")
                && !text.matches("http://.*:80|https://.*:443");
    }
}
