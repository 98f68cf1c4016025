package gitdav.e2e.history;

import gitdav.e2e.pod.ProgramProcess;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// A volume with one version, git-backup that hands it out, and webdav-app that shows it in `/.history/`.
///
/// @param root the address of the share
/// @param history the address at which git-backup hands old versions out
/// @param version the version, by its name
record PastPod(ProgramProcess gitBackup, ProgramProcess webdavApp, HttpClient client, URI root, URI history,
        String version)
        implements
            AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final Pattern NAME = Pattern.compile("\"name\":\"([^\"]+)\"");

    /// Makes the volume usable, backs it up and starts the programs.
    ///
    /// @param dir for the git store and the remote
    /// @param data the volume, with the files of the version
    /// @param settings of webdav-app, besides
    static PastPod start(Path dir, Path data, Map<String, String> settings) throws Exception {
        var git = Map.of("DATA_DIR", data.toString(), "GIT_STORE", dir.resolve("git").toString(), "GIT_URL",
                dir.resolve("content.git").toUri().toString());
        try (var gitInit = ProgramProcess.startInPod("git-init", git, "--git-create-remote", "true")) {
            assertThat(gitInit.exitCode()).as(gitInit.output()).isZero();
        }
        try (var once = ProgramProcess.startInPod("git-backup", git, "--once")) {
            assertThat(once.exitCode()).as(once.output()).isZero();
        }
        var gitBackup = ProgramProcess.startInPod("git-backup", git, "--runat", "1d", "--management-port", "0",
                "--history-port", "0");
        URI history = URI.create(found(gitBackup, "(http://127.0.0.1:\\d+)/versions"));
        var all = new HashMap<>(Map.of("DATA_DIR", data.toString(), "PORT", "0", "MANAGEMENT_PORT", "0", "HISTORY_URL",
                history.toString()));
        all.putAll(settings);
        var webdavApp = ProgramProcess.startInPod("webdav-app", all);
        URI root = URI.create(found(webdavApp, "(http://localhost:\\d+/)"));
        HttpClient client = HttpClient.newHttpClient();
        String versions = client
                .send(HttpRequest.newBuilder(history.resolve("/versions")).build(), BodyHandlers.ofString())
                .body();
        var name = NAME.matcher(versions);
        assertThat(name.find()).as(versions).isTrue();
        return new PastPod(gitBackup, webdavApp, client, root, history, name.group(1));
    }

    /// A request to the share.
    ///
    /// @param headers names and values in turn
    HttpResponse<String> send(String method, String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(root.resolve(path)).timeout(TIMEOUT).method(method,
                BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String found(ProgramProcess process, String pattern) {
        Pattern known = Pattern.compile(pattern);
        await().atMost(TIMEOUT).until(() -> known.matcher(process.output()).find());
        var found = known.matcher(process.output());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    @Override
    public void close() throws IOException {
        client.close();
        webdavApp.close();
        gitBackup.close();
    }
}
