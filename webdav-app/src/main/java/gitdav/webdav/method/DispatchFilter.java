package gitdav.webdav.method;

import gitdav.webdav.protocol.DavException;
import io.milton.http.Filter;
import io.milton.http.FilterChain;
import io.milton.http.Request;
import io.milton.http.Response;
import io.milton.http.Response.Status;
import io.milton.http.exceptions.BadRequestException;
import io.milton.http.exceptions.ConflictException;
import io.milton.http.exceptions.NotAuthorizedException;
import io.milton.http.exceptions.NotFoundException;

/// The end of the chain: the method's handler, or 501 where there is none.
///
/// In the place of Milton's `StandardFilter`, which answers 500 to every exception but four.
final class DispatchFilter implements Filter {

    @Override
    public void process(FilterChain chain, Request request, Response response) {
        var method = request.getMethod();
        var handler = method == null ? null : chain.getHttpManager().getMethodHandler(method);
        if (handler == null) {
            throw new DavException(Status.SC_NOT_IMPLEMENTED, "This server does not know the method");
        }
        try {
            handler.process(chain.getHttpManager(), request, response);
        } catch (BadRequestException | ConflictException | NotAuthorizedException | NotFoundException impossible) {
            throw new AssertionError("Our handlers throw none of Milton's exceptions", impossible);
        }
    }
}
