package gitdav.e2e.container;

import gitdav.servers.SshKey;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// The remote: git and OpenSSH as Debian ships them, with one repository and one deploy key.
final class OpenSshServer extends GenericContainer<OpenSshServer> {

    /// Made by `.ci/git-server-image`.
    static final String IMAGE = "gitdav/git-server:debian";

    private static final String HOST = "git.example.org";
    private static final String REPOSITORY = "/srv/git/content.git";

    private final SshKey hostKey = SshKey.generate();
    private final SshKey deployKey = SshKey.generate();

    OpenSshServer(Network network) {
        super(IMAGE);
        withImagePullPolicy(_ -> false);
        withNetwork(network).withNetworkAliases(HOST);
        withCopyToContainer(Transferable.of(hostKey.privateKey(), 0600), "/etc/ssh/host_key");
        withCopyToContainer(Transferable.of(deployKey.publicKey() + "\n"), "/etc/ssh/authorized_keys");
        waitingFor(Wait.forLogMessage(".*Server listening.*", 1));
    }

    /// The repository's URL, without a key.
    static String url() {
        return "ssh://git@" + HOST + REPOSITORY;
    }

    /// The private key, as a file's content.
    String deployKey() {
        return deployKey.privateKey();
    }

    /// This server's line for a `known_hosts` file.
    String knownHost() {
        return HOST + " " + hostKey.publicKey() + "\n";
    }

    /// This server's address in its network.
    String address() {
        return getContainerInfo().getNetworkSettings().getNetworks().values().iterator().next().getIpAddress();
    }

    /// What native git says of the repository.
    String git(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("git", "--git-dir", REPOSITORY));
        command.addAll(List.of(arguments));
        ExecResult result = execInContainer(command.toArray(String[]::new));
        assertThat(result.getExitCode()).as(result.toString()).isZero();
        return result.getStdout();
    }
}
