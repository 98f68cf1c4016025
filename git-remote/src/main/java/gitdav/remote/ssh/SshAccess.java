package gitdav.remote.ssh;

import org.eclipse.jgit.api.TransportConfigCallback;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.sshd.JGitKeyCache;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How SSH connections are made: with one key, to servers we know, reading nothing of the user's `~/.ssh`.
public final class SshAccess implements TransportConfigCallback, AutoCloseable {

    private static final int PACKET = 1 << 17;

    private final SshdSessionFactory factory;
    private final OverheardSessions sessions;
    private final HostKeys hostKeys;
    private final KeySource source;
    private volatile KeyPair key;

    /// Where the key is: it may be replaced while the program runs.
    interface KeySource {

        /// Reads it.
        ///
        /// @throws IOException if it cannot be read, or is no key
        KeyPair read() throws IOException;
    }

    /// @param source asked at every connection
    /// @param folder where keys of servers are remembered under [HostKeys.Policy#ACCEPT_NEW]
    SshAccess(KeySource source, HostKeys.Policy policy, Optional<Path> knownHosts, Path folder, Duration timeout) {
        this.source = source;
        // MINA SSHD takes this one from nowhere else. Without it a server that accepts and then says nothing holds us
        // for two minutes.
        System.setProperty("org.apache.sshd.config.auth-timeout", String.valueOf(timeout.toMillis()));
        // In bytes: four times the default. Each packet is decrypted and handed on alone.
        System.setProperty("org.apache.sshd.config.packet-size", String.valueOf(PACKET));
        hostKeys = new HostKeys(policy, knownHosts, folder.resolve("known_hosts"));
        File nobodysHome = folder.toFile();
        factory = new SshdSessionFactoryBuilder().setHomeDirectory(nobodysHome).setSshDirectory(nobodysHome)
                .setConfigStoreFactory((_, _, _) -> new QuickCiphers()).setServerKeyDatabase((_, _) -> hostKeys)
                .setDefaultIdentities(_ -> List.of())
                .setDefaultKeysProvider(_ -> List.of(key))
                .setPreferredAuthentications("publickey").setConnectorFactory(null).build(new JGitKeyCache());
        sessions = new OverheardSessions(factory);
    }

    /// To be called before each connection.
    ///
    /// @throws UncheckedIOException if the key cannot be read any more; the message names its setting
    @Override
    public void configure(Transport transport) {
        hostKeys.forgetRefusal();
        sessions.forget();
        try {
            key = source.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ((SshTransport) transport).setSshSessionFactory(sessions);
    }

    /// Why the server was refused at the last attempt, if it was by us.
    public Optional<String> refusal() {
        return hostKeys.refusal();
    }

    /// What the server said for people at the last attempt, if anything: one line of limited length.
    public Optional<String> words() {
        return sessions.words();
    }

    @Override
    public void close() {
        factory.close();
    }
}
