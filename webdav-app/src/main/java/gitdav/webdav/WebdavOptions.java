package gitdav.webdav;

import gitdav.program.AddressConverter;
import gitdav.program.DurationConverter;
import gitdav.program.FolderConverter;
import gitdav.program.PortConverter;
import gitdav.program.SettingsException;
import gitdav.program.SizeConverter;
import gitdav.webdav.access.OriginConverter;
import gitdav.webdav.access.UsersFile;
import gitdav.webdav.disk.Durability;
import gitdav.webdav.http.Timeouts;
import gitdav.webdav.http.Tls;
import gitdav.webdav.protocol.BasePath;
import picocli.CommandLine;
import picocli.CommandLine.Option;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// The settings of the share: what is served, and to whom.
public final class WebdavOptions {

    @Option(names = "--data-dir", paramLabel = "FOLDER", defaultValue = "/data", converter = FolderConverter.class,
            description = "the data volume: the users' files (default: ${DEFAULT-VALUE})")
    private Path dataDir;

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "8080", converter = PortConverter.class,
            description = "where the share is served; 0: any free port (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--address", paramLabel = "ADDRESS", defaultValue = "127.0.0.1", converter = AddressConverter.class,
            description = "the IP address of that port; 0.0.0.0: all (default: ${DEFAULT-VALUE}, in the image all)")
    private InetAddress address;

    @Option(names = "--webdav-hosts", paramLabel = "NAMES", split = "\\s*,\\s*",
            description = "names that clients know this server by, comma-separated, besides localhost and IP addresses; others"
                    + " are refused (default: none without users and HTTPS, else any)")
    private List<String> hosts = List.of();

    @Option(names = "--webdav-cors-origins", paramLabel = "ORIGINS", split = "\\s*,\\s*",
            converter = OriginConverter.class,
            description = "web pages of other sites that may use the share, comma-separated, such as https://app.keeweb.info"
                    + " (default: none)")
    private List<String> corsOrigins = List.of();

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

    @Option(names = "--webdav-base-path", paramLabel = "PATH", defaultValue = "/", converter = BasePathConverter.class,
            description = "where clients see the share behind a proxy that hands on only part of its paths, such as /dav"
                    + " (default: ${DEFAULT-VALUE})")
    private BasePath basePath;

    @Option(names = "--webdav-users-file", paramLabel = "FILE", converter = UsersFile.Converter.class,
            description = "who may use the share: names and passwords, made with htpasswd -B; read again when it changes"
                    + " (default: everybody)")
    private UsersFile users;

    @Option(names = "--webdav-read-only", paramLabel = "BOOLEAN", arity = "1", defaultValue = "false",
            description = "true: no user may change anything (default: ${DEFAULT-VALUE})")
    private boolean readOnly;

    @Option(names = "--webdav-read-only-users", paramLabel = "NAMES", split = "\\s*,\\s*",
            description = "users of WEBDAV_USERS_FILE who may only read, comma-separated")
    private List<String> readOnlyUsers = List.of();

    @Option(names = "--webdav-max-upload", paramLabel = "SIZE", converter = SizeConverter.class,
            description = "how much one request may upload, such as 10GiB (default: no limit)")
    private Long maxUpload;

    @Option(names = "--tls-certificate-file", paramLabel = "FILE",
            description = "PEM file with the certificate for HTTPS and those that vouch for it; read again when it changes"
                    + " (default: HTTP)")
    private Path certificate;

    @Option(names = "--tls-key-file", paramLabel = "FILE", description = "PEM file with the certificate's private key")
    private Path key;

    @Option(names = "--history-url", paramLabel = "URL", converter = HistoryUrlConverter.class,
            description = "where git-backup hands out old versions (HISTORY_PORT), such as http://127.0.0.1:9091; they are shown as"
                    + " /.history/ (default: they are not)")
    private URI historyUrl;

    @Option(names = "--webdav-read-timeout", paramLabel = "DURATION", defaultValue = "30s",
            converter = DurationConverter.class,
            description = "for a client that sends nothing, within a request or without one (default: ${DEFAULT-VALUE})")
    private Duration readTimeout;

    @Option(names = "--webdav-write-timeout", paramLabel = "DURATION", defaultValue = "10m",
            converter = DurationConverter.class,
            description = "for a client that takes nothing of its answer, such as a film that is paused"
                    + " (default: ${DEFAULT-VALUE})")
    private Duration writeTimeout;

    @Option(names = "--access-log", paramLabel = "BOOLEAN", arity = "1", defaultValue = "false",
            description = "true: a log line for each request (default: ${DEFAULT-VALUE})")
    private boolean accessLog;

    @Option(names = "--shutdown-timeout", paramLabel = "DURATION", defaultValue = "10s",
            converter = DurationConverter.class,
            description = "on SIGTERM, for the requests that are running (default: ${DEFAULT-VALUE})")
    private Duration shutdownTimeout;

    /// Settings as on a command line, for a server that is started without one.
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

    /// The TCP port, 0 for any free one.
    public int port() {
        return port;
    }

    /// Where the port is opened.
    InetAddress address() {
        return address;
    }

    /// Names of this server, in lower case.
    Set<String> hosts() {
        return hosts.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    /// Whether requests for hosts of other names are refused. Where there are users, a page of another name has no password;
    /// where there is HTTPS, it has no certificate.
    boolean mustKnowHosts() {
        return !hosts.isEmpty() || (users == null && certificate == null);
    }

    /// Sites whose pages may use the share.
    Set<String> corsOrigins() {
        return Set.copyOf(corsOrigins);
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

    /// Where clients see the share.
    BasePath basePath() {
        return basePath;
    }

    /// How long running requests may take to finish once the server is stopping.
    public Duration shutdownTimeout() {
        return shutdownTimeout;
    }

    /// Who may use the share; empty if everybody may.
    Optional<UsersFile> users() {
        return Optional.ofNullable(users);
    }

    /// Whether there is a user who may only read.
    boolean hasReaders() {
        return readOnly || !readOnlyUsers.isEmpty();
    }

    /// Whether this user may only read; the name is empty where there are no users.
    boolean mayOnlyRead(String user) {
        return readOnly || readOnlyUsers.contains(user);
    }

    /// How many bytes one request may upload.
    long maxUpload() {
        return maxUpload == null ? Long.MAX_VALUE : maxUpload;
    }

    /// What HTTPS is served with; empty for HTTP.
    ///
    /// @throws SettingsException if one of the two files is missing or of no use
    Optional<Tls> tls() throws SettingsException {
        if ((certificate == null) != (key == null)) {
            throw new SettingsException((key == null ? "TLS_KEY_FILE" : "TLS_CERTIFICATE_FILE")
                    + " is not set: HTTPS takes a certificate and its key");
        }
        return key == null ? Optional.empty() : Optional.of(Tls.of(certificate, key));
    }

    /// How long the server waits for clients.
    Timeouts timeouts() {
        return new Timeouts(readTimeout, writeTimeout, shutdownTimeout);
    }

    /// Where old versions come from.
    Optional<URI> historyUrl() {
        return Optional.ofNullable(historyUrl);
    }

    boolean accessLog() {
        return accessLog;
    }

    /// Checks what the settings have to say together.
    ///
    /// @throws SettingsException if a name in `WEBDAV_READ_ONLY_USERS` is no user's: its user could write
    void check() throws SettingsException {
        Set<String> names = users == null ? Set.of() : users.names();
        List<String> unknown = readOnlyUsers.stream().filter(name -> !names.contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw new SettingsException("WEBDAV_READ_ONLY_USERS: " + unknown + " are not in "
                    + (users == null ? "WEBDAV_USERS_FILE, which is not set" : users.path()));
        }
    }
}
