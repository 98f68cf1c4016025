package gitdav.webdav;

import io.milton.http.AbstractResponse;
import io.milton.http.Cookie;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Jetty's response as Milton sees it. What is written is buffered and then sent as it comes: a long answer is never in
/// memory as a whole.
final class DavResponse extends AbstractResponse {

    private static final int BUFFER_SIZE = 16 * 1024;

    private final Response jetty;
    private OutputStream body;

    DavResponse(Response jetty) {
        this.jetty = jetty;
        // A browser must believe the content type: what looks like a page may have been uploaded as a picture.
        setNonStandardHeader("X-Content-Type-Options", "nosniff");
    }

    /// Whether it is too late to say anything else.
    boolean isCommitted() {
        return jetty.isCommitted();
    }

    /// Answers this, and forgets a body begun before.
    void answer(Status status, String contentType, String content) {
        setStatus(status);
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        setContentTypeHeader(contentType);
        setContentLengthHeader((long) bytes.length);
        body = newBody();
        try {
            body.write(bytes);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
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
        return DavRequest.joined(jetty.getHeaders());
    }

    @Override
    public OutputStream getOutputStream() {
        if (body == null) {
            body = newBody();
        }
        return body;
    }

    @Override
    public void close() {
        try {
            if (body != null) {
                body.close();
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Override
    public void sendError(Status status, String message) {
        answer(status, "text/plain;charset=utf-8", message + "\n");
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

    /// Jetty has a buffer of its own, but one that is slow at what an XML writer does: write byte by byte.
    private OutputStream newBody() {
        return new BufferedOutputStream(Content.Sink.asOutputStream(jetty), BUFFER_SIZE);
    }
}
