package gitdav.program;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Tells the requests that a web page of another site has a browser send
/// ([cross-site request forgery](https://owasp.org/www-community/attacks/csrf)). A browser sends them from where its user
/// is, with the password that its user has typed; programs that are no browsers have no part in this.
public final class CrossSite {

    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD");

    private CrossSite() {}

    /// Whether a page of another site sends the request.
    ///
    /// A browser says so in `Sec-Fetch-Site` ([Fetch Metadata](https://www.w3.org/TR/fetch-metadata/)), if the address is
    /// one of HTTPS or of this machine, and else in `Origin` ([RFC 6454](https://www.rfc-editor.org/rfc/rfc6454)), which it
    /// leaves out where a page only shows something. A link that the user follows is no request of the page's.
    ///
    /// @param header a header's value by its name; null where there is none
    public static boolean sends(String method, UnaryOperator<String> header) {
        String site = header.apply("Sec-Fetch-Site");
        if (site != null) {
            boolean isLink = SAFE_METHODS.contains(method) && "navigate".equals(header.apply("Sec-Fetch-Mode"))
                    && "document".equals(header.apply("Sec-Fetch-Dest"));
            return !site.equals("same-origin") && !site.equals("none") && !isLink;
        }
        String origin = header.apply("Origin");
        if (origin == null) {
            return false;
        }
        String authority = origin.substring(origin.indexOf("//") + 2);
        // A page cannot make a browser send the latter without asking first, which is refused.
        return !authority.equalsIgnoreCase(header.apply("Host"))
                && !authority.equalsIgnoreCase(header.apply("X-Forwarded-Host"));
    }

    /// Whether no name server is asked for the host of a request: `localhost`, or an IP address. Any other name may be one
    /// that a page has pointed here after it was loaded, so that it counts as a page of this server
    /// ([DNS rebinding](https://en.wikipedia.org/wiki/DNS_rebinding)).
    ///
    /// @param host the Host header, with or without a port
    public static boolean needsNoNameServer(String host) {
        String name = nameIn(host);
        if (name.equals("localhost") || name.endsWith(".localhost")) {
            return true;
        }
        try {
            InetAddress.ofLiteral(name);
            return true;
        } catch (IllegalArgumentException aName) {
            return false;
        }
    }

    /// The host's name or address in a Host header, in lower case, without port and brackets.
    public static String nameIn(String host) {
        int end = host.startsWith("[") ? host.indexOf(']') : host.indexOf(':');
        String name = end < 0 ? host : host.substring(host.startsWith("[") ? 1 : 0, end);
        return name.toLowerCase(Locale.ROOT);
    }
}
