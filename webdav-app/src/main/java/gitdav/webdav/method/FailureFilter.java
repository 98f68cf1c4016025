package gitdav.webdav.method;

import gitdav.program.Failure;
import gitdav.webdav.property.Multistatus;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.protocol.MemberFailuresException;
import io.milton.http.Filter;
import io.milton.http.FilterChain;
import io.milton.http.Request;
import io.milton.http.Response;
import io.milton.http.Response.Status;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/// The one place where a failure becomes an answer. What the client can correct is a 4xx with a sentence about it and no
/// business of the log's.
final class FailureFilter implements Filter {

    private static final Logger LOG = LoggerFactory.getLogger(FailureFilter.class);
    /// What a method sees when another request was faster.
    private static final Set<Class<?>> OVERTAKEN = Set.of(NoSuchFileException.class, FileAlreadyExistsException.class,
            NotDirectoryException.class, DirectoryNotEmptyException.class);
    /// EPERM: only a file's owner may set its time, for example.
    private static final Pattern NOT_PERMITTED = Pattern.compile("Operation not permitted", Pattern.CASE_INSENSITIVE);
    /// What glibc and musl call ENAMETOOLONG, for which Java has no exception of its own.
    private static final Pattern NAME_TOO_LONG = Pattern.compile("File ?name too long", Pattern.CASE_INSENSITIVE);

    @Override
    public void process(FilterChain chain, Request request, Response response) {
        var davRequest = (DavRequest) request;
        var davResponse = (DavResponse) response;
        try {
            chain.process(request, response);
        } catch (DavException refused) {
            if (davResponse.isCommitted()) {
                throw new UncheckedIOException(new IOException(refused));
            }
            refuse(davRequest, davResponse, refused);
        } catch (MemberFailuresException failed) {
            davResponse.answer(Status.SC_MULTI_STATUS.code, Response.APPLICATION_XML,
                    Multistatus.of(failed.failures(), davRequest.hrefs()));
        } catch (UncheckedIOException failed) {
            if (isClientGone(failed.getCause())) {
                throw failed;
            }
            DavException refusal = refusalFor(failed.getCause(), request);
            if (davResponse.isCommitted()) {
                throw failed;
            }
            refuse(davRequest, davResponse, refusal);
        } catch (RuntimeException bug) {
            logged(request).setCause(bug).log("This is a bug in gitdav, seen at {} {}", request.getMethod(),
                    request.getAbsolutePath());
            davResponse.sendError(Status.SC_INTERNAL_SERVER_ERROR, "The server made a mistake; its log says more");
        }
    }

    private static LoggingEventBuilder logged(Request request) {
        return LOG.atError().addKeyValue("method", request.getMethod()).addKeyValue("path", request.getAbsolutePath());
    }

    /// Whether the client is gone, which is no event.
    private static boolean isClientGone(IOException failure) {
        return failure instanceof EofException || failure.getCause() instanceof TimeoutException;
    }

    private static void refuse(DavRequest request, DavResponse response, DavException refused) {
        refused.precondition().ifPresentOrElse(
                rule -> response.answer(refused.status().code, Response.APPLICATION_XML,
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<D:error xmlns:D=\"DAV:\">"
                                + rule.xml(request.hrefs()) + "</D:error>\n"),
                () -> response.sendError(refused.status(), refused.getMessage()));
    }

    /// The client cannot repair that; the person who reads the log can.
    private static DavException notOurs(FileSystemException failure, Request request) {
        LOG.warn("{} {} is refused: {} belongs to another user than the one that webdav-app runs as, or is protected",
                request.getMethod(), request.getAbsolutePath(), failure.getFile());
        return new DavException(Status.SC_FORBIDDEN,
                "A file or folder here belongs to another user of the volume, and this server may not change it so");
    }

    private static DavException refusalFor(IOException failure, Request request) {
        return switch (failure) {
            case AccessDeniedException denied -> notOurs(denied, request);
            case FileSystemException denied when denied.getReason() != null
                    && NOT_PERMITTED.matcher(denied.getReason()).matches() ->
                notOurs(denied, request);
            case FileSystemException overtaken when OVERTAKEN.contains(overtaken.getClass()) ->
                new DavException(Status.SC_CONFLICT, "Another client changed this at the same time; try again");
            case FileSystemException named when named.getReason() != null
                    && NAME_TOO_LONG.matcher(named.getReason()).matches() ->
                new DavException(Status.SC_BAD_REQUEST, "The name is longer than the disk can store");
            default -> {
                logged(request).log("{} {} failed: {}", request.getMethod(), request.getAbsolutePath(),
                        Failure.describe(failure));
                yield request.getMethod().isWrite
                        ? new DavException(Status.SC_INSUFFICIENT_STORAGE,
                                "The disk did not take this")
                        : new DavException(Status.SC_SERVICE_UNAVAILABLE, "The disk did not give this");
            }
        };
    }
}
