package gitdav.e2e.remote;

import gitdav.e2e.pod.Http;
import gitdav.e2e.pod.ProgramLoop;
import gitdav.e2e.pod.ProgramProcess;
import gitdav.e2e.pod.Requirement;
import gitdav.servers.Command;
import gitdav.servers.OpenSsh;
import gitdav.servers.SshKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// A pod whose key may only read, at the machine's own OpenSSH: what is there is served, what is written is kept and
/// committed, and that it is not pushed is said once and in the status.
@Tag("long")
class ReadOnlyKeyTest {

    private static final SshKey READER = SshKey.generate();
    private static final SshKey WRITER = SshKey.generate();
    /// As git servers do it: the key runs one program, which looks at what was asked for.
    private static final String ONLY_READS = "restrict,command=\"case \\\"$SSH_ORIGINAL_COMMAND\\\" in"
            + " git-upload-pack*) exec git-shell -c \\\"$SSH_ORIGINAL_COMMAND\\\";;"
            + " *) echo 'ERROR: The key you are authenticating with has been marked as read only.' >&2; exit 1;;"
            + " esac\" ";

    @TempDir
    private Path dir;
    private OpenSsh server;
    private Path repository;

    @BeforeEach
    void serverWithContent() throws Exception {
        Requirement.present(OpenSsh.isThere(), "no /usr/sbin/sshd on this machine");
        repository = dir.resolve("content.git");
        Command.run("git", "init", "--quiet", "--bare", "--initial-branch=main", repository.toString());
        server = OpenSsh.start(Files.createDirectory(dir.resolve("sshd")),
                List.of(ONLY_READS + READER.publicKey(), WRITER.publicKey()));
        Map<String, String> writer = pod("writer", WRITER);
        ProgramLoop.shared().succeed("git-init", writer);
        Files.writeString(Path.of(writer.get("DATA_DIR"), "file"), "content");
        ProgramLoop.shared().succeed("git-backup", writer, "--once");
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void podServesAndSaysOnceThatItMayNotPush() throws Exception {
        Map<String, String> pod = pod("reader", READER);
        String pushed = Command.run("git", "--git-dir", repository.toString(), "rev-parse", "main");
        ProgramLoop.shared().succeed("git-init", pod);
        try (var gitBackup = ProgramProcess.start("git-backup", pod, "--runat", "1s", "--management-port", "0");
                var webdavApp = ProgramProcess.start("webdav-app", Map.of("DATA_DIR", pod.get("DATA_DIR"), "PORT", "0",
                        "MANAGEMENT_PORT", "0"));
                var http = new Http()) {
            URI share = webdavApp.uri();
            URI management = gitBackup.management();
            assertThat(http.get(share.resolve("file")).body()).isEqualTo("content");
            assertThat(http.send("PUT", share.resolve("new"), "new").statusCode()).isEqualTo(201);

            await().atMost(Duration.ofSeconds(60)).until(() -> failures(http, management) >= 3);

            assertThat(gitBackup.output().split("may only read", -1)).as(gitBackup.output()).hasSize(2);
            JsonNode status = status(http, management);
            assertThat(status.get("state").asString()).isEqualTo("failing");
            assertThat(status.get("lastRun").get("result").asString()).contains("the key or login may only read");
            assertThat(status.get("unpushedCommits").asInt()).isEqualTo(1);
            assertThat(http.get(management.resolve("health/live")).statusCode()).isEqualTo(200);
            assertThat(http.get(management.resolve("health/ready")).statusCode()).isEqualTo(200);
            assertThat(http.get(share.resolve("new")).body()).isEqualTo("new");
        }
        assertThat(Command.run("git", "--git-dir", repository.toString(), "rev-parse", "main")).isEqualTo(pushed);
        assertThat(Command.run("git", "--git-dir", pod.get("GIT_STORE"), "show", "main:new")).isEqualTo("new");
    }

    private static int failures(Http http, URI management) throws Exception {
        JsonNode failures = status(http, management).get("failures").get("read-only");
        return failures == null ? 0 : failures.asInt();
    }

    private static JsonNode status(Http http, URI management) throws Exception {
        return JsonMapper.shared().readTree(http.get(management.resolve("status")).body());
    }

    private Map<String, String> pod(String name, SshKey key) throws IOException {
        Path pod = Files.createDirectory(dir.resolve(name));
        return Map.of("DATA_DIR", Files.createDirectory(pod.resolve("data")).toString(), "GIT_STORE",
                pod.resolve("git").toString(), "GIT_URL", server.url(repository), "SSH_KEY_FILE",
                Files.writeString(pod.resolve("key"), key.privateKey()).toString(), "SSH_KNOWN_HOSTS_FILE",
                Files.writeString(pod.resolve("known_hosts"), server.knownHost()).toString());
    }
}
