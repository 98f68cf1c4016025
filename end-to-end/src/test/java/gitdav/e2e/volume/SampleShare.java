package gitdav.e2e.volume;

import gitdav.e2e.pod.Http;
import gitdav.e2e.pod.ProgramProcess;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// A share with files, folders, properties and a lock, and webdav-app, which can be asked to change it in each way there is.
final class SampleShare implements AutoCloseable {

    private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final Pattern TOKEN = Pattern.compile("urn:uuid:" + UUID);

    private static final String UPDATE = "<propertyupdate xmlns='DAV:'><set><prop><a xmlns='x:'>%s</a>"
            + "<Win32LastModifiedTime xmlns='urn:schemas-microsoft-com:'>Mon, 01 Jan %d 00:00:00 GMT"
            + "</Win32LastModifiedTime></prop></set></propertyupdate>";
    private static final String REMOVAL = "<propertyupdate xmlns='DAV:'><remove><prop><a xmlns='x:'/></prop></remove>"
            + "</propertyupdate>";
    private static final String LOCKINFO = "<lockinfo xmlns='DAV:'><lockscope><exclusive/></lockscope>"
            + "<locktype><write/></locktype></lockinfo>";
    private static final String KNOWN = "<propfind xmlns='DAV:'><prop><lockdiscovery/><a xmlns='x:'/></prop></propfind>";

    private final Http http = new Http();
    private final Path data;
    private ProgramProcess server;
    private String token = "";

    private SampleShare(Path data, ProgramProcess server) {
        this.data = data;
        this.server = server;
    }

    /// A share that is still empty.
    static SampleShare start(Path data) throws IOException {
        return new SampleShare(data, startServer(data));
    }

    private static ProgramProcess startServer(Path data) throws IOException {
        return ProgramProcess.start("webdav-app",
                Map.of("DATA_DIR", data.toString(), "PORT", "0", "MANAGEMENT_PORT", "0")).atWork();
    }

    /// Kills webdav-app (`kill -9`), and starts it again.
    void killAndStartServer() throws IOException {
        server.close();
        server = startServer(data);
    }

    ProgramProcess server() {
        return server;
    }

    /// Makes it what it was at first, whatever has happened to it.
    void make() throws Exception {
        for (String path : List.of("/file", "/folder", "/other", "/new", "/locked", "/copied")) {
            Matcher locked = TOKEN.matcher(send("PROPFIND", path, KNOWN, "Depth", "0").body());
            if (locked.find()) {
                send("UNLOCK", path, "", "Lock-Token", "<" + locked.group() + ">");
            }
            send("DELETE", path, "");
        }
        send("MKCOL", "/folder", "");
        send("MKCOL", "/other", "");
        for (String path : List.of("/file", "/folder/member", "/other/plain", "/copied", "/locked")) {
            String content = path.equals("/file") ? "content" : "content of " + path;
            assertThat(send("PUT", path, content, "X-OC-Mtime", "1000000000").statusCode()).isEqualTo(201);
        }
        send("COPY", "/copied", "", "Destination", "/other/copy");
        for (String path : List.of("/file", "/folder", "/folder/member")) {
            assertThat(send("PROPPATCH", path, UPDATE.formatted("first", 2001)).statusCode()).isEqualTo(207);
        }
        var locked = send("LOCK", "/locked", LOCKINFO);
        assertThat(locked.statusCode()).isEqualTo(200);
        token = locked.headers().firstValue("Lock-Token").orElseThrow().replaceAll("[<>]", "");
    }

    /// Sends one of the requests.
    ///
    /// @param method of WebDAV, and what is special about this request
    HttpResponse<String> request(String method, String path, String destination) throws Exception {
        return switch (method) {
            case "PUT" -> send("PUT", path, "new content");
            case "PUT a part" -> send("PUT", path, "CON", "Content-Range", "bytes 0-2/7");
            case "PROPPATCH" -> send("PROPPATCH", path, UPDATE.formatted("changed", 2007));
            case "PROPPATCH to remove" -> send("PROPPATCH", path, REMOVAL);
            case "LOCK" -> send("LOCK", path, LOCKINFO);
            case "LOCK again" -> send("LOCK", path, "", "If", "(<" + token + ">)", "Timeout", "Second-7");
            case "UNLOCK" -> send("UNLOCK", path, "", "Lock-Token", "<" + token + ">");
            case "MOVE", "COPY" ->
                send(method, path, "", "Destination", destination, "If", "</locked> (<" + token + ">)");
            default -> send(method, path, "", "If", "</locked> (<" + token + ">)");
        };
    }

    /// Sends one of the requests.
    ///
    /// @return 507 also if it is within an answer
    int status(String method, String path, String destination) throws Exception {
        HttpResponse<String> answer = request(method, path, destination);
        return answer.body().contains(" 507 ") ? 507 : answer.statusCode();
    }

    /// What clients see, and of the server's own files what is on the disk, but for tokens and the time of day. What could not
    /// be deleted waits in `uploads` and `replaced` for the next start, which is no harm.
    List<String> state() throws Exception {
        List<String> state = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> all = Files.walk(data)) {
            files = all.filter(file -> !file.equals(data)).sorted().toList();
        }
        for (Path file : files) {
            String name = "/" + data.relativize(file);
            if (!name.startsWith("/.gitdav")) {
                state.add(name + (Files.isDirectory(file) ? "" : " " + time(file) + " " + Files.readString(file))
                        + send("PROPFIND", name, KNOWN, "Depth", "0").body());
            } else if (Files.isRegularFile(file)) {
                state.add(name + " " + Files.readString(file).replaceAll("(?m)^(#|expires).*\n", ""));
            }
        }
        // Sorted as they are now: locks have random names.
        return state.stream().map(line -> line.replaceAll(UUID, "UUID").replaceAll("Second-\\d+", "")).sorted()
                .toList();
    }

    /// Whether it is the one that was set.
    private static String time(Path file) throws IOException {
        Instant time = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
        return time.isBefore(Instant.parse("2010-01-01T00:00:00Z")) ? time.toString() : "now";
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        return http.send(method, server.uri().resolve(path), body, headers);
    }

    @Override
    public void close() throws IOException {
        http.close();
        server.close();
    }
}
