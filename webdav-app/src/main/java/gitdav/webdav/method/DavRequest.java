package gitdav.webdav.method;

import gitdav.webdav.access.Authentication;
import gitdav.webdav.access.ReadOnly;
import gitdav.webdav.http.RequestBody;
import gitdav.webdav.http.RequestTarget;
import gitdav.webdav.lock.LockTokens;
import gitdav.webdav.memory.MemoryAccount;
import gitdav.webdav.memory.MemoryShare;
import gitdav.webdav.protocol.BasePath;
import gitdav.webdav.protocol.DavException;
import gitdav.webdav.protocol.Hrefs;
import gitdav.webdav.protocol.SharePath;
import gitdav.webdav.protocol.SpelledPath;
import io.milton.http.AbstractRequest;
import io.milton.http.Auth;
import io.milton.http.Cookie;
import io.milton.http.FileItem;
import io.milton.http.Response.Status;
import org.eclipse.jetty.server.Request;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Jetty's request as Milton sees it, and its WebDAV headers, read strictly
/// ([RFC 4918, section 10](https://www.rfc-editor.org/rfc/rfc4918#section-10)).
final class DavRequest extends AbstractRequest {

    private static final Map<String, Method> METHODS = Arrays.stream(Method.values())
            .collect(Collectors.toMap(method -> method.code, Function.identity()));
    private static final Pattern LOCK_TOKEN = Pattern.compile("\\s*<?([^<>\\s]+)>?\\s*");

    private final Request jetty;
    private final BasePath base;
    private final long maxUpload;
    private final MemoryAccount memory;
    private final MemoryShare buffers;
    private Hrefs hrefs;
    private Auth authorization;
    private IfHeader ifHeader;

    /// @param base where clients see the share
    /// @param maxUpload how many bytes the body of a PUT may have
    /// @param memory where it is accounted for what the request makes us hold
    /// @param buffers for a large buffer
    DavRequest(Request jetty, BasePath base, long maxUpload, MemoryAccount memory, MemoryShare buffers) {
        this.buffers = buffers;
        this.jetty = jetty;
        this.base = base;
        this.maxUpload = maxUpload;
        this.memory = memory;
    }

    /// Where it is accounted for what the request makes us hold.
    MemoryAccount memory() {
        return memory;
    }

    /// What the request is about.
    SharePath path() {
        return hrefs().request().path();
    }

    /// How paths are spelled in the answer.
    ///
    /// @throws DavException if the request's own is none in the share
    Hrefs hrefs() {
        if (hrefs == null) {
            SpelledPath sent = SpelledPath.parse(getAbsolutePath());
            if (!RequestTarget.isReadable(jetty)) {
                throw SpelledPath.refusal(getAbsolutePath());
            }
            hrefs = base.hrefs(sent, header("X-Forwarded-Prefix"));
        }
        return hrefs;
    }

    /// What a relative link into the folder begins with: without a slash at the end of the path, it counts from the folder
    /// around.
    String linkPrefix() {
        String path = getAbsolutePath();
        String last = path.substring(path.lastIndexOf('/') + 1);
        return last.isEmpty() ? "" : "./" + last + "/";
    }

    /// The paths in its headers.
    PathHeaders pathHeaders() {
        return new PathHeaders(base);
    }

    /// Where COPY and MOVE go to.
    SharePath destination() {
        return pathHeaders().destination(getDestinationHeader());
    }

    /// The conditions about locks and entity tags.
    IfHeader ifHeader() {
        if (ifHeader == null) {
            ifHeader = IfHeader.parse(PathHeaders.text(getIfHeader()));
        }
        return ifHeader;
    }

    /// What this request can open: with the tokens in its `If` header and, since Office sends it with PUT, the one in
    /// `Lock-Token`. Office also changes the properties of what it has locked without saying so.
    LockTokens lockTokens() {
        Set<String> tokens = new HashSet<>(ifHeader().tokens());
        lockToken().ifPresent(tokens::add);
        boolean fromOffice = header("User-Agent").filter(agent -> agent.startsWith("Microsoft Office")).isPresent();
        return new LockTokens(tokens, user(), fromOffice && getMethod() == Method.PROPPATCH && !user().isEmpty());
    }

    /// The token in the `Lock-Token` header. Windows leaves out the angle brackets.
    Optional<String> lockToken() {
        return header("Lock-Token").map(LOCK_TOKEN::matcher).filter(Matcher::matches).map(match -> match.group(1));
    }

    /// The user who is logged in; empty if there is none.
    String user() {
        return Authentication.userOf(jetty);
    }

    /// Whether the user may change anything.
    boolean mayWrite() {
        return !ReadOnly.appliesTo(jetty);
    }

    /// A header that Milton has no name for; nothing if it is not there.
    Optional<String> header(String name) {
        return Optional.ofNullable(jetty.getHeaders().get(name));
    }

    /// What follows the path's question mark.
    Query query() {
        return new Query(jetty.getHttpURI().getQuery());
    }

    /// In bytes; nothing if the client does not know it yet.
    OptionalLong contentLength() {
        long length = jetty.getLength();
        return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
    }

    /// How deep into a folder the method goes; without the header, all the way.
    Depth depth() {
        String header = getRequestHeader(Header.DEPTH);
        return switch (header == null ? "infinity" : header.toLowerCase(Locale.ROOT)) {
            case "0" -> Depth.ZERO;
            case "1" -> Depth.ONE;
            case "infinity" -> Depth.INFINITY;
            default -> throw new DavException(Status.SC_BAD_REQUEST,
                    "The Depth header must be 0, 1 or infinity, and is '" + header + "'");
        };
    }

    /// Whether COPY and MOVE may replace what is there; without the header, they may.
    boolean overwrite() {
        String header = getRequestHeader(Header.OVERWRITE);
        return switch (header == null ? "T" : header.toUpperCase(Locale.ROOT)) {
            case "T" -> true;
            case "F" -> false;
            default -> throw new DavException(Status.SC_BAD_REQUEST,
                    "The Overwrite header must be T or F, and is '" + header + "'");
        };
    }

    /// The header's value, all of them if it is given several times, or null.
    @Override
    public String getRequestHeader(Header header) {
        List<String> values = jetty.getHeaders().getValuesList(header.code);
        return values.isEmpty() ? null : String.join(", ", values);
    }

    @Override
    public Map<String, String> getHeaders() {
        return DavResponse.joined(jetty.getHeaders());
    }

    /// Null for a method that not even Milton knows.
    @Override
    public Method getMethod() {
        return METHODS.get(jetty.getMethod());
    }

    /// As sent, still encoded: [SpelledPath] alone reads paths.
    @Override
    public String getAbsolutePath() {
        return RequestTarget.of(jetty);
    }

    /// The path only, so that nothing can depend on a host name that a proxy has changed.
    @Override
    public String getAbsoluteUrl() {
        return getAbsolutePath();
    }

    @Override
    public RequestBody getInputStream() {
        return new RequestBody(jetty, getMethod() == Method.PUT ? maxUpload : Long.MAX_VALUE, buffers);
    }

    /// The body of a request is never a form.
    @Override
    public void parseRequestParameters(Map<String, String> parameters, Map<String, FileItem> files) {}

    @Override
    public Auth getAuthorization() {
        return authorization;
    }

    @Override
    public void setAuthorization(Auth authorization) {
        this.authorization = authorization;
    }

    @Override
    public String getFromAddress() {
        return getRemoteAddr();
    }

    @Override
    public String getRemoteAddr() {
        return Request.getRemoteAddr(jetty);
    }

    @Override
    public Cookie getCookie(String name) {
        return null;
    }

    @Override
    public List<Cookie> getCookies() {
        return List.of();
    }
}
