package gitdav.webdav.method;

import gitdav.webdav.http.CachedResponse;
import gitdav.webdav.http.FreshnessCheck;
import gitdav.webdav.http.ResponseBody;
import gitdav.webdav.memory.MemoryAccount;
import gitdav.webdav.memory.MemoryShare;
import io.milton.http.AbstractResponse;
import io.milton.http.Cookie;
import io.milton.http.Response.Header;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Jetty's response as Milton sees it.
final class DavResponse extends AbstractResponse {

    private final Response jetty;
    private ResponseBody body;
    private final Optional<MemoryAccount> toBeKept;
    private final MemoryShare buffers;
    private FreshnessCheck freshness;

    /// @param toBeKept where the answer is accounted for if it is kept, because it is asked often and [may be
    ///        repeated][#mayBeRepeatedWhile(FreshnessCheck)]
    /// @param buffers for a large buffer
    DavResponse(Response jetty, Optional<MemoryAccount> toBeKept, MemoryShare buffers) {
        this.jetty = jetty;
        this.toBeKept = toBeKept;
        this.buffers = buffers;
        body = new ResponseBody(jetty, buffers);
    }

    /// Whether it is too late to say anything else.
    boolean isCommitted() {
        return jetty.isCommitted();
    }

    /// Answers this, and forgets a body begun before.
    ///
    /// @param status as in HTTP, since Milton does not know them all
    void answer(int status, String contentType, String content) {
        forget();
        body = new ResponseBody(jetty, buffers);
        freshness = null;
        jetty.setStatus(status);
        setContentTypeHeader(contentType);
        jetty.getHeaders().remove("Content-Length");
        try {
            body.write(content.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new AssertionError("A short answer is only put into a buffer", impossible);
        }
    }

    /// Lets the same answer be given again for as long as the validity holds. To be said before the body is written.
    void mayBeRepeatedWhile(FreshnessCheck holds) {
        toBeKept.ifPresent(memory -> {
            freshness = holds;
            body.remember(memory);
        });
    }

    /// Keeps nothing of the answer any more. To be called in the end.
    void forget() {
        body.forget();
    }

    /// Sends what has not been sent yet.
    ///
    /// @param callback completed when all of it is sent
    void complete(Callback callback) {
        body.complete(callback);
    }

    /// This answer, to be given again; to be asked for before it is complete.
    Optional<CachedResponse> repeatable() {
        return freshness == null ? Optional.empty() : body.remembered(freshness);
    }

    @Override
    public void setStatus(Status status) {
        jetty.setStatus(status.code);
    }

    @Override
    public Status getStatus() {
        return Status.fromCode(jetty.getStatus());
    }

    @Override
    public void setNonStandardHeader(String name, String value) {
        jetty.getHeaders().put(name, value);
    }

    @Override
    public String getNonStandardHeader(String name) {
        return jetty.getHeaders().get(name);
    }

    @Override
    public Map<String, String> getHeaders() {
        return joined(jetty.getHeaders());
    }

    /// Each header once, as Milton wants them: with all its values.
    static Map<String, String> joined(HttpFields headers) {
        return headers.stream().collect(Collectors.toMap(HttpField::getName, HttpField::getValue,
                (first, next) -> first + ", " + next));
    }

    @Override
    public ResponseBody getOutputStream() {
        return body;
    }

    @Override
    public void close() {}

    @Override
    public void sendError(Status status, String message) {
        answer(status.code, "text/plain;charset=utf-8", message + "\n");
    }

    @Override
    public void setAuthenticateHeader(List<String> challenges) {
        challenges.forEach(challenge -> jetty.getHeaders().add(Header.WWW_AUTHENTICATE.code, challenge));
    }

    @Override
    public Cookie setCookie(Cookie cookie) {
        throw new UnsupportedOperationException("This server sets no cookies");
    }

    @Override
    public Cookie setCookie(String name, String value) {
        throw new UnsupportedOperationException("This server sets no cookies");
    }
}
