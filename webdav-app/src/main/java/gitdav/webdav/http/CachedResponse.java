package gitdav.webdav.http;

import gitdav.webdav.memory.MemoryAccount;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.ByteBufferContentSource;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// An answer that has been given, kept to be given again. Its memory is given back when it has no holder any more: neither
/// who remembers it nor a client on whose way it is.
public final class CachedResponse {

    /// What Jetty puts on every answer, and what it said of a connection that is another one by now.
    private static final Set<HttpHeader> NOT_KEPT = EnumSet.of(HttpHeader.DATE, HttpHeader.CONNECTION);
    /// Beside the body, in bytes.
    private static final int HEAD = 500;

    private final int status;
    private final HttpFields headers;
    private final List<ByteBuffer> body;
    private final FreshnessCheck freshness;
    private final MemoryAccount memory;
    private final AtomicInteger holders = new AtomicInteger(1);

    private CachedResponse(int status, HttpFields headers, List<ByteBuffer> body, FreshnessCheck freshness,
            MemoryAccount memory) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.freshness = freshness;
        this.memory = memory;
    }

    /// The answer that is about to be complete, with one holder.
    ///
    /// @param body in parts, none of which may be changed any more
    /// @param freshness for how long it may be given again
    /// @param memory where the body is accounted for
    public static CachedResponse of(Response response, List<ByteBuffer> body, FreshnessCheck freshness,
            MemoryAccount memory) {
        var headers = HttpFields.build();
        response.getHeaders().stream()
                .filter(field -> !NOT_KEPT.contains(field.getHeader()) && !SecurityHeaders.include(field))
                .forEach(field -> headers.add(new PreEncodedHttpField(field.getHeader(), field.getName(),
                        field.getValue())));
        return new CachedResponse(response.getStatus(), headers.asImmutable(), body, freshness, memory);
    }

    FreshnessCheck freshness() {
        return freshness;
    }

    /// Adds a holder, unless there is none any more.
    boolean hold() {
        return holders.getAndUpdate(now -> now == 0 ? 0 : now + 1) > 0;
    }

    void release() {
        if (holders.decrementAndGet() == 0) {
            memory.close();
        }
    }

    /// Gives it again, without waiting for the client, on behalf of a holder, which it ends.
    ///
    /// @param callback completed when all of it is sent
    public void send(Response response, Callback callback) {
        Callback sent = Callback.from(callback, this::release);
        response.setStatus(status);
        response.getHeaders().add(headers);
        if (body.size() == 1) {
            response.write(true, body.getFirst().slice(), sent);
        } else {
            Content.copy(new ByteBufferContentSource(body.stream().map(ByteBuffer::slice).toList()), response, sent);
        }
    }

    /// What it takes in memory, in bytes.
    int size() {
        return HEAD + body.stream().mapToInt(ByteBuffer::capacity).sum();
    }
}
