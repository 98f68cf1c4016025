package gitdav.webdav;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Whatever a client sends, the server answers that the client, and not the server, is wrong; it goes on serving, and
/// writes nowhere but into the share.
///
/// `-Dfuzz.requests=1000000` sends more requests, `-Dfuzz.seed=...` those of an earlier run, whose seed is in its output.
@Tag("long")
class FuzzTest extends WebdavTest {

    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 3000);
    private static final long SEED = Long.getLong("fuzz.seed", new Random().nextLong());
    private static final int SILENCE_MILLISECONDS = 10_000;
    /// In status lines, and in the multi-statuses of answers. 501, 503 and 507 say nothing bad of the server.
    private static final Pattern SERVER_ERROR = Pattern.compile("HTTP/1\\.1 5(?!01|03|07)\\d\\d");
    private static final Pattern TOKEN = Pattern.compile("Lock-Token: <([^>]+)>");
    private static final Pattern LOCK_ROOT = Pattern.compile("lockroot>\\s*<[^>]*href>([^<]+)<");
    private static final Pattern ETAG = Pattern.compile("ETag: (\\S+)");

    @TempDir
    private Path outside;
    /// From tokens to what they lock.
    private final Map<String, String> locks = new HashMap<>();

    @BeforeEach
    void layOutALinkThatLeadsOutside() throws Exception {
        Files.writeString(outside.resolve("secret"), "secret");
        Files.createSymbolicLink(data.resolve("link"), outside);
    }

    @Test
    void nothingThatAClientSendsIsTheServersFault() throws Exception {
        System.out.println("-Dfuzz.requests=" + REQUESTS + " -Dfuzz.seed=" + SEED);
        int openFiles = openFiles();
        var requests = new RandomRequests(SEED);
        var answers = new TreeMap<String, Integer>();
        for (int i = 0; i < REQUESTS; i++) {
            if (i % 50 == 0) {
                storeSomething();
            }
            byte[] request = requests.next();
            String answer = answerTo(request);
            assertThat(SERVER_ERROR.matcher(answer).find())
                    .as("-Dfuzz.seed=%d, request %d: %s\n\nwas answered: %s", SEED, i,
                            new String(request, StandardCharsets.UTF_8), answer)
                    .isFalse();
            assertThat(answer).doesNotContain("secret", "root:x:");
            answers.merge(answer.isEmpty() ? "none" : answer.replaceFirst("(?s)HTTP/1.1 (\\d+).*", "$1"), 1,
                    Integer::sum);
            match(TOKEN, answer).forEach(token -> {
                requests.learnToken(token);
                match(LOCK_ROOT, answer).forEach(path -> locks.put(token, path));
            });
            match(ETAG, answer).forEach(requests::learnEtag);
        }

        System.out.println("answers: " + answers);
        assertThat(answers).as("the requests are too wild to show anything").containsKeys("200", "201", "204", "207",
                "404", "409", "412");

        storeSomething();
        assertThat(put("/still-serving", "content")).isEqualTo(201);
        assertThat(send("GET", "/still-serving", "").body()).isEqualTo("content");
        assertThat(namesIn(outside)).containsExactly("secret");
        assertThat(outside.resolve("secret")).hasContent("secret");
        assertThat(namesIn(data.getParent())).containsExactly("share");
        assertThat(namesIn(data.getParent().getParent())).containsExactly("outer");
        await().untilAsserted(() -> {
            assertThat(uploadsInProgress()).isEmpty();
            assertThat(namesIn(data.resolve(".gitdav/replaced"))).isEmpty();
            assertThat(threads()).doesNotContain("gitdav.webdav.method.DavHandler");
            assertThat(openFiles()).isLessThanOrEqualTo(openFiles + 10);
        });
    }

    /// For the next requests to find: earlier ones will have deleted it, or locked the whole share.
    private void storeSomething() throws Exception {
        for (var lock : locks.entrySet()) {
            status("UNLOCK", lock.getValue(), "Lock-Token", "<" + lock.getKey() + ">");
        }
        locks.clear();
        status("MKCOL", "/folder");
        for (String file : new String[]{"/a", "/b", "/file", "/folder/file"}) {
            put(file, "content");
        }
    }

    /// Everything that the server sends until it closes the connection.
    private String answerTo(byte[] request) throws IOException {
        try (Socket socket = connect()) {
            socket.setSoTimeout(SILENCE_MILLISECONDS);
            try {
                socket.getOutputStream().write(request);
                socket.shutdownOutput();
            } catch (SocketException alreadyRefused) {
                // What is left to send interests nobody; the answer may be there all the same.
            }
            return read(socket);
        }
    }

    private static String read(Socket socket) throws IOException {
        var answer = new StringBuilder();
        byte[] part = new byte[8192];
        try {
            for (int n = socket.getInputStream().read(part); n >= 0; n = socket.getInputStream().read(part)) {
                answer.append(new String(part, 0, n, StandardCharsets.ISO_8859_1));
            }
        } catch (SocketException reset) {
            // The server has closed the connection while the request was still coming in.
        }
        return answer.toString();
    }

    private static Stream<String> match(Pattern pattern, String answer) {
        Matcher matcher = pattern.matcher(answer);
        return matcher.find() ? Stream.of(matcher.group(1)) : Stream.empty();
    }

    /// What all threads do, the virtual ones, too.
    private static String threads() throws IOException {
        Path dump = Files.createTempFile("threads", ".txt");
        Files.delete(dump);
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpThreads(dump.toString(),
                ThreadDumpFormat.TEXT_PLAIN);
        try {
            return Files.readString(dump);
        } finally {
            Files.delete(dump);
        }
    }

    /// Files and connections that this process has open; 0 where the system does not say.
    private static int openFiles() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        return Files.exists(descriptors) ? namesIn(descriptors).size() : 0;
    }
}
