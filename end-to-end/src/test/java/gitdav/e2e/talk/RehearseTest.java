package gitdav.e2e.talk;

import gitdav.e2e.manifest.Kubectl;
import gitdav.e2e.pod.ProgramProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// What `k8s/rehearse` says before the talk.
class RehearseTest {

    @Test
    void whatIsMissingIsNamedWithWhatToDoAndTheRestIsStillLookedAt() throws IOException, InterruptedException {
        Kubectl.require();
        try (var taken = new ServerSocket()) {
            listen(taken);
            String said = rehearse(1);

            assertThat(said).containsPattern("MISSING +the cluster answers\n +minikube start")
                    .containsPattern("MISSING +port 19090 is free\n +end what listens there")
                    .containsPattern("ok +git is installed").contains("missing.\n");
        }
    }

    @Test
    void clusterThatHasEverythingIsReady(@TempDir Path dir) throws IOException, InterruptedException {
        var cluster = new CannedPrograms(dir).with("kubectl", """
                *'get nodes --output=name') echo node/minikube ;;
                *'get nodes '*Ready*) echo True ;;
                *'get nodes '*DiskPressure*) echo False ;;
                *'get nodes '*kubeletVersion*) echo v1.34.0 ;;
                *'get nodes '*images*)
                  echo docker.io/gitdav/git-init:0.1.0 docker.io/gitdav/git-backup:0.1.0 gitdav/webdav-app:0.1.0 \\
                    busybox:1.37 docker.io/library/busybox:1.37.0 ;;
                *'get storageclass '*) echo '{"storageclass.kubernetes.io/is-default-class":"true"}' ;;
                """);
        // Whether all ports are free is this machine's affair, and so is the exit code.
        List<String> said;
        try (var output = start(cluster.variables()).inputReader(StandardCharsets.UTF_8)) {
            said = output.lines().toList();
        }

        assertThat(said).contains("ok       its node has disk space", "ok       Kubernetes is 1.29 or newer",
                "ok       image busybox:1.37.0 is in the cluster", "ok       there is no namespace gitdav yet");
        assertThat(said).filteredOn(line -> line.startsWith("ok ")).filteredOn(line -> line.contains("image "))
                .hasSize(5);
    }

    @Test
    void otherArgumentsAreRefused() throws IOException, InterruptedException {
        assertThat(rehearse(2, "--fast")).startsWith("Usage: k8s/rehearse");
        assertThat(rehearse(0, "--help")).startsWith("Usage: k8s/rehearse");
    }

    /// A port of the smoke test's. If it is taken already, so much the better.
    private static void listen(ServerSocket socket) throws IOException {
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 19090));
        } catch (BindException taken) {
            assertThat(taken).hasMessageContaining("in use");
        }
    }

    /// Asks no cluster: this configuration of kubectl's is empty, and its port one that nothing listens at.
    private static String rehearse(int exitCode, String... arguments) throws IOException, InterruptedException {
        Process rehearse = start(Map.of("KUBECONFIG", "/dev/null"), arguments);
        String output = new String(rehearse.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(rehearse.waitFor()).as(output).isEqualTo(exitCode);
        return output;
    }

    private static Process start(Map<String, String> variables, String... arguments) throws IOException {
        List<String> command = Stream.concat(Stream.of("k8s/rehearse"), Stream.of(arguments)).toList();
        var builder = new ProcessBuilder(command).directory(ProgramProcess.ROOT.toFile()).redirectErrorStream(true);
        builder.environment().putAll(variables);
        return builder.start();
    }
}
