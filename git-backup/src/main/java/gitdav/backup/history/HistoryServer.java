package gitdav.backup.history;

import com.sun.net.httpserver.HttpExchange;
import gitdav.program.Failure;
import gitdav.program.Secrets;
import gitdav.program.SmallHttpServer;
import gitdav.volume.history.FileVersions;
import gitdav.volume.history.PastFiles;
import gitdav.volume.history.Version;
import gitdav.volume.history.Versions;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.errors.MissingObjectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Serves old versions of the share and the state of the backups, on 127.0.0.1: to the containers of the same pod, which
/// share their network. Nothing outside the pod reaches that address. All of it is only read, but for the wish for a backup
/// now. `docs/history.md` has the requests. Thread-safe.
///
/// Takes no lock that a backup waits for. What the git store is tidied up of meanwhile is answered by 410.
public final class HistoryServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryServer.class);

    private static final Pattern FILE = Pattern.compile("/versions/([^/]+)/files(/.*)");

    private final SmallHttpServer http;
    private final GitStore store;
    private final Backups backups;
    /// Of those that hold a folder, and of those that hold the content of a file of middling size.
    private final Turns folders = new Turns(4);
    private final Turns contents = new Turns(8);
    /// Guarded by this.
    private Versions versions = Versions.NONE;

    private HistoryServer(SmallHttpServer http, GitStore store, Backups backups) {
        this.http = http;
        this.backups = backups;
        this.store = store;
    }

    /// Begins to answer.
    ///
    /// @param port the TCP port; 0 for any free one
    /// @param store the folder of the git store
    /// @param backups what is said of them, and who makes one
    /// @throws IOException if the port is taken, or the store cannot be opened
    public static HistoryServer start(int port, Path store, String branch, Backups backups)
            throws IOException {
        InetAddress thisPodOnly = InetAddress.ofLiteral("127.0.0.1");
        var http = SmallHttpServer.on(thisPodOnly, port, "HISTORY_PORT");
        // A repository object of its own, so that no lock within one is shared with a backup.
        var server = new HistoryServer(http, GitStore.open(store, branch), backups);
        http.start(server::answer);
        return server;
    }

    /// The TCP port.
    public int port() {
        return http.port();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var request = new HistoryRequest(exchange);
        try {
            SmallHttpServer.crossSite(exchange).ifPresent(reason -> refuse(403, reason));
            SmallHttpServer.unknownHost(exchange).ifPresent(reason -> refuse(421, reason));
            if (exchange.getRequestMethod().equals("POST") && request.path().equals("/backup")) {
                begin(request);
                return;
            }
            if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
                request.answerHeaders().set("Allow", "GET, HEAD");
                refuse(405, "history is only read");
            }
            answer(request);
        } catch (RefusedException refused) {
            request.answer(refused.status(), refused.getMessage());
        } catch (MissingObjectException gone) {
            answerFailure(request, 410, "the git store does not have this any more", gone);
        } catch (IOException | RuntimeException failure) {
            LOG.warn("history: {} failed: {}", request.path(),
                    failure instanceof IOException known ? Failure.describe(known) : failure.toString());
            answerFailure(request, 500, "this cannot be read; git-backup's log says more", failure);
        }
    }

    private static void refuse(int status, String sentence) {
        throw new RefusedException(status, sentence);
    }

    /// @throws IOException if the answer has begun: it breaks off
    private static void answerFailure(HistoryRequest request, int status, String sentence, Exception failure)
            throws IOException {
        if (request.hasBegun()) {
            throw new IOException(failure);
        }
        request.answerHeaders().clear();
        request.answer(status, sentence);
    }

    private void begin(HistoryRequest request) throws IOException {
        if (backups.begin()) {
            request.answer(202,
                    "a backup begins now, or when the one that is running is done; the status says how it ends");
        } else {
            request.answer(503, "the program is to end; its final backup comes now");
        }
    }

    private void answer(HistoryRequest request) throws IOException {
        if (request.path().equals("/status")) {
            String status = Secrets.maskedInJson(backups.status());
            request.answerJson(out -> out.write(status.getBytes(StandardCharsets.UTF_8)));
            return;
        }
        Versions known = versions();
        Matcher file = FILE.matcher(request.path());
        if (request.path().equals("/versions")) {
            new VersionList(request, store, known).send();
        } else if (request.path().equals("/file-versions")) {
            sendFileVersions(request, known);
        } else if (file.matches()) {
            Version version = known.find(file.group(1))
                    .orElseThrow(() -> new RefusedException(404, "there is no version " + file.group(1)));
            try (var files = PastFiles.of(store, version)) {
                new PastFileAnswer(request, version, files, file.group(2)).send(folders, contents);
            }
        } else {
            refuse(404, "not one of: /status, /versions, /versions/VERSION/files/PATH, /file-versions?path=/PATH");
        }
    }

    private void sendFileVersions(HistoryRequest request, Versions known) throws IOException {
        Path path = request.pathParameter("path").filter(named -> !named.toString().isEmpty())
                .orElseThrow(() -> new RefusedException(400, "path is missing: /file-versions?path=/PATH"));
        Optional<Version> last = request.parameter("before").flatMap(known::find);
        List<Version> from = VersionList.from(request, known);
        // Only beside the last one of the page before is seen that the file has got that one's name since then.
        List<Version> looked = last.isEmpty()
                ? from
                : known.list().subList(known.list().size() - from.size() - 1, known.list().size());
        try (var _ = folders.take(); var found = new FileVersions(store, looked, path)) {
            new FileVersionList(request, store, known, last, found).send();
        }
    }

    private synchronized Versions versions() throws IOException {
        versions = Versions.in(store, versions);
        return versions;
    }

    @Override
    public void close() {
        http.close();
        store.close();
    }
}
