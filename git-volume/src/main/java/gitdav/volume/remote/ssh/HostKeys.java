package gitdav.volume.remote.ssh;

import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.eclipse.jgit.internal.transport.sshd.OpenSshServerKeyDatabase;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Decides whether the server at the other end is the one we mean, by `known_hosts` files
/// ([format](https://man.openbsd.org/sshd.8#SSH_KNOWN_HOSTS_FILE_FORMAT)) and, for a server that none of them names, by
/// the published keys of public git servers; and can say why not.
final class HostKeys implements ServerKeyDatabase {

    private final OpenSshServerKeyDatabase files;
    private final Configuration.StrictHostKeyChecking checking;
    private Optional<String> refusal = Optional.empty();

    /// How strict to be with a server that no file names.
    enum Policy {
        /// Refuse it.
        STRICT,
        /// Trust it and write its key into the first file. A server whose key has changed is refused all the same.
        ACCEPT_NEW;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    HostKeys(Policy policy, List<Path> knownHostsFiles) {
        this.files = new OpenSshServerKeyDatabase(false, knownHostsFiles);
        this.checking = switch (policy) {
            case STRICT -> Configuration.StrictHostKeyChecking.REQUIRE_MATCH;
            case ACCEPT_NEW -> Configuration.StrictHostKeyChecking.ACCEPT_NEW;
        };
    }

    /// Why the last server was refused, with what to change.
    Optional<String> refusal() {
        return refusal;
    }

    /// Forgets that: there is another attempt, and it may not even get as far as a key.
    void forgetRefusal() {
        refusal = Optional.empty();
    }

    @Override
    public List<PublicKey> lookup(String address, InetSocketAddress remote, Configuration session) {
        List<PublicKey> pinned = files.lookup(address, remote, new Checking(session, checking));
        return pinned.isEmpty() ? WellKnownHosts.keysOf(address) : pinned;
    }

    @Override
    public boolean accept(String address, InetSocketAddress remote, PublicKey offered, Configuration session,
            CredentialsProvider nobodyToAsk) {
        var configuration = new Checking(session, checking);
        List<PublicKey> known = lookup(address, remote, session);
        boolean published = files.lookup(address, remote, configuration).isEmpty() && !known.isEmpty();
        boolean accepted = published
                ? known.stream().anyMatch(key -> KeyUtils.compareKeys(key, offered))
                : files.accept(address, remote, offered, configuration, null);
        refusal = accepted ? Optional.empty() : Optional.of(explain(address, offered, known));
        return accepted;
    }

    private static String explain(String address, PublicKey offered, List<PublicKey> known) {
        return known.isEmpty()
                ? "the host key of " + address + " is not known: it is " + fingerprint(offered)
                        + "; put the host into SSH_KNOWN_HOSTS_FILE, or set SSH_HOST_KEYS=accept-new to trust it now"
                : "the host key of " + address + " has changed: known is "
                        + String.join(", ", known.stream().map(HostKeys::fingerprint).toList()) + ", offered was "
                        + fingerprint(offered) + "; if that is right, change it in SSH_KNOWN_HOSTS_FILE";
    }

    private static String fingerprint(PublicKey key) {
        return KeyUtils.getKeyType(key) + " " + KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
    }

    /// The session's configuration with our policy in it.
    private record Checking(Configuration session, StrictHostKeyChecking strictness) implements Configuration {

        @Override
        public List<String> getUserKnownHostsFiles() {
            return List.of();
        }

        @Override
        public List<String> getGlobalKnownHostsFiles() {
            return List.of();
        }

        @Override
        public StrictHostKeyChecking getStrictHostKeyChecking() {
            return strictness;
        }

        @Override
        public boolean getHashKnownHosts() {
            return false;
        }

        @Override
        public String getUsername() {
            return session.getUsername();
        }
    }
}
