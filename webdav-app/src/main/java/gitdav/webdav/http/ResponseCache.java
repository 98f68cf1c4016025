package gitdav.webdav.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import gitdav.webdav.memory.MemoryAccount;
import gitdav.webdav.memory.MemoryShare;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What was answered a moment ago to GET and PROPFIND, for requests that ask the same while nothing has changed.
///
/// Each answer is checked ([FreshnessCheck]) before it is given again, and forgotten after a second even so. Only the plainest
/// of requests are served from here: no body, no condition, no range. It answers 2.5 to 10 times as many of those in a second
/// (`benchmark/webdav --only get4k,propfind0,propfind100,propfind10k --servers gitdav`).
public final class ResponseCache {

    private static final Duration LIFETIME = Duration.ofSeconds(1);
    /// Headers that make no difference to an answer, whatever they say. Any other does, or may.
    private static final Set<HttpHeader> NEUTRAL = EnumSet.of(HttpHeader.HOST, HttpHeader.CONNECTION,
            HttpHeader.USER_AGENT, HttpHeader.ACCEPT, HttpHeader.ACCEPT_ENCODING, HttpHeader.ACCEPT_LANGUAGE,
            HttpHeader.ACCEPT_CHARSET, HttpHeader.AUTHORIZATION, HttpHeader.CACHE_CONTROL, HttpHeader.PRAGMA,
            HttpHeader.COOKIE, HttpHeader.REFERER, HttpHeader.FORWARDED, HttpHeader.X_FORWARDED_FOR,
            HttpHeader.X_FORWARDED_PROTO, HttpHeader.X_FORWARDED_HOST);

    private final MemoryShare memory;
    private final Cache<Key, CachedResponse> responses;

    /// Remembers nothing yet.
    ///
    /// @param memory for what is remembered, and for what is still on its way when it is forgotten
    public ResponseCache(MemoryShare memory) {
        this.memory = memory;
        responses = Caffeine.newBuilder().maximumWeight(memory.size())
                .<Key, CachedResponse>weigher((key, answer) -> key.path().length() + answer.size())
                .removalListener((Key _, CachedResponse forgotten, RemovalCause _) -> forgotten.release())
                .expireAfterWrite(LIFETIME).executor(Runnable::run).build();
    }

    /// An account for an answer that is to be remembered.
    public MemoryAccount account() {
        responses.cleanUp();
        return new MemoryAccount(memory);
    }

    /// The request as a key that may have been answered before.
    public static Optional<Key> keyOf(Request request) {
        String method = request.getMethod();
        boolean get = HttpMethod.GET.is(method);
        if (!get && !method.equals("PROPFIND")) {
            return Optional.empty();
        }
        String depth = "";
        for (HttpField header : request.getHeaders()) {
            if (header.getName().equalsIgnoreCase("Depth") && !get && depth.isEmpty()) {
                depth = header.getValue();
            } else if (header.getHeader() == null || !NEUTRAL.contains(header.getHeader())) {
                return Optional.empty();
            }
        }
        return Optional.of(new Key(method, RequestTarget.of(request), depth));
    }

    /// The answer, if it is known and still right; it is to be [sent][CachedResponse#send].
    public Optional<CachedResponse> get(Key key) {
        CachedResponse answer = responses.getIfPresent(key);
        try {
            return answer != null && answer.freshness().holds() && answer.hold()
                    ? Optional.of(answer)
                    : Optional.empty();
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    /// Keeps the answer for a second, if there is room for it.
    public void remember(Key key, CachedResponse answer) {
        responses.put(key, answer);
    }

    /// What an answer depends on, besides the files themselves.
    public record Key(String method, String path, String depth) {}
}
