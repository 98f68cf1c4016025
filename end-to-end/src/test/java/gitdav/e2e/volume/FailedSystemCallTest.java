package gitdav.e2e.volume;

import gitdav.e2e.pod.ProgramProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// A disk on which one system call fails: each that a request makes in turn, by `strace`, with an I/O error. What is refused
/// has changed nothing; what is acknowledged is there, also after a `kill -9`.
///
/// `write` is not among them: threads of the virtual machine wake each other by it. Writes that fail are FullDiskTest's.
///
/// A rename shows before the folder around it can be flushed. So there is a third case: that flush fails, and the whole change
/// shows although it is refused (docs/decisions/webdav.md).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("long")
class FailedSystemCallTest {

    private static final String CALLS = "openat,pwrite64,ftruncate,fsync,fdatasync,rename,renameat,renameat2,unlink,"
            + "unlinkat,rmdir,mkdir,mkdirat,link,linkat,utimensat,chmod,fchmod,fchmodat,copy_file_range,sendfile";
    /// The thread's number, and the call.
    private static final Pattern CALL = Pattern.compile("(\\d+) +(\\w+)\\(");
    private static final Pattern ADDRESS = Pattern.compile("http://localhost:\\d+/");
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final Pattern TOKEN = Pattern.compile("urn:uuid:" + UUID);
    private static final Pattern FLUSH_OF_USERS_FOLDER = Pattern
            .compile("fsync\\(\\d+<[^>]*/(data\\d+|folder|other)>");
    /// Some are opened for it only then.
    private static final Pattern FLUSH_OF_FOLDER = Pattern
            .compile("fsync\\(\\d+<[^>]*/(data\\d+|folder|other|locks|properties|\\w+\\.d)>|openat\\(");

    private static final String UPDATE = "<propertyupdate xmlns='DAV:'><set><prop><a xmlns='x:'>%s</a>"
            + "<Win32LastModifiedTime xmlns='urn:schemas-microsoft-com:'>Mon, 01 Jan %d 00:00:00 GMT"
            + "</Win32LastModifiedTime></prop></set></propertyupdate>";
    private static final String REMOVAL = "<propertyupdate xmlns='DAV:'><remove><prop><a xmlns='x:'/></prop></remove>"
            + "</propertyupdate>";
    private static final String LOCKINFO = "<lockinfo xmlns='DAV:'><lockscope><exclusive/></lockscope>"
            + "<locktype><write/></locktype></lockinfo>";
    private static final String KNOWN = "<propfind xmlns='DAV:'><prop><lockdiscovery/><a xmlns='x:'/></prop></propfind>";

    /// Of each request: those that are tried, at random.
    private static final int MOST_CALLS = Integer.getInteger("calls", 2);
    private static final long SEED = Long.getLong("seed", System.nanoTime());

    private final HttpClient http = HttpClient.newBuilder().version(Version.HTTP_1_1).build();
    private Path data;
    private ProgramProcess server;
    private URI share;
    private String token = "";

    @BeforeAll
    void startServer(@TempDir Path dir) throws Exception {
        // In memory, where that is possible: this test flushes thousands of times.
        data = Files.createTempDirectory(Files.isWritable(MEMORY) ? MEMORY : dir, "data");
        start();
    }

    private void start() throws IOException {
        server = ProgramProcess.start("webdav-app", Map.of("DATA_DIR", data.toString(), "PORT", "0", "MANAGEMENT_PORT",
                "0"));
        share = URI.create(await().atMost(Duration.ofMinutes(1))
                .until(() -> ADDRESS.matcher(server.output()), Matcher::find).group());
    }

    private void killAndStart() throws IOException {
        server.close();
        start();
    }

    @AfterAll
    void stopServer() throws Exception {
        http.close();
        server.close();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"PUT,/new,", "PUT,/file,", "PUT a part,/file,", "MKCOL,/new,", "DELETE,/file,", "DELETE,/folder,",
            "DELETE,/locked,", "COPY,/file,/new", "COPY,/file,/folder/member", "COPY,/folder,/other",
            "MOVE,/file,/folder/new", "MOVE,/file,/folder/member", "MOVE,/folder,/other", "MOVE,/locked,/new",
            "PROPPATCH,/file,", "PROPPATCH,/other/plain,", "PROPPATCH,/copied,", "PROPPATCH to remove,/file,",
            "LOCK,/new,", "LOCK,/file,", "LOCK again,/locked,", "UNLOCK,/locked,"})
    void refusedRequestChangesNothing(String method, String path, String destination) throws Exception {
        makeShare();
        List<String> before = state();
        List<Injection> injections = new ArrayList<>(injections(method, path, destination));
        System.out.printf("-Dcalls=%d -Dseed=%d%n", MOST_CALLS, SEED);
        Collections.shuffle(injections, new Random(SEED));
        List<String> done = state();
        assertThat(done).isNotEqualTo(before);
        boolean isAsBefore = false;
        for (Injection injection : injections.subList(0, Math.min(MOST_CALLS, injections.size()))) {
            if (!isAsBefore) {
                makeShare();
            }
            List<String> failed;
            int status;
            try (Strace strace = Strace.attach(server.pid(), "trace=" + injection.call, injection.expression())) {
                status = status(method, path, destination);
                failed = strace.detach().filter(line -> line.contains("INJECTED")).toList();
            }
            List<String> after = state();
            isAsBefore = after.equals(before);
            String what = "%s %s: %d with %s %s".formatted(method, path, status, injection, failed);
            if (status < 400) {
                assertThat(failed).as(what).noneMatch(FLUSH_OF_USERS_FOLDER.asPredicate());
                if (!after.equals(done)) {
                    // What could not be done has been noted down, or waits to be cleared away.
                    killAndStart();
                    assertThat(state()).as(what).isEqualTo(done);
                }
            } else if (failed.stream().anyMatch(FLUSH_OF_FOLDER.asPredicate())) {
                assertThat(after).as(what).isIn(before, done);
            } else {
                assertThat(after).as(what).isEqualTo(before);
            }
        }
        assertThat(server.output()).doesNotContain("/proc/self/fd/", "bug in gitdav");
    }

    /// @return 507 also if it is within an answer
    private int status(String method, String path, String destination) throws Exception {
        HttpResponse<String> answer = request(method, path, destination);
        return answer.body().contains(" 507 ") ? 507 : answer.statusCode();
    }

    /// The calls that a request makes about the volume, each to fail once.
    private List<Injection> injections(String method, String path, String destination) throws Exception {
        try (Strace strace = Strace.attach(server.pid(), "trace=" + CALLS)) {
            request(method, path, destination);
            Map<String, Integer> counts = new HashMap<>();
            Set<Injection> found = new LinkedHashSet<>();
            strace.detach().forEach(line -> {
                Matcher call = CALL.matcher(line);
                if (call.lookingAt()) {
                    int count = counts.merge(call.group(1) + call.group(2), 1, Integer::sum);
                    // To go down a path changes nothing, and each name of it is opened so.
                    if (!line.contains("O_PATH")) {
                        found.add(new Injection(call.group(2), count));
                    }
                }
            });
            return List.copyOf(found);
        }
    }

    /// @param number counted in each thread
    private record Injection(String call, int number) {
        String expression() {
            return "inject=" + call + ":error=EIO:when=" + number;
        }
    }

    private HttpResponse<String> request(String method, String path, String destination) throws Exception {
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

    private void makeShare() throws Exception {
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

    /// What clients see, and of the server's own files what is on the disk, but for tokens and the time of day. What could not
    /// be deleted waits in `uploads` and `replaced` for the next start, which is no harm.
    private List<String> state() throws Exception {
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
        return state.stream().map(line -> line.replaceAll(UUID, "UUID").replaceAll("Second-\\d+", "")).toList();
    }

    /// Whether it is the one that was set.
    private static String time(Path file) throws IOException {
        Instant time = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
        return time.isBefore(Instant.parse("2010-01-01T00:00:00Z")) ? time.toString() : "now";
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(share.resolve(path)).timeout(Duration.ofMinutes(1)).method(method,
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
