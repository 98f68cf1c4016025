package gitdav.webdav.http;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

import java.util.List;

/// Headers that tell browsers, on every answer, to be careful with what users have uploaded.
final class SecurityHeaders implements HttpConfiguration.Customizer {

    /// What looks like a page may have been uploaded as a picture: the content type counts.
    private static final HttpField NO_SNIFFING = new PreEncodedHttpField("X-Content-Type-Options", "nosniff");
    /// A link in an uploaded page does not give away the names of folders here.
    private static final HttpField NO_REFERRER = new PreEncodedHttpField("Referrer-Policy", "no-referrer");
    /// Browsers send the password along with whatever another site's page embeds.
    private static final HttpField NO_EMBEDDING = new PreEncodedHttpField("Cross-Origin-Resource-Policy",
            "same-origin");
    private static final List<HttpField> ALL = List.of(NO_SNIFFING, NO_REFERRER, NO_EMBEDDING);

    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        putInto(responseHeaders);
        return request;
    }

    static void putInto(HttpFields.Mutable responseHeaders) {
        ALL.forEach(responseHeaders::put);
    }

    static boolean include(HttpField header) {
        return ALL.contains(header);
    }
}
