package gitdav.e2e.backup;

import gitdav.demo.ImageMemory;
import gitdav.e2e.pod.Attackers;
import gitdav.e2e.pod.Http;
import gitdav.e2e.pod.ProcessPod;
import gitdav.e2e.pod.ProgramLoop;
import gitdav.e2e.pod.ProgramProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// git-backup with the memory of its container, while others hold as many connections at its ports as they can.
@Tag("long")
class AttackedBackupTest {

    @TempDir
    private Path dir;

    @Test
    void backsUpAndAnswersOnceTheConnectionsHaveHadTheirTime() throws Exception {
        var pod = new ProcessPod(Files.createDirectory(dir.resolve("data")), dir.resolve("git"),
                dir.resolve("content.git"));
        ProgramLoop.shared().succeed("git-init", pod.settings(), "--git-create-remote", "true");
        var settings = new HashMap<>(pod.settings());
        settings.put("JAVA_TOOL_OPTIONS", "-Xmx128m -XX:MaxRAM=" + ImageMemory.LIMIT);
        try (var gitBackup = ProgramProcess.start("git-backup", settings, "--history-port", "0", "--runat", "1d",
                "--backup-on-change", "1s");
                var attackers = new Attackers();
                var http = new Http()) {
            URI management = gitBackup.management();
            URI history = gitBackup.history();
            for (URI port : List.of(management, history)) {
                attackers.attack(1_400, port.getPort(), "");
                attackers.attack(1_500, port.getPort(), "GET /metrics HTTP/1.1\r\nX: " + "x".repeat(8_000));
            }
            Files.writeString(pod.data().resolve("change"), "word");

            await().atMost(Duration.ofMinutes(1)).until(() -> gitBackup.output().contains("added change"));
            await().atMost(Duration.ofMinutes(1)).ignoreExceptions().untilAsserted(() -> {
                assertThat(http.get(management.resolve("health/live")).statusCode()).isEqualTo(200);
                assertThat(http.get(history.resolve("versions")).statusCode()).isEqualTo(200);
            });
            assertThat(gitBackup.output()).doesNotContain("OutOfMemoryError");
        }
    }
}
