package gitdav.webdav;

import io.milton.http.Request.Method;
import io.milton.http.Response.Status;
import org.eclipse.jetty.http.DateGenerator;

import java.io.IOException;
import java.util.Optional;

/// GET and HEAD: a file's content, or a page that lists a folder
/// ([RFC 9110, section 9.3](https://www.rfc-editor.org/rfc/rfc9110#section-9.3)).
final class GetHandler extends MethodHandler {

    GetHandler(Share share) {
        super(share, Method.GET, Method.HEAD);
    }

    @Override
    void handle(DavRequest request, DavResponse response, Optional<Entry> target) throws IOException {
        Entry entry = existing(target);
        if (entry.isFolder()) {
            new FolderPage(share, entry).writeTo(response);
        } else {
            sendFile(request, response);
        }
    }

    private void sendFile(DavRequest request, DavResponse response) throws IOException {
        try (var open = share.open(request.path())) {
            Entry file = open.file();
            Preconditions.require(request, Optional.of(file));
            response.setEtag(file.etag());
            response.setNonStandardHeader("Last-Modified", DateGenerator.formatDate(file.lastModified()));
            if (Preconditions.isUnchanged(request, file)) {
                response.setStatus(Status.SC_NOT_MODIFIED);
                return;
            }
            response.setContentTypeHeader(file.contentType());
            // What anybody has uploaded must not act here in the name of whoever opens it.
            response.setNonStandardHeader("Content-Security-Policy", "script-src 'none'");
            response.setContentLengthHeader(file.attributes().size());
            response.setStatus(Status.SC_OK);
            if (request.getMethod() == Method.GET) {
                open.content().transferTo(response.getOutputStream());
            }
        }
    }
}
