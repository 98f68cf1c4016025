package gitdav.e2e.history;

import gitdav.e2e.pod.Http;
import gitdav.e2e.pod.ProcessPod;
import gitdav.e2e.pod.ProgramProcess;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// A pod with one version of its share, which git-backup hands out and webdav-app shows in `/.history/`.
///
/// @param root the address of the share
/// @param history the address at which git-backup hands old versions out
/// @param version the version, by its name
record PastPod(ProgramProcess gitBackup, ProgramProcess webdavApp, Http http, URI root, URI history,
        String version)
        implements
            AutoCloseable {

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
        var http = new Http();
        String versions = http.get(history.resolve("/versions")).body();
        var name = NAME.matcher(versions);
        assertThat(name.find()).as(versions).isTrue();
        return new PastPod(gitBackup, webdavApp, http, root, history, name.group(1));
    }

    /// A request to the share, without a body.
    ///
    /// @param headers names and values in turn
    HttpResponse<String> send(String method, String path, String... headers) throws IOException, InterruptedException {
        return http.send(method, root.resolve(path), "", headers);
    }

    @Override
    public void close() throws IOException {
        http.close();
        webdavApp.close();
        gitBackup.close();
    }
}
