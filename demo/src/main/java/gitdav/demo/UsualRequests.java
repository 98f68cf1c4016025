package gitdav.demo;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/// What a file manager and a browser ask of a share in a few minutes' work.
final class UsualRequests {

    private static final String LOCK = """
            <?xml version="1.0"?><d:lockinfo xmlns:d="DAV:"><d:lockscope><d:exclusive/></d:lockscope>\
            <d:locktype><d:write/></d:locktype><d:owner>training run</d:owner></d:lockinfo>""";
    private static final String PROPERTY = """
            <?xml version="1.0"?><d:propertyupdate xmlns:d="DAV:" xmlns:x="urn:x"><d:set><d:prop><x:note>seen</x:note>\
            </d:prop></d:set></d:propertyupdate>""";

    private final HttpClient client;
    private final LocalPort share;

    private UsualRequests(HttpClient client, LocalPort share) {
        this.client = client;
        this.share = share;
    }

    /// Sends them, each after the answer to the one before.
    static void send(LocalPort share) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            new UsualRequests(client, share).send();
        }
    }

    private void send() throws IOException, InterruptedException {
        send("OPTIONS", "/", "", Map.of());
        send("PROPFIND", "/", "", Map.of("Depth", "1"));
        send("GET", "/", "", Map.of("Accept", "text/html"));
        send("MKCOL", "/training/", "", Map.of());
        send("PUT", "/training/file.txt", "one", Map.of());
        send("PUT", "/training/file.txt", "two", Map.of());
        send("GET", "/training/file.txt", "", Map.of());
        send("PROPPATCH", "/training/file.txt", PROPERTY, Map.of());
        send("LOCK", "/training/file.txt", LOCK, Map.of("Timeout", "Second-60"));
        send("COPY", "/training/file.txt", "", Map.of("Destination", share.url("/training/copy.txt").toString()));
        send("MOVE", "/training/copy.txt", "", Map.of("Destination", share.url("/training/moved.txt").toString()));
        send("PROPFIND", "/training/", "", Map.of("Depth", "1"));
        send("DELETE", "/training/moved.txt", "", Map.of());
        send("POST", "/.gitdav/backup", "", Map.of("Origin", share.url("").toString()));
        send("GET", "/.gitdav/backup", "", Map.of());
        send("PROPFIND", "/.history/", "", Map.of("Depth", "1"));
    }

    private void send(String method, String path, String body, Map<String, String> headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(share.url(path)).method(method, BodyPublishers.ofString(body));
        headers.forEach(request::header);
        client.send(request.build(), BodyHandlers.discarding());
    }
}
