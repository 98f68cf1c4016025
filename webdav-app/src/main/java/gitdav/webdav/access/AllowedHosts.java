package gitdav.webdav.access;

import gitdav.program.CrossSite;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

import java.util.Set;

/// Is it this server that you mean: by an IP address, as `localhost`, or by a name that it is known to have. A web page whose
/// own name has been pointed here since it was loaded is refused
/// ([DNS rebinding](https://en.wikipedia.org/wiki/DNS_rebinding)): to its browser, the share would be a part of the page's site.
public final class AllowedHosts extends Handler.Wrapper {

    private final Set<String> names;

    /// @param names the server's, in lower case
    public AllowedHosts(Set<String> names, Handler handler) {
        super(handler);
        this.names = names;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        // No browser leaves it out.
        String host = request.getHeaders().get(HttpHeader.HOST);
        if (host == null || CrossSite.needsNoNameServer(host) || names.contains(CrossSite.nameIn(host))) {
            return super.handle(request, response, callback);
        }
        Response.writeError(request, response, callback, HttpStatus.MISDIRECTED_REQUEST_421,
                "This server does not go by"
                        + " the name " + CrossSite.nameIn(host)
                        + ": use its IP address, or add the name to WEBDAV_HOSTS");
        return true;
    }
}
