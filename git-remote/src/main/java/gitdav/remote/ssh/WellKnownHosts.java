package gitdav.remote.ssh;

import org.apache.sshd.client.config.hosts.KnownHostEntry;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.List;

/// The published host keys of public git servers. The resource `well_known_hosts` has them, in the format of
/// `known_hosts`, with the place where each is published.
final class WellKnownHosts {

    private static final List<KnownHostEntry> ENTRIES = read();

    private WellKnownHosts() {}

    /// The keys of a server; none if it is not well known.
    static List<PublicKey> keysOf(KnownHosts.Address address) {
        return ENTRIES.stream().filter(entry -> entry.isHostMatch(address.host(), address.port()))
                .map(WellKnownHosts::key).toList();
    }

    private static PublicKey key(KnownHostEntry entry) {
        try {
            return entry.getKeyEntry().resolvePublicKey(null, null);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("well_known_hosts: " + entry, e);
        }
    }

    private static List<KnownHostEntry> read() {
        try (InputStream in = WellKnownHosts.class.getResourceAsStream("well_known_hosts")) {
            return KnownHostEntry.readKnownHostEntries(new InputStreamReader(in, StandardCharsets.UTF_8), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
