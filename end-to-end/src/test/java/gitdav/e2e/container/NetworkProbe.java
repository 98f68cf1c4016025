package gitdav.e2e.container;

import org.testcontainers.containers.GenericContainer;

import java.io.IOException;

/// Sees the network as a running container sees it. The images have no tools to look with.
final class NetworkProbe {

    private NetworkProbe() {}

    /// Whether a connection from the container's network can be made.
    static boolean reaches(String host, int port, GenericContainer<?> from) throws IOException, InterruptedException {
        try (var probe = new GenericContainer<>(OpenSshServer.IMAGE)) {
            probe.withImagePullPolicy(_ -> false).withNetworkMode("container:" + from.getContainerId())
                    .withCommand("sleep", "infinity").start();
            String connect = "exec 3<>/dev/tcp/" + host + "/" + port;
            return probe.execInContainer("timeout", "3", "bash", "-c", connect).getExitCode() == 0;
        }
    }
}
