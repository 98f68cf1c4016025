package gitdav.benchmark;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Jetty with a handler that has no file system: it remembers how long each file is, and answers from memory. Its column shows
/// how much of a difference is Jetty's own.
final class BareJetty extends Handler.Abstract.NonBlocking {

    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final ByteBuffer CONTENT = ByteBuffer.allocateDirect(1 << 20);
    /// As long as webdav-app's for a file.
    private static final String MEMBER = """
            <D:response><D:href>/folder/file</D:href><D:propstat><D:prop>\
            <D:resourcetype/><D:displayname>file</D:displayname><D:getcontentlength>4096</D:getcontentlength>\
            <D:getcontenttype>application/octet-stream</D:getcontenttype>\
            <D:getlastmodified>Sun, 22 Nov 2026 12:00:00 GMT</D:getlastmodified>\
            <D:creationdate>2026-11-22T12:00:00Z</D:creationdate><D:getetag>"0123456789abcdef-1000"</D:getetag>\
            <D:lockdiscovery/><D:supportedlock><D:lockentry><D:lockscope><D:exclusive/></D:lockscope>\
            <D:locktype><D:write/></D:locktype></D:lockentry><D:lockentry><D:lockscope><D:shared/></D:lockscope>\
            <D:locktype><D:write/></D:locktype></D:lockentry></D:supportedlock></D:prop>\
            <D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>
            """;

    private final Map<String, Long> lengths = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> members = new ConcurrentHashMap<>();
    private final Map<Integer, ByteBuffer> listings = new ConcurrentHashMap<>();

    private BareJetty() {}

    /// Serves until the process is killed.
    ///
    /// @param arguments the port
    public static void main(String... arguments) throws Exception {
        start(Integer.parseInt(arguments[0])).join();
    }

    /// @param port 0 for any free one
    static Server start(int port) throws Exception {
        var server = new Server();
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        var connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        // As long as the others may take before it is its turn.
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
        server.setHandler(new BareJetty());
        server.start();
        return server;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        switch (request.getMethod()) {
            case "GET" -> get(lengths.getOrDefault(path, 0L), response, callback);
            case "PUT" -> Content.Source.consumeAll(request, Callback.from(() -> {
                add(path, Math.max(request.getLength(), 0));
                answer(HttpStatus.CREATED_201, response, callback);
            }, callback::failed));
            case "PROPFIND" -> list(path, response, callback);
            default -> answer(HttpStatus.CREATED_201, response, callback);
        }
        return true;
    }

    private void add(String path, long length) {
        if (lengths.put(path, length) == null) {
            String folder = path.substring(0, path.lastIndexOf('/') + 1);
            members.computeIfAbsent(folder, _ -> new AtomicInteger()).incrementAndGet();
        }
    }

    private static void answer(int status, Response response, Callback callback) {
        response.setStatus(status);
        callback.succeeded();
    }

    private static void get(long length, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
        if (length <= CONTENT.capacity()) {
            response.write(true, CONTENT.slice(0, (int) length), callback);
        } else {
            new Body(response, length, callback).iterate();
        }
    }

    /// The folder and its files; one answer if it is none.
    private void list(String folder, Response response, Callback callback) {
        int count = members.containsKey(folder) ? members.get(folder).get() + 1 : 1;
        ByteBuffer listing = listings.computeIfAbsent(count, BareJetty::listing);
        response.setStatus(HttpStatus.MULTI_STATUS_207);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/xml;charset=utf-8");
        response.write(true, listing.slice(), callback);
    }

    private static ByteBuffer listing(int count) {
        String xml = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<D:multistatus xmlns:D=\"DAV:\">\n"
                + MEMBER.repeat(count) + "</D:multistatus>\n";
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    /// A long body, in parts.
    private static final class Body extends IteratingCallback {

        private final Response response;
        private final Callback callback;
        private long left;

        Body(Response response, long length, Callback callback) {
            this.response = response;
            this.callback = callback;
            left = length;
        }

        @Override
        protected Action process() {
            if (left == 0) {
                return Action.SUCCEEDED;
            }
            int part = (int) Math.min(left, CONTENT.capacity());
            left -= part;
            response.write(left == 0, CONTENT.slice(0, part), this);
            return Action.SCHEDULED;
        }

        @Override
        protected void onCompleteSuccess() {
            callback.succeeded();
        }

        @Override
        protected void onCompleteFailure(Throwable cause) {
            callback.failed(cause);
        }
    }
}
