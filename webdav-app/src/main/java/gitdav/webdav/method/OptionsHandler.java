package gitdav.webdav.method;

import gitdav.webdav.access.ReadOnly;
import gitdav.webdav.share.Share;
import io.milton.http.Handler;
import io.milton.http.HttpManager;
import io.milton.http.Request;
import io.milton.http.Request.Method;
import io.milton.http.Response;
import io.milton.http.Response.Status;
import io.milton.http.exceptions.BadRequestException;
import io.milton.http.exceptions.NotAuthorizedException;
import io.milton.resource.Resource;

import java.util.List;

/// OPTIONS: which methods go with what is at a path, and which WebDAV this is
/// ([RFC 4918, section 10.1](https://www.rfc-editor.org/rfc/rfc4918#section-10.1)).
record OptionsHandler(Share share) implements Handler {

    @Override
    public void process(HttpManager manager, Request request, Response response)
            throws NotAuthorizedException, BadRequestException {
        var davRequest = (DavRequest) request;
        answer(davRequest, response, MethodHandler.allowedOn(MethodHandler.presentAt(davRequest, share), manager));
    }

    /// @param methods that go with the path, for those who may write
    static void answer(DavRequest request, Response response, List<String> methods) {
        response.setAllowHeader(methods.stream()
                .filter(method -> request.mayWrite() || ReadOnly.METHODS.contains(method)).toList());
        response.setDavHeader("1, 2, 3");
        // Windows mounts nothing as WebDAV without it.
        response.setNonStandardHeader("MS-Author-Via", "DAV");
        response.setContentLengthHeader(0L);
        response.setStatus(Status.SC_OK);
    }

    @Override
    public String[] getMethods() {
        return new String[]{Method.OPTIONS.code};
    }

    @Override
    public boolean isCompatible(Resource target) {
        return true;
    }
}
