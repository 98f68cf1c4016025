package gitdav.remote.ssh;

import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The keys of servers in files of the format
/// [known_hosts](https://man.openbsd.org/sshd.8#SSH_KNOWN_HOSTS_FILE_FORMAT), read at each use: Kubernetes replaces files.
/// A line that is damaged is left out, as OpenSSH does; certificates (`@cert-authority`) are not for us.
record KnownHosts(List<Path> files) {

    private static final Logger LOG = LoggerFactory.getLogger(KnownHosts.class);

    private static final String REVOKED = "revoked";

    /// The host that was asked for.
    ///
    /// @param host its name or its address, the latter without brackets
    record Address(String host, int port) {

        private static final Pattern FORM = Pattern.compile("\\[(?<enclosed>[^]]+)](?::(?<port>\\d{1,5}))?"
                + "|(?<host>[^:]+)(?::(?<of>\\d{1,5}))?|(?<ipv6>.+)");
        private static final int SSH_PORT = 22;

        /// @param text `host:port`, `[host]:port`, or `host` alone, which is port 22
        static Address of(String text) {
            var parts = FORM.matcher(text);
            if (!parts.matches()) {
                return new Address(text, SSH_PORT);
            }
            String host = Optional.ofNullable(parts.group("enclosed")).orElseGet(
                    () -> Optional.ofNullable(parts.group("host")).orElseGet(() -> parts.group("ipv6")));
            String port = Optional.ofNullable(parts.group("port")).orElseGet(() -> parts.group("of"));
            return new Address(shortest(host), port == null ? SSH_PORT : Integer.parseInt(port));
        }

        /// Of an address of IPv6, the form that programs write ([RFC 5952](https://www.rfc-editor.org/rfc/rfc5952)): MINA
        /// SSHD asks for the longest one.
        private static String shortest(String host) {
            if (!host.contains(":")) {
                return host;
            }
            String zone = host.contains("%") ? host.substring(host.indexOf('%')) : "";
            try {
                String full = InetAddress.ofLiteral(host.replaceFirst("%.*", "")).getHostAddress();
                for (int zeros = 8; zeros > 1; zeros--) {
                    var run = Pattern.compile("(^|:)0(:0){" + (zeros - 1) + "}(:|$)").matcher(full);
                    if (run.find()) {
                        return run.replaceFirst("::") + zone;
                    }
                }
                return full + zone;
            } catch (IllegalArgumentException noAddress) {
                return host;
            }
        }

        /// As in `known_hosts`.
        @Override
        public String toString() {
            return port == SSH_PORT ? host : "[" + host + "]:" + port;
        }
    }

    /// The keys that the server may have.
    List<PublicKey> keysOf(Address address) {
        return entries(address).stream().filter(entry -> isEmpty(entry.getMarker())).map(KnownHosts::key)
                .flatMap(Optional::stream).toList();
    }

    /// Whether a line says that this key is not to be trusted any more.
    boolean isRevoked(Address address, PublicKey key) {
        return entries(address).stream().filter(entry -> REVOKED.equals(entry.getMarker())).map(KnownHosts::key)
                .flatMap(Optional::stream).anyMatch(revoked -> KeyUtils.compareKeys(revoked, key));
    }

    private List<KnownHostEntry> entries(Address address) {
        var entries = new ArrayList<KnownHostEntry>();
        for (Path file : files) {
            try {
                // Of bytes that are no text, each is a character of its own: they are in the line that is damaged.
                for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                    entry(line).filter(entry -> entry.isHostMatch(address.host(), address.port()))
                            .ifPresent(entries::add);
                }
            } catch (NoSuchFileException nobodyIsKnown) {
                // The file to remember servers in is made with the first of them.
            } catch (IOException e) {
                LOG.warn("cannot read {}, which says what servers to trust: {}", file, e.toString());
            }
        }
        return entries;
    }

    private static Optional<KnownHostEntry> entry(String line) {
        try {
            return line.isBlank() || line.strip().startsWith("#")
                    ? Optional.empty()
                    : Optional.ofNullable(KnownHostEntry.parseKnownHostEntry(line));
        } catch (RuntimeException damaged) {
            return Optional.empty();
        }
    }

    /// Empty if the line is damaged there, or the kind of key is unknown.
    private static Optional<PublicKey> key(KnownHostEntry entry) {
        try {
            return Optional.ofNullable(entry.getKeyEntry().resolvePublicKey(null, null));
        } catch (IOException | GeneralSecurityException | RuntimeException damaged) {
            return Optional.empty();
        }
    }

    private static boolean isEmpty(String marker) {
        return marker == null || marker.isEmpty();
    }
}
