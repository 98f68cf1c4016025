package gitdav.webdav.http;

import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// What a request is for, as the client has spelled it: a path, which is read by no one but the share's own code.
///
/// Some targets are no URI to Jetty (`/../x`, `/%00`, `/%zz`). It would refuse them before anything knows what they were.
/// So it gets them wholly encoded, marked by a fragment, which no request has in earnest.
public final class RequestTarget {

    private static final String MARK = "not-a-uri";
    private static final HexFormat PERCENT = HexFormat.of().withPrefix("%").withUpperCase();

    private RequestTarget() {}

    /// A target that Jetty can read, in the place of one that it cannot.
    static String marked(String target) {
        return "/" + PERCENT.formatHex(target.getBytes(StandardCharsets.UTF_8)) + "#" + MARK;
    }

    /// The path, without a query; the whole target if it can be no request's.
    public static String of(Request request) {
        HttpURI uri = request.getHttpURI();
        if (isReadable(request)) {
            return uri.getPath();
        }
        return uri.getFragment().equals(MARK)
                ? new String(PERCENT.parseHex(uri.getPath().substring(1)), StandardCharsets.UTF_8)
                : uri.getPath() + "#" + uri.getFragment();
    }

    /// Whether it can be a request's.
    public static boolean isReadable(Request request) {
        return request.getHttpURI().getFragment() == null;
    }
}
