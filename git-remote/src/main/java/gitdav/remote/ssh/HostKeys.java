package gitdav.remote.ssh;

import gitdav.program.Failure;
import gitdav.remote.ssh.KnownHosts.Address;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.PublicKey;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Decides whether the server at the other end is the one we mean, by `known_hosts` files
/// ([format](https://man.openbsd.org/sshd.8#SSH_KNOWN_HOSTS_FILE_FORMAT)) and, for a server that none of them names, by
/// the published keys of public git servers; and can say why not.
final class HostKeys implements ServerKeyDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(HostKeys.class);

    private final KnownHosts files;
    private final Optional<Path> remembered;
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

    /// @param knownHosts the file that says what servers to trust, if there is one
    /// @param remembered the file that a server's key is written into at the first contact under [Policy#ACCEPT_NEW]
    HostKeys(Policy policy, Optional<Path> knownHosts, Path remembered) {
        this.remembered = Optional.of(remembered).filter(_ -> policy == Policy.ACCEPT_NEW);
        this.files = new KnownHosts(Stream.concat(this.remembered.stream(), knownHosts.stream()).toList());
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
        return known(Address.of(address));
    }

    private List<PublicKey> known(Address address) {
        List<PublicKey> pinned = files.keysOf(address);
        return pinned.isEmpty() ? WellKnownHosts.keysOf(address) : pinned;
    }

    @Override
    public boolean accept(String name, InetSocketAddress remote, PublicKey offered, Configuration session,
            CredentialsProvider nobodyToAsk) {
        Address address = Address.of(name);
        List<PublicKey> known = known(address);
        if (files.isRevoked(address, offered)) {
            refusal = Optional.of("the host key of " + address + " is revoked: " + fingerprint(offered)
                    + " is marked @revoked in SSH_KNOWN_HOSTS_FILE; it may be stolen");
        } else if (known.stream().anyMatch(key -> KeyUtils.compareKeys(key, offered))
                || (known.isEmpty() && isRememberedNow(address, offered))) {
            refusal = Optional.empty();
        } else {
            refusal = Optional.of(explain(address, offered, known));
        }
        return refusal.isEmpty();
    }

    private boolean isRememberedNow(Address address, PublicKey offered) {
        if (remembered.isEmpty()) {
            return false;
        }
        try {
            String line = address + " " + PublicKeyEntry.toString(offered) + "\n";
            Files.writeString(remembered.get(), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return true;
        } catch (IOException e) {
            LOG.warn("cannot remember the host key of {}: {}", address, Failure.describe(e));
            return false;
        }
    }

    private static String explain(Address address, PublicKey offered, List<PublicKey> known) {
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
}
