package gitdav.webdav.access;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Who are you: HTTP Basic ([RFC 7617](https://www.rfc-editor.org/rfc/rfc7617)) over the users of an htpasswd file,
/// before anything else is looked at.
///
/// A request whose credentials were right before passes at once, on the thread it came on. Others wait for bcrypt in a
/// queue of their own: not on the threads that serve files, only so many at a time, only so many at all, and each address
/// ([PasswordQueue]) in its turn.
public final class Authentication extends Handler.Wrapper {

    private static final String USER = "gitdav.user";
    private static final HttpField CHALLENGE = new PreEncodedHttpField(HttpHeader.WWW_AUTHENTICATE,
            "Basic realm=\"gitdav\", charset=\"UTF-8\"");
    private static final int CHECKS_WAITING = 256;
    private static final Duration QUEUE_TIMEOUT = Duration.ofSeconds(1);

    private final UsersFile file;
    private final Predicate<Request> isGone;
    private final PasswordQueue<Check> queue = new PasswordQueue<>(CHECKS_WAITING);
    private final List<Thread> threads = new ArrayList<>();

    /// Lets the users in the file through.
    ///
    /// @param isGone whether the client has closed its end of the connection since it sent the request
    /// @param handler what those get to who have a name and the right password
    public Authentication(UsersFile file, Predicate<Request> isGone, Handler handler) {
        super(handler);
        this.file = file;
        this.isGone = isGone;
    }

    /// The name of the user who sends this request; empty if there are no users.
    public static String userOf(Request request) {
        return request.getAttribute(USER) instanceof String user ? user : "";
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String authorization = null;
        for (HttpField header : request.getHeaders()) {
            if (header.getHeader() == HttpHeader.AUTHORIZATION) {
                if (authorization != null) {
                    // A proxy in front might have looked at the other one.
                    Response.writeError(request, response, callback, HttpStatus.BAD_REQUEST_400,
                            "There are two Authorization headers");
                    return true;
                }
                authorization = header.getValue();
            }
        }
        if (authorization == null) {
            return challenge(request, response, callback, "This share asks for a name and a password");
        }
        Optional<String> user = file.users().remembered(authorization);
        if (user.isPresent()) {
            request.setAttribute(USER, user.get());
            return super.handle(request, response, callback);
        }
        if (Credentials.parse(authorization).filter(Credentials::isTooLong).isPresent()) {
            return challenge(request, response, callback, "A password has 72 bytes at most: bcrypt looks at no more");
        }
        queue.add(networkOf(request), new Check(authorization, request, response, callback, System.nanoTime()))
                .ifPresent(Authentication::turnAway);
        return true;
    }

    /// An IPv6 customer has as many addresses as there are in a network of 64 bits.
    private static String networkOf(Request request) {
        return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress client
                && client.getAddress() instanceof Inet6Address address
                        ? HexFormat.of().formatHex(address.getAddress(), 0, 8)
                        : Request.getRemoteAddr(request);
    }

    private static void turnAway(Check check) {
        check.response().getHeaders().put(HttpHeader.RETRY_AFTER, 1);
        Response.writeError(check.request(), check.response(), check.callback(), HttpStatus.SERVICE_UNAVAILABLE_503,
                "Too many passwords are being checked; try again");
    }

    private void checkUntilInterrupted() {
        try {
            while (true) {
                Check check = queue.take();
                if (check.hasWaited() && isGone.test(check.request())) {
                    turnAway(check);
                } else {
                    check(check.authorization(), check.request(), check.response(), check.callback());
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
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
                challenge(request, response, callback, "This share asks for a name and a password");
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

    private static boolean challenge(Request request, Response response, Callback callback, String sentence) {
        response.getHeaders().put(CHALLENGE);
        Response.writeError(request, response, callback, HttpStatus.UNAUTHORIZED_401, sentence);
        return true;
    }

    @Override
    protected void doStart() throws Exception {
        int half = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        for (int i = 1; i <= half; i++) {
            threads.add(Thread.ofPlatform().daemon().name("bcrypt-" + i).start(this::checkUntilInterrupted));
        }
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        threads.forEach(Thread::interrupt);
        super.doStop();
    }

    /// A request whose password is to be checked.
    private record Check(String authorization, Request request, Response response, Callback callback, long since) {

        /// Whether it has waited so long that its client may have given up. Until then, one that has closed its end of the
        /// connection counts as one that waits for the answer: HTTP allows that, and few do it.
        boolean hasWaited() {
            return System.nanoTime() - since > QUEUE_TIMEOUT.toNanos();
        }
    }
}
