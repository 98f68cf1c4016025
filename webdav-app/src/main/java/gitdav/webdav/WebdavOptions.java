package gitdav.webdav;

import gitdav.container.FolderConverter;
import gitdav.container.PortConverter;
import picocli.CommandLine;
import picocli.CommandLine.Option;

import java.nio.file.Path;

/// The settings of the share: what is served, and to whom.
public final class WebdavOptions {

    @Option(names = "--data-dir", paramLabel = "FOLDER", defaultValue = "/data", converter = FolderConverter.class,
            description = "the data volume: the users' files (default: ${DEFAULT-VALUE})")
    private Path dataDir;

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "8080", converter = PortConverter.class,
            description = "where the share is served; 0: any free port (default: ${DEFAULT-VALUE})")
    private int port;

    /// Settings as on a command line, for whoever starts a server without one.
    ///
    /// @param arguments such as `--port=0`; the last of a name counts
    static WebdavOptions of(String... arguments) {
        var options = new WebdavOptions();
        new CommandLine(options).setOverwrittenOptionsAllowed(true).parseArgs(arguments);
        return options;
    }

    /// The data volume's folder.
    public Path dataDir() {
        return dataDir;
    }

    /// The TCP port, 0 for any free one.
    public int port() {
        return port;
    }
}
