package gitdav.webdav.method;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.history.History;
import gitdav.webdav.property.LiveProperties;
import gitdav.webdav.property.Multistatus;
import gitdav.webdav.property.PropfindBody;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.share.Share;
import io.milton.http.Filter;
import io.milton.http.FilterChain;
import io.milton.http.Request;
import io.milton.http.Request.Depth;
import io.milton.http.Response;
import io.milton.http.Response.Status;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/// Answers for all that is in the folder of the past, which is only read, and lets everything else pass.
final class PastHandler implements Filter {

    private static final List<String> METHODS = List.of("COPY", "GET", "HEAD", "OPTIONS", "PROPFIND");

    private final History history;
    private final Preconditions preconditions;
    private final PastCopyHandler copying;
    private final LiveProperties live;

    PastHandler(Share share, History history) {
        this.history = history;
        preconditions = new Preconditions(share);
        copying = new PastCopyHandler(share, history);
        live = new LiveProperties(share.locks(), share.quota(), false);
    }

    @Override
    public void process(FilterChain chain, Request request, Response response) {
        var davRequest = (DavRequest) request;
        if (request.getMethod() == null || !History.has(davRequest.path())) {
            chain.process(request, response);
            return;
        }
        try {
            answer(davRequest, (DavResponse) response);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void answer(DavRequest request, DavResponse response) throws IOException {
        if (!METHODS.contains(request.getMethod().code)) {
            throw new DavException(Status.SC_FORBIDDEN, "What was is only read: in /" + History.NAME
                    + "/ there are GET, HEAD, PROPFIND, and COPY into the share of today");
        }
        if (request.getMethod() == Request.Method.OPTIONS) {
            OptionsHandler.answer(request, response, METHODS);
            return;
        }
        Entry entry = MethodHandler.existing(history.find(request.path()));
        preconditions.require(request, Optional.of(entry));
        switch (request.getMethod()) {
            case PROPFIND -> propfind(request, response, entry);
            case COPY -> copying.handle(request, response, Optional.of(entry));
            default -> get(request, response, entry);
        }
    }

    private void get(DavRequest request, DavResponse response, Entry entry) throws IOException {
        if (entry.isFolder()) {
            new FolderAnswer(request, response, entry,
                    visitor -> history.forEachIn(entry, visitor::visit), new FilesOfThePast(history),
                    request.mayWrite(), true).send();
        } else {
            GetHandler.send(request, response, new Download(entry, new PastContent(history, entry), response),
                    () -> true);
        }
    }

    /// Never all the way down ([RFC 4918, section 9.1](https://www.rfc-editor.org/rfc/rfc4918#section-9.1)): every version
    /// has every file once more.
    private void propfind(DavRequest request, DavResponse response, Entry entry) throws IOException {
        PropfindHandler.requireFinite(request, entry);
        PropfindBody wanted = PropfindHandler.wantedBy(request);
        Multistatus multistatus = PropfindHandler.begin(request, response, wanted);
        multistatus.write(entry, List.of(), wanted, live);
        if (entry.isFolder() && request.depth() == Depth.ONE) {
            history.forEachIn(entry, member -> multistatus.write(member, List.of(), wanted, live));
        }
        multistatus.end();
    }
}
