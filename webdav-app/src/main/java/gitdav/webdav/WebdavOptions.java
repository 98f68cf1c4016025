package gitdav.webdav;

import gitdav.container.FolderConverter;
import gitdav.container.PortConverter;
import gitdav.container.SizeConverter;
import picocli.CommandLine;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.OptionalLong;

/// The settings of the share: what is served, and to whom.
public final class WebdavOptions {

    @Option(names = "--data-dir", paramLabel = "FOLDER", defaultValue = "/data", converter = FolderConverter.class,
            description = "the data volume: the users' files (default: ${DEFAULT-VALUE})")
    private Path dataDir;

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "8080", converter = PortConverter.class,
            description = "where the share is served; 0: any free port (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--webdav-durability", paramLabel = "fsync|none", defaultValue = "fsync",
            description = "fsync: what was acknowledged survives a power cut; none: as the page cache likes "
                    + "(default: ${DEFAULT-VALUE})")
    private Durability durability;

    @Option(names = "--webdav-quota", paramLabel = "SIZE", converter = SizeConverter.class,
            description = "how much the users' files may take, such as 500MiB or 10GiB; without it, what the disk has"
                    + " (default: none)")
    private Long quota;

    @Option(names = "--webdav-propfind-infinity", paramLabel = "true|false", arity = "1", defaultValue = "false",
            description = "whether a client may list the whole share by one PROPFIND (default: ${DEFAULT-VALUE})")
    private boolean infinity;

    /// Settings as on a command line, for whoever starts a server without one.
    ///
    /// @param arguments such as `--port=0`; the last of a name counts
    static WebdavOptions of(String... arguments) {
        var options = new WebdavOptions();
        new CommandLine(options).setOverwrittenOptionsAllowed(true).setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs(arguments);
        return options;
    }

    /// The data volume's folder.
    public Path dataDir() {
        return dataDir;
    }

    /// What the server has done before it says that a change is made.
    Durability durability() {
        return durability;
    }

    /// In bytes; nothing means what the disk has.
    OptionalLong quota() {
        return quota == null ? OptionalLong.empty() : OptionalLong.of(quota);
    }

    /// Whether PROPFIND takes `Depth: infinity` on a folder.
    boolean isInfinityAllowed() {
        return infinity;
    }

    /// The TCP port, 0 for any free one.
    public int port() {
        return port;
    }
}
