package gitdav.webdav.access;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Who are you: HTTP Basic ([RFC 7617](https://www.rfc-editor.org/rfc/rfc7617)) over the users of an htpasswd file,
/// before anything else is looked at.
///
/// A request whose credentials were right before passes at once, on the thread it came on. Others wait for bcrypt in a
/// queue of their own: not on the threads that serve files, only so many at a time, and only so many at all.
public final class Authentication extends Handler.Wrapper {

    private static final String USER = "gitdav.user";
    private static final HttpField CHALLENGE = new PreEncodedHttpField(HttpHeader.WWW_AUTHENTICATE,
            "Basic realm=\"gitdav\", charset=\"UTF-8\"");
    private static final int CHECKS_WAITING = 256;

    private final UsersFile file;
    private final ThreadPoolExecutor checks;

    /// Lets the users in the file through.
    ///
    /// @param handler what those get to who have a name and the right password
    public Authentication(UsersFile file, Handler handler) {
        super(handler);
        this.file = file;
        int half = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        checks = new ThreadPoolExecutor(half, half, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(CHECKS_WAITING),
                Thread.ofPlatform().daemon().name("bcrypt-", 1).factory());
        checks.allowCoreThreadTimeOut(true);
    }

    /// The name of the user who sends this request; empty if nobody was asked.
    public static String userOf(Request request) {
        return request.getAttribute(USER) instanceof String user ? user : "";
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (authorization == null) {
            return challenge(request, response, callback);
        }
        Optional<String> user = file.users().remembered(authorization);
        if (user.isPresent()) {
            request.setAttribute(USER, user.get());
            return super.handle(request, response, callback);
        }
        try {
            checks.execute(() -> check(authorization, request, response, callback));
        } catch (RejectedExecutionException tooMany) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
            Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503,
                    "Too many passwords are being checked; try again");
        }
        return true;
    }

    private void check(String authorization, Request request, Response response, Callback callback) {
        try {
            Users users = file.users();
            // Of several requests that a client sends at once, only the first has to be checked.
            Optional<String> user = users.remembered(authorization).or(() -> users.verify(authorization));
            if (user.isPresent()) {
                request.setAttribute(USER, user.get());
                Thread.startVirtualThread(() -> pass(request, response, callback));
            } else {
                challenge(request, response, callback);
            }
        } catch (RuntimeException failure) {
            Response.writeError(request, response, callback, failure);
        }
    }

    /// As the server itself does with its handlers, which it does not see at work here.
    private void pass(Request request, Response response, Callback callback) {
        try {
            if (!super.handle(request, response, callback)) {
                Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
            }
        } catch (Exception | AssertionError failure) {
            Response.writeError(request, response, callback, failure);
        }
    }

    private static boolean challenge(Request request, Response response, Callback callback) {
        response.getHeaders().put(CHALLENGE);
        Response.writeError(request, response, callback, HttpStatus.UNAUTHORIZED_401,
                "This share asks for a name and a password");
        return true;
    }

    @Override
    protected void doStop() throws Exception {
        checks.shutdownNow();
        super.doStop();
    }
}
