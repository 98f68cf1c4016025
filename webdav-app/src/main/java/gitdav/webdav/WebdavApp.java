package gitdav.webdav;

import gitdav.container.Program;
import gitdav.container.SettingsException;
import gitdav.container.Termination;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;

/// The program: serves a folder over WebDAV until SIGTERM.
@Command(name = "webdav-app", mixinStandardHelpOptions = true, description = "Serves a folder over WebDAV.")
public final class WebdavApp implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(WebdavApp.class);
    /// Above the time that running requests get ([WebdavServer]), below a pod's usual 30 s.
    private static final Duration SHUTDOWN_LIMIT = Duration.ofSeconds(20);

    @Option(names = "--data-dir", paramLabel = "FOLDER", defaultValue = "/data", description = "the users' files; must exist (default: ${DEFAULT-VALUE})")
    private Path dataDir;

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "8080", description = "TCP port to listen on, 0 for any free one (default: ${DEFAULT-VALUE})")
    private int port;

    /// Ends the process with 0 after SIGTERM, 1 if serving failed, 2 if the settings are wrong.
    public static void main(String... arguments) {
        Program.main(new WebdavApp(), arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SettingsException {
        try (var termination = Termination.awaitable(SHUTDOWN_LIMIT);
                var server = WebdavServer.start(dataDir, port)) {
            LOG.warn("webdav-app serves {} on {} (everybody may read and write: there is no authentication yet)",
                    dataDir, server.uri());
            termination.await();
        }
        LOG.info("webdav-app has stopped");
        return 0;
    }
}
