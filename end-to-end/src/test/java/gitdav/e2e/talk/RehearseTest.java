package gitdav.e2e.talk;

import gitdav.e2e.manifest.Kubectl;
import gitdav.e2e.pod.ProgramProcess;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
        List<String> command = Stream.concat(Stream.of("k8s/rehearse"), Stream.of(arguments)).toList();
        var builder = new ProcessBuilder(command).directory(ProgramProcess.ROOT.toFile()).redirectErrorStream(true);
        builder.environment().put("KUBECONFIG", "/dev/null");
        Process rehearse = builder.start();
        String output = new String(rehearse.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(rehearse.waitFor()).as(output).isEqualTo(exitCode);
        return output;
    }
}
