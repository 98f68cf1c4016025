package gitdav.webdav;

import io.milton.http.Filter;
import io.milton.http.FilterChain;
import io.milton.http.Request;
import io.milton.http.Request.Method;
import io.milton.http.Response;
import io.milton.http.Response.Status;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// Keeps everybody out of the reserved folder ([ReservedFolder]): there is nothing to read, and writing is forbidden.
record ReservedFolderFilter(Share share) implements Filter {

    @Override
    public void process(FilterChain chain, Request request, Response response) {
        try {
            for (SharePath path : pathsOf((DavRequest) request)) {
                if (share.isReserved(path)) {
                    throw refusal(request.getMethod());
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        chain.process(request, response);
    }

    private static List<SharePath> pathsOf(DavRequest request) {
        return request.getDestinationHeader() == null
                ? List.of(request.path())
                : List.of(request.path(), request.destination());
    }

    private static DavException refusal(Method method) {
        return method != null && method.isWrite
                ? new DavException(Status.SC_FORBIDDEN, "'" + ReservedFolder.NAME + "' is the server's own folder")
                : new DavException(Status.SC_NOT_FOUND, "There is nothing here");
    }
}
