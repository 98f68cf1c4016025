package gitdav.webdav.method;

import gitdav.webdav.disk.Entry;
import gitdav.webdav.protocol.DavException;
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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What every method does before its own work: find the target, see whether the method goes with it, and check the
/// client's conditions.
abstract class MethodHandler implements Handler {

    protected final Share share;
    protected final Preconditions preconditions;
    private final List<Method> methods;

    MethodHandler(Share share, Method... methods) {
        this.share = share;
        preconditions = new Preconditions(share);
        this.methods = List.of(methods);
    }

    /// The method's own work.
    ///
    /// @param present what is at the request's path, if anything
    abstract void handle(DavRequest request, DavResponse response, Optional<Entry> present) throws IOException;

    @Override
    public final void process(HttpManager manager, Request request, Response response)
            throws NotAuthorizedException, BadRequestException {
        var davRequest = (DavRequest) request;
        Optional<Entry> present = presentAt(davRequest, share);
        if (!isCompatible(present.orElse(null))) {
            response.setAllowHeader(allowedOn(present, manager));
        }
        requireCompatible(present);
        preconditions.require(davRequest, present);
        try {
            handle(davRequest, (DavResponse) response, present);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public final String[] getMethods() {
        return methods.stream().map(method -> method.code).toArray(String[]::new);
    }

    /// Whether the method goes with what is at a path: null stands for nothing.
    @Override
    public boolean isCompatible(Resource target) {
        return true;
    }

    /// To be asked again when a change begins: another request may have been faster.
    final void requireCompatible(Optional<Entry> present) {
        if (!isCompatible(present.orElse(null))) {
            throw new DavException(Status.SC_METHOD_NOT_ALLOWED,
                    String.join(" and ", getMethods()) + " is not for what is here");
        }
    }

    static Entry existing(Optional<Entry> present) {
        return present.orElseThrow(() -> new DavException(Status.SC_NOT_FOUND, "There is nothing here"));
    }

    /// What is at the request's path, if anything.
    static Optional<Entry> presentAt(DavRequest request, Share share) {
        try {
            return share.tree().find(request.path());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The methods that go with what is at a path.
    static List<String> allowedOn(Optional<Entry> present, HttpManager manager) {
        return manager.getAllHandlers().stream().filter(handler -> handler.isCompatible(present.orElse(null)))
                .flatMap(handler -> Arrays.stream(handler.getMethods())).distinct().sorted().toList();
    }
}
