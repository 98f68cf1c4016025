package gitdav.webdav;

import gitdav.program.AddressConverter;
import gitdav.program.LoggingOptions;
import gitdav.program.ManagementServer;
import gitdav.program.Metrics;
import gitdav.program.PortConverter;
import gitdav.program.Program;
import gitdav.program.Rights;
import gitdav.program.SettingsException;
import gitdav.program.Termination;
import gitdav.program.WritableVolume;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.Callable;

/// The program: serves a folder over WebDAV until SIGTERM.
@Command(name = "webdav-app", mixinStandardHelpOptions = true, subcommands = Rights.class, description = {
        "Serves a folder over WebDAV, until SIGTERM.", "",
        "Each setting is an environment variable, or an option, which wins. Both are named here.", ""},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:stopped by SIGTERM, all requests finished",
                "1:it could not serve, or requests were given up (SHUTDOWN_TIMEOUT); the log says why",
                "2:a setting is wrong"})
public final class WebdavApp implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(WebdavApp.class);
    /// Beyond the time that running requests get. Together 20 s by default, below a pod's usual 30 s.
    private static final Duration TO_CLEAN_UP = Duration.ofSeconds(10);

    @Mixin
    private WebdavOptions share;

    /// Read by [Program], before anything else.
    @Mixin
    @SuppressWarnings("UnusedVariable")
    private LoggingOptions logging;

    @Option(names = "--management-port", paramLabel = "PORT", defaultValue = "8081", converter = PortConverter.class,
            description = "GET /health/live, /health/ready and /metrics; 0: any free port (default: ${DEFAULT-VALUE})")
    private int managementPort;

    @Option(names = "--management-address", paramLabel = "ADDRESS", defaultValue = "127.0.0.1",
            converter = AddressConverter.class,
            description = "the IP address of that port; 0.0.0.0: all (default: ${DEFAULT-VALUE}, in the image all)")
    private InetAddress managementAddress;

    /// Ends the process with 0 after SIGTERM, 1 if serving failed, 2 if the settings are wrong.
    public static void main(String... arguments) {
        Program.main(new WebdavApp(), arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SettingsException {
        if (managementPort == share.port() && managementPort != 0) {
            throw new SettingsException("PORT and MANAGEMENT_PORT are both " + managementPort
                    + ": the share and the management need a port each");
        }
        WritableVolume.require("DATA_DIR", share.dataDir());
        try (var sigterm = Termination.awaitable(share.shutdownTimeout().plus(TO_CLEAN_UP));
                var metrics = new Metrics(share.dataDir());
                var management = ManagementServer.on(managementAddress, managementPort).metrics(metrics).start();
                var server = WebdavServer.start(share, metrics.registry())) {
            management.ready(true);
            announce(server, management);
            sigterm.await();
            // First of all, so that no new client is sent here while the running requests finish.
            management.ready(false);
        }
        LOG.info("stopped, all requests are finished");
        return 0;
    }

    private void announce(WebdavServer server, ManagementServer management) {
        if (share.users().isEmpty()) {
            LOG.warn("serving {} on {} (everybody may {}: WEBDAV_USERS_FILE is not set); management on port {}",
                    share.dataDir(), server.uri(), share.mayOnlyRead("") ? "read" : "read and write",
                    management.port());
            return;
        }
        LOG.info("serving {} on {} to the users in {}; management on port {}", share.dataDir(), server.uri(),
                share.users().get().path(), management.port());
        if (!server.isEncrypted()) {
            LOG.warn("passwords travel unencrypted: set TLS_CERTIFICATE_FILE and TLS_KEY_FILE,"
                    + " or allow only a proxy that speaks HTTPS");
        }
    }
}
