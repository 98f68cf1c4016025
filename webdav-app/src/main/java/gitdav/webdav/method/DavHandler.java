package gitdav.webdav.method;

import gitdav.webdav.history.History;
import gitdav.webdav.http.CachedResponse;
import gitdav.webdav.http.ResponseCache;
import gitdav.webdav.memory.MemoryBudget;
import gitdav.webdav.protocol.BasePath;
import gitdav.webdav.share.Share;
import io.milton.http.Filter;
import io.milton.http.HttpManager;
import io.milton.http.ProtocolHandlers;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Hands each of Jetty's requests to Milton, whose chain of filters is the whole story of a request, unless it was
/// answered a moment ago.
///
/// Of Milton this uses the dispatcher and the resource model. Its standard filter, response handler, events and entity
/// transport have no part in that, hence the nulls.
public final class DavHandler extends Handler.Abstract.NonBlocking {

    private final HttpManager milton;
    private final ResponseCache cache;
    private final MemoryBudget budget;
    private final Share share;
    private final BasePath base;
    private final long maxUpload;

    /// Answers for the share.
    ///
    /// @param share what all methods are about
    /// @param budget what requests and answers have their share of
    /// @param base where clients see it
    /// @param maxUpload how many bytes the body of a PUT may have
    /// @param isInfinityAllowed whether a client may list the whole share at once
    /// @param history the share as it was, if that is to be shown
    public DavHandler(Share share, MemoryBudget budget, BasePath base, long maxUpload, boolean isInfinityAllowed,
            Optional<History> history) {
        this.share = share;
        this.budget = budget;
        this.base = base;
        cache = new ResponseCache(budget.answers());
        this.maxUpload = maxUpload;
        milton = new HttpManager(share.tree(), null,
                new ProtocolHandlers(List.of(new DavMethods(share, isInfinityAllowed, history.isPresent()))),
                null,
                filters(share, history), null, List.of());
    }

    private static List<Filter> filters(Share share, Optional<History> history) {
        return Stream.of(Optional.of(new FailureFilter()), Optional.of(new PageHandler(history)),
                history.map(past -> new PastHandler(share, past)),
                Optional.of(new DispatchFilter())).<Filter>flatMap(Optional::stream).toList();
    }

    /// What is remembered is answered by the thread that has read the request, which must not wait for anything. All
    /// else gets a virtual thread of its own.
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Optional<ResponseCache.Key> key = ResponseCache.keyOf(request);
        Optional<CachedResponse> cached = key.flatMap(cache::get);
        if (cached.isPresent()) {
            cached.get().send(response, callback);
        } else {
            Thread.startVirtualThread(() -> process(request, response, callback, key));
        }
        return true;
    }

    /// Blocks until the answer is as good as sent. One that breaks off halfway is never ended in order, so that no
    /// client takes half of it for the whole.
    private void process(Request request, Response response, Callback callback, Optional<ResponseCache.Key> key) {
        var davResponse = new DavResponse(response, key.map(_ -> cache.account()), budget.buffers());
        try (var memory = share.requestMemory()) {
            milton.process(new DavRequest(request, base, maxUpload, memory, budget.buffers()), davResponse);
            // While the answer can still say that the connection ends here, should more of the body be on its way.
            request.consumeAvailable();
            key.ifPresent(asked -> davResponse.repeatable().ifPresent(answer -> cache.remember(asked, answer)));
            davResponse.complete(callback);
        } catch (UncheckedIOException brokenOff) {
            callback.failed(brokenOff.getCause());
        } catch (RuntimeException | Error bug) {
            callback.failed(bug);
        } finally {
            davResponse.forget();
        }
    }
}
