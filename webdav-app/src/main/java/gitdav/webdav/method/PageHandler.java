package gitdav.webdav.method;

import gitdav.contract.VolumeLayout;
import gitdav.webdav.history.BackupState;
import gitdav.webdav.history.History;
import gitdav.webdav.page.PageFiles;
import gitdav.webdav.page.PageFiles.PageFile;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.protocol.SharePath;
import io.milton.http.Filter;
import io.milton.http.FilterChain;
import io.milton.http.Request;
import io.milton.http.Request.Header;
import io.milton.http.Request.Method;
import io.milton.http.Response;
import io.milton.http.Response.Status;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;

/// Answers what the page of a folder asks for besides the share itself, and lets everything else pass: its own files, the
/// state of the backup, the versions of a file, and a backup now. All of it lies in `/.gitdav/`, where no client ever
/// finds or writes a file.
final class PageHandler implements Filter {

    private static final Pattern PAGE_FILE = Pattern.compile(Pattern.quote("/" + PageFiles.FOLDER) + "([^/]+)");
    private static final String BACKUP = "/" + VolumeLayout.RESERVED + "/backup";
    private static final String FILE_VERSIONS = "/" + VolumeLayout.RESERVED + "/file-versions";
    private static final String JSON = "application/json";

    private final Optional<BackupState> backup;

    /// @param history where the rest comes from; without it, there are only the page's own files
    PageHandler(Optional<History> history) {
        backup = history.map(BackupState::new);
    }

    @Override
    public void process(FilterChain chain, Request request, Response response) {
        var davRequest = (DavRequest) request;
        var davResponse = (DavResponse) response;
        Method method = request.getMethod();
        boolean isRead = method == Method.GET || method == Method.HEAD;
        String path = isRead || method == Method.POST ? davRequest.path().toString() : "";
        var file = PAGE_FILE.matcher(path);
        Optional<PageFile> known = isRead && file.matches() ? PageFiles.named(file.group(1)) : Optional.empty();
        if (known.isPresent()) {
            send(known.get(), davRequest, davResponse);
        } else if (isRead && path.equals(BACKUP)) {
            davResponse.setCacheControlNoCacheHeader();
            davResponse.answer(Status.SC_OK.code, JSON, state().status());
        } else if (method == Method.POST && path.equals(BACKUP)) {
            BackupState.Answered answered = state().ask();
            davResponse.answer(answered.status(), "text/plain;charset=utf-8", answered.line());
        } else if (isRead && path.equals(FILE_VERSIONS)) {
            sendVersions(davRequest, davResponse);
        } else {
            chain.process(request, response);
        }
    }

    private BackupState state() {
        return backup.orElseThrow(() -> new DavException(Status.SC_NOT_FOUND,
                "Nothing is known of the backup here: HISTORY_URL is not set"));
    }

    private static void send(PageFile file, DavRequest request, DavResponse response) {
        response.setEtag(file.etag());
        // Asked for again each time, so that a new server has no old script.
        response.setCacheControlNoCacheHeader();
        if (file.etag().equals(request.getRequestHeader(Header.IF_NONE_MATCH))) {
            response.setStatus(Status.SC_NOT_MODIFIED);
        } else {
            response.answer(Status.SC_OK.code, file.contentType(), file.content());
        }
    }

    /// The versions of one file, the newest first.
    private void sendVersions(DavRequest request, DavResponse response) {
        SharePath path = SharePath.parse(request.query().parameter("path").orElse("/"));
        if (path.isRoot()) {
            throw new DavException(Status.SC_BAD_REQUEST, "Of which file? ?path=/PATH, percent-encoded");
        }
        response.setContentTypeHeader(JSON);
        response.setCacheControlNoCacheHeader();
        response.setStatus(Status.SC_OK);
        try {
            state().copyVersions(path, request.query().parameter("before").filter(History::isVersion),
                    response.getOutputStream());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
