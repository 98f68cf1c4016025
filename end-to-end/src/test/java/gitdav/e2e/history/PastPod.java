package gitdav.e2e.history;

import gitdav.e2e.pod.ProcessPod;
import gitdav.e2e.pod.ProgramProcess;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// A pod with one version of its share, which git-backup hands out and webdav-app shows in `/.history/`.
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
    /// @param pod with the files of the version in its data volume
    /// @param options of webdav-app, besides
    static PastPod start(ProcessPod pod, String... options) throws Exception {
        pod.start("--git-create-remote", "true");
        pod.backUp();
        var gitBackup = pod.begin("git-backup", "--runat", "1d", "--history-port", "0");
        URI history = gitBackup.history();
        var webdavApp = pod.begin("webdav-app", Stream
                .concat(Stream.of("--history-url", history.toString()), Stream.of(options)).toArray(String[]::new));
        URI root = webdavApp.uri();
        HttpClient client = HttpClient.newHttpClient();
        String versions = client
                .send(HttpRequest.newBuilder(history.resolve("/versions")).build(), BodyHandlers.ofString())
                .body();
        var name = NAME.matcher(versions);
        assertThat(name.find()).as(versions).isTrue();
        return new PastPod(gitBackup, webdavApp, client, root, history, name.group(1));
    }

    /// A request to the share, without a body.
    ///
    /// @param headers names and values in turn
    HttpResponse<String> send(String method, String path, String... headers) throws IOException, InterruptedException {
        return send(method, root.resolve(path), BodyPublishers.noBody(), headers);
    }

    /// A request to anyone.
    ///
    /// @param headers names and values in turn
    HttpResponse<String> send(String method, URI uri, BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() throws IOException {
        client.close();
        webdavApp.close();
        gitBackup.close();
    }
}
