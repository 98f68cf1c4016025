package gitdav.webdav;

import gitdav.container.LoggingOptions;
import gitdav.container.ManagementServer;
import gitdav.container.PortConverter;
import gitdav.container.Program;
import gitdav.container.SettingsException;
import gitdav.container.Termination;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;

/// The program: serves a folder over WebDAV until SIGTERM.
@Command(name = "webdav-app", mixinStandardHelpOptions = true, description = "Serves a folder over WebDAV.")
public final class WebdavApp implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(WebdavApp.class);
    /// Above the time that running requests get ([WebdavServer]), below a pod's usual 30 s.
    private static final Duration SHUTDOWN_LIMIT = Duration.ofSeconds(20);

    @Mixin
    private WebdavOptions share;

    @Mixin
    private LoggingOptions logging;

    @Option(names = "--management-port", paramLabel = "PORT", defaultValue = "8081", converter = PortConverter.class,
            description = "GET /health/live and /health/ready; 0: any free port (default: ${DEFAULT-VALUE})")
    private int managementPort;

    /// Ends the process with 0 after SIGTERM, 1 if serving failed, 2 if the settings are wrong.
    public static void main(String... arguments) {
        Program.main(new WebdavApp(), arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SettingsException {
        logging.apply();
        try (var sigterm = Termination.awaitable(SHUTDOWN_LIMIT);
                var management = ManagementServer.on(managementPort).start();
                var server = WebdavServer.start(share)) {
            management.ready(true);
            LOG.warn(
                    "serving {} on {} (everybody may read and write: there is no authentication yet); management on port {}",
                    share.dataDir(), server.uri(), management.port());
            sigterm.await();
            // First of all, so that no new client is sent here while the running requests finish.
            management.ready(false);
        }
        LOG.info("stopped, all requests are finished");
        return 0;
    }
}
