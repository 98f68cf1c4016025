package gitdav.servers;

import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Collection;

/// Serves the git repositories of a folder over SSH on the loopback address, to holders of its deploy keys.
public final class GitServer implements AutoCloseable {

    private final SshServer sshd;
    private final SshKey hostKey;

    private GitServer(SshServer sshd, SshKey hostKey) {
        this.sshd = sshd;
        this.hostKey = hostKey;
    }

    /// Starts the server on a free port.
    ///
    /// @param root the folder whose repositories are served, each by its path below it
    /// @param hostKey what the server proves its identity with
    /// @param deployKeys the owners of these may fetch and push
    public static GitServer start(Path root, SshKey hostKey, Collection<SshKey> deployKeys) throws IOException {
        SshServer sshd = SshServer.setUpDefaultServer();
        sshd.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        sshd.setKeyPairProvider(KeyPairProvider.wrap(hostKey.pair()));
        sshd.setPublickeyAuthenticator((_, offered, _) -> deployKeys.stream()
                .anyMatch(key -> KeyUtils.compareKeys(key.pair().getPublic(), offered)));
        sshd.setCommandFactory((_, command) -> new GitCommand(root, command));
        sshd.start();
        return new GitServer(sshd, hostKey);
    }

    /// The TCP port on the loopback address.
    public int port() {
        return sshd.getPort();
    }

    /// The repository's URL with the deploy key embedded.
    public String url(String repository, SshKey deployKey) {
        return "ssh://git~%s@%s:%d/%s".formatted(deployKey.base64(), sshd.getHost(), port(), repository);
    }

    /// This server's line for a `known_hosts` file.
    public String knownHost() {
        return "[%s]:%d %s".formatted(sshd.getHost(), port(), hostKey.publicKey());
    }

    @Override
    public void close() throws IOException {
        sshd.stop(true);
    }
}
