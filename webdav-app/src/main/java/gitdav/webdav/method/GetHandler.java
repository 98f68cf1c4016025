package gitdav.webdav.method;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.http.ByteRange;
import gitdav.webdav.http.FreshnessCheck;
import gitdav.webdav.share.Share;
import io.milton.http.Request.Header;
import io.milton.http.Request.Method;
import io.milton.http.Response.Status;
import org.eclipse.jetty.http.DateGenerator;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// GET and HEAD: a file's content or parts of it, or a page that lists a folder
/// ([RFC 9110, sections 9.3 and 14](https://www.rfc-editor.org/rfc/rfc9110#section-9.3)).
final class GetHandler extends MethodHandler {

    private final boolean hasHistory;

    /// @param hasHistory whether old versions can be asked for
    GetHandler(Share share, boolean hasHistory) {
        super(share, Method.GET, Method.HEAD);
        this.hasHistory = hasHistory;
    }

    @Override
    void handle(DavRequest request, DavResponse response, Optional<Entry> present) throws IOException {
        Entry entry = existing(present);
        if (entry.isFolder()) {
            new FolderAnswer(request, response, entry,
                    visitor -> share.tree().forEachIn(entry, visitor::visit), new FilesOfToday(share),
                    request.mayWrite(), hasHistory).send();
        } else {
            sendFile(request, response);
        }
    }

    private void sendFile(DavRequest request, DavResponse response) throws IOException {
        try (var open = share.tree().open(request.path())) {
            Entry file = open.file();
            preconditions.require(request, Optional.of(file));
            send(request, response, new Download(file, new OpenContent(open), response),
                    () -> share.tree().isUnchanged(file));
        }
    }

    /// Sends a file, or as much of it as the client wants.
    ///
    /// @param unchanged as long as this holds, the same answer may be given again
    static void send(DavRequest request, DavResponse response, Download download, FreshnessCheck unchanged)
            throws IOException {
        Entry file = download.file();
        response.setEtag(file.etag());
        response.setNonStandardHeader("Last-Modified", DateGenerator.formatDate(file.lastModified()));
        if (Preconditions.isUnchanged(request, file)) {
            response.setStatus(Status.SC_NOT_MODIFIED);
            return;
        }
        response.setNonStandardHeader("Accept-Ranges", "bytes");
        // An uploaded page must not act here in the name of the user who opens it.
        response.setNonStandardHeader("Content-Security-Policy", policyFor(file));
        Optional<List<ByteRange>> ranges = rangesIn(request, file);
        if (request.getMethod() == Method.HEAD) {
            download.headers();
        } else if (ranges.isEmpty()) {
            download.whole(unchanged);
        } else if (ranges.get().size() == 1) {
            download.part(ranges.get().getFirst());
        } else {
            download.parts(ranges.get());
        }
    }

    /// A browser shows a PDF by a plug-in of its own, which no sandbox lets it. The origin stays, as far as a sandbox goes:
    /// what cannot run cannot use it, and the page's own pictures come from there.
    private static String policyFor(Entry file) {
        return "script-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
                + (file.contentType().startsWith("application/pdf")
                        ? ""
                        : "; object-src 'none'; sandbox allow-same-origin");
    }

    /// Nothing if the client wants, or has to get, the whole file.
    private static Optional<List<ByteRange>> rangesIn(DavRequest request, Entry file) {
        String header = request.getRequestHeader(Header.RANGE);
        if (header == null || request.getMethod() == Method.HEAD || !Preconditions.allowsRange(request, file)) {
            return Optional.empty();
        }
        return ByteRange.parse(header, file.size());
    }
}
