package gitdav.webdav.http;

import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.util.BufferUtil;

import java.nio.ByteBuffer;

/// Jetty's parser, which bounds the length of headers, with a bound for their number: a short one takes many times its
/// length in memory.
final class FewHeadersParser extends HttpParser {

    private static final int MAX_HEADERS = 100;

    private int headers;
    private long discarded;

    /// @param usual tells its handler what it has found
    FewHeadersParser(HttpParser usual, HttpConfiguration configuration, HttpCompliance compliance) {
        super((RequestHandler) usual.getHandler(), configuration.getRequestHeaderSize(), compliance);
        setHeaderCacheSize(configuration.getHeaderCacheSize());
        setHeaderCacheCaseSensitive(configuration.isHeaderCacheCaseSensitive());
    }

    @Override
    public HttpField newHttpField(HttpHeader header, String name, String value) {
        headers++;
        if (headers > MAX_HEADERS) {
            throw new HttpException.RuntimeException(HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431,
                    "A request may have " + MAX_HEADERS + " headers");
        }
        return super.newHttpField(header, name, value);
    }

    /// In the state that a refusal leaves, Jetty ends the connection as soon as more comes, if the thread that reads is the one
    /// that has answered: before the client has read why. There is something to do yet, to discard what comes.
    @Override
    public boolean isTerminated() {
        return isClosed();
    }

    /// Jetty would count what is discarded as headers.
    @Override
    public boolean parseNext(ByteBuffer buffer) {
        if (isClose() && discarded < LingeringClose.MAX_BYTES) {
            discarded += buffer.remaining();
            BufferUtil.clear(buffer);
        }
        return super.parseNext(buffer);
    }

    @Override
    public void reset() {
        headers = 0;
        super.reset();
    }
}
