package gitdav.webdav.access;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

import java.util.Set;
import java.util.function.Predicate;

/// May you: those who may only read are refused before anything else of their request is looked at.
public final class ReadOnly extends Handler.Wrapper {

    /// What changes nothing. Whatever else this server learns is forbidden until it is put here.
    public static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS", "PROPFIND");

    private static final String READER = "gitdav.reader";

    private final Predicate<String> mayOnlyRead;

    /// Lets the others through.
    ///
    /// @param mayOnlyRead what is so of a user; the name is empty where there are no users
    public ReadOnly(Predicate<String> mayOnlyRead, Handler handler) {
        super(handler);
        this.mayOnlyRead = mayOnlyRead;
    }

    /// Whether the user who sends this request may only read.
    public static boolean appliesTo(Request request) {
        return request.getAttribute(READER) != null;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (mayOnlyRead.test(Authentication.userOf(request))) {
            if (!METHODS.contains(request.getMethod())) {
                Response.writeError(request, response, callback, HttpStatus.FORBIDDEN_403, "You may only read here");
                return true;
            }
            request.setAttribute(READER, true);
        }
        return super.handle(request, response, callback);
    }
}
