package gitdav.volume.remote.ssh;

import org.eclipse.jgit.api.TransportConfigCallback;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.sshd.JGitKeyCache;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How SSH connections are made: with one key, to servers we know, reading nothing of the user's `~/.ssh`.
public final class SshAccess implements TransportConfigCallback, AutoCloseable {

    private static final int PACKET = 1 << 17;

    private final SshdSessionFactory sessions;
    private final HostKeys hostKeys;

    /// @param folder where keys of servers are remembered under [HostKeys.Policy#ACCEPT_NEW]
    SshAccess(KeyPair key, HostKeys.Policy policy, Optional<Path> knownHosts, Path folder,
            Duration timeout) throws IOException {
        // MINA SSHD takes this one from nowhere else. Without it a server that accepts and then says nothing holds us
        // for two minutes.
        System.setProperty("org.apache.sshd.config.auth-timeout", String.valueOf(timeout.toMillis()));
        // In bytes: four times the default. Each packet is decrypted and handed on by itself.
        System.setProperty("org.apache.sshd.config.packet-size", String.valueOf(PACKET));
        hostKeys = new HostKeys(policy, files(policy, knownHosts, folder));
        File nobodysHome = folder.toFile();
        sessions = new SshdSessionFactoryBuilder().setHomeDirectory(nobodysHome).setSshDirectory(nobodysHome)
                .setConfigStoreFactory((_, _, _) -> new QuickCiphers()).setServerKeyDatabase((_, _) -> hostKeys)
                .setDefaultIdentities(_ -> List.of())
                .setDefaultKeysProvider(_ -> List.of(key))
                .setPreferredAuthentications("publickey").setConnectorFactory(null).build(new JGitKeyCache());
    }

    @Override
    public void configure(Transport transport) {
        hostKeys.forgetRefusal();
        ((SshTransport) transport).setSshSessionFactory(sessions);
    }

    /// Why the server was refused at the last attempt, if it was by us.
    public Optional<String> refusal() {
        return hostKeys.refusal();
    }

    /// The file to remember servers in comes first, and must exist: else every contact counts as the first.
    private static List<Path> files(HostKeys.Policy policy, Optional<Path> knownHosts, Path folder) throws IOException {
        var files = new ArrayList<Path>();
        if (policy == HostKeys.Policy.ACCEPT_NEW) {
            Path remembered = folder.resolve("known_hosts");
            if (Files.notExists(remembered)) {
                Files.createFile(remembered);
            }
            files.add(remembered);
        }
        knownHosts.ifPresent(files::add);
        return files;
    }

    @Override
    public void close() {
        sessions.close();
    }
}
