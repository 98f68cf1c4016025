package gitdav.e2e;

import gitdav.server.GitServer;
import gitdav.server.SshKey;
import gitdav.servers.Command;
import gitdav.servers.HttpsGitServer;
import gitdav.servers.S3Server;
import gitdav.volume.store.GitStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.EdECPrivateKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// Everything that can go wrong with a remote goes wrong, with every library as talkative as it can be: no secret is in
/// any log, on any volume, or in any process's arguments.
class LeakTest {

    private static final SshKey KEY = SshKey.generate();
    private static final String TOKEN = "t0ken-A8sd7Fh2kLq9ZxWv";
    private static final String PASSWORD = "passw0rd-Qm3nB7vC5xZ1";

    private static final List<SecretForms> SECRETS = List.of(
            SecretForms.of("the deploy key", seed(KEY)), SecretForms.of("the token", TOKEN),
            SecretForms.of("the password", PASSWORD), SecretForms.of("the S3 secret", S3Server.SECRET_KEY));

    @TempDir
    private Path dir;
    private final List<String> outputs = new ArrayList<>();

    @Test
    void secretsAreFoundWhereTheyAre() {
        assertThat(SECRETS.getFirst().foundIn(KEY.base64())).isNotEmpty();
        assertThat(SECRETS.getFirst().foundIn(KEY.privateKey().replace("\n", ""))).isNotEmpty();
        assertThat(SECRETS.get(1).foundIn("https://" + TOKEN + "@host/")).isNotEmpty();
    }

    @Test
    void noFailureOverSshTellsTheKey() throws Exception {
        GitStore.open(dir.resolve("remotes/content.git"), "main").close();
        try (var server = GitServer.start(dir.resolve("remotes"), SshKey.generate(), List.of(KEY))) {
            String url = server.url("content.git", KEY);
            Map<String, String> trusted = Map.of("SSH_HOST_KEYS", "accept-new");
            run("git-init", with(trusted, "GIT_URL", url));
            Files.writeString(dir.resolve("data/file"), "content");
            run("git-backup", with(trusted, "GIT_URL", url), "--once");
            run("git-init", Map.of("GIT_URL", url));
            run("git-init", with(trusted, "GIT_URL", url.replace("content.git", "no-such.git")));
            run("git-backup", with(trusted, "GIT_URL", url.replace("127.0.0.1", "no-such-host.invalid")), "--once");
            run("git-init", with(trusted, "GIT_URL", url.replace("ssh://", "sshh://")));
            run("git-init", with(trusted, "GIT_URL", url.replace("git~", "git/")));
            run("git-init", with(trusted, "GIT_URL", url, "GIT_BRANCH", KEY.base64()));
            run("git-backup", with(trusted, "GIT_URL", url, "RUNAT", KEY.privateKey()), "--once");
            run("git-init", with(trusted, "GIT_URL", "git@host:path", "SSH_KEY_FILE", KEY.base64()));
        }
        try (var stranger = GitServer.start(dir.resolve("remotes"), SshKey.generate(), List.of())) {
            run("git-backup", Map.of("GIT_URL", stranger.url("content.git", KEY), "SSH_HOST_KEYS", "accept-new"),
                    "--once");
        }
        assertNothingLeaks("TRACE org.apache.sshd");
    }

    @Test
    void noFailureOverHttpsTellsTheLogin() throws Exception {
        Path root = Files.createDirectory(dir.resolve("remotes"));
        Command.run("git", "init", "--quiet", "--bare", "--initial-branch=main",
                root.resolve("content.git").toString());
        try (var server = HttpsGitServer.start(root, "git:" + TOKEN);
                var other = HttpsGitServer.start(root, "git:" + PASSWORD)) {
            server.redirect("/moved/", other);
            String url = server.url("content.git").replace("//", "//" + TOKEN + "@");
            Map<String, String> trusted = Map.of("TLS_CA_FILE", Files.writeString(dir.resolve("ca.pem"),
                    server.certificate() + other.certificate()).toString());
            run("git-init", with(trusted, "GIT_URL", url));
            Files.writeString(dir.resolve("data/file"), "content");
            run("git-backup", with(trusted, "GIT_URL", url), "--once");
            run("git-init", Map.of("GIT_URL", url));
            run("git-init", with(trusted, "GIT_URL", url.replace("content.git", "no-such.git")));
            run("git-init", with(trusted, "GIT_URL", url.replace("content.git", "moved/content.git")));
            run("git-init", with(trusted, "GIT_URL", url.replace(TOKEN, "somebody:" + PASSWORD)));
            run("git-init", with(trusted, "GIT_URL", url.replace("https", "http")));
            run("git-init", with(trusted, "GIT_URL", url.replace("@127.0.0.1", "@no such host")));
            server.becomeReadOnly();
            Files.writeString(dir.resolve("data/file"), "other content");
            run("git-backup", with(trusted, "GIT_URL", url), "--once");
        }
        assertNothingLeaks("INFO gitdav.");
    }

    @Test
    void noFailureOfAStoreTellsItsSecret() throws Exception {
        try (var server = S3Server.start(dir.resolve("s3"), "backup")) {
            Path secrets = Files.createDirectory(dir.resolve("secrets"));
            String credentials = Files.writeString(secrets.resolve("credentials"), server.credentials()).toString();
            Map<String, String> settings = Map.of("GIT_URL", "s3://backup/share", "S3_ENDPOINT", server.endpoint(),
                    "S3_PATH_STYLE", "true", "S3_CREDENTIALS_FILE", credentials);
            run("git-init", settings);
            Files.writeString(dir.resolve("data/file"), "content");
            run("git-backup", settings, "--once");
            run("git-init", with(settings, "GIT_URL", "s3://no-such-bucket/share"));
            run("git-init", with(settings, "S3_ENDPOINT", "http://no-such-host.invalid"));
            run("git-init", with(settings, "S3_REGION", S3Server.SECRET_KEY.substring(0, 5)));
            Files.writeString(secrets.resolve("broken"), server.credentials().replace("[default]", ""));
            run("git-init", with(settings, "S3_CREDENTIALS_FILE", secrets.resolve("broken").toString()));
        }
        assertNothingLeaks("DEBUG software.amazon.awssdk");
    }

    /// Runs a program with every logger at its most verbose, and notes what it printed and what others see of it.
    private void run(String program, Map<String, String> settings, String... arguments) throws Exception {
        Path log = Files.writeString(dir.resolve("all.xml"), """
                <configuration>
                  <appender name="all" class="ch.qos.logback.core.ConsoleAppender">
                    <target>System.err</target>
                    <encoder><pattern>%level %logger %msg%n%ex</pattern></encoder>
                  </appender>
                  <root level="trace"><appender-ref ref="all"/></root>
                </configuration>
                """);
        var all = new HashMap<>(settings);
        all.put("DATA_DIR", Files.createDirectories(dir.resolve("data")).toString());
        all.put("GIT_STORE", dir.resolve("git").toString());
        all.put("JAVA_TOOL_OPTIONS", "-Dlogback.configurationFile=" + log);
        try (var process = ProgramProcess.start(program, all, arguments)) {
            outputs.add(process.seenByOthers());
            process.exitCode();
            outputs.add(process.output());
        }
    }

    /// @param mostVerbose what only such a log has, so that it is known to be one
    private void assertNothingLeaks(String mostVerbose) throws IOException {
        assertThat(outputs).anySatisfy(output -> assertThat(output).contains(mostVerbose));
        for (SecretForms secret : SECRETS) {
            for (String output : outputs) {
                assertThat(secret.foundIn(output)).as("%s in %s", secret.name(), output).isEmpty();
            }
            for (Path folder : List.of(dir.resolve("data"), dir.resolve("git"))) {
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        assertThat(secret.foundIn(Files.readString(file, StandardCharsets.ISO_8859_1)))
                                .as("%s in %s", secret.name(), file).isEmpty();
                    }
                }
            }
        }
    }

    private static Map<String, String> with(Map<String, String> settings, String... more) {
        var all = new HashMap<>(settings);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    /// What is secret of a key: the rest of its file is the public key.
    private static byte[] seed(SshKey key) {
        return ((EdECPrivateKey) key.pair().getPrivate()).getBytes().orElseThrow();
    }
}
