package gitdav.e2e.message;

import gitdav.servers.Command;
import gitdav.servers.GitServer;
import gitdav.servers.HttpsGitServer;
import gitdav.servers.S3Server;
import gitdav.servers.SshKey;
import gitdav.volume.store.GitStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.interfaces.EdECPrivateKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// Everything that can go wrong with a remote goes wrong, with every library as talkative as it can be: no secret is where
/// others may look.
@Tag("long")
class LeakTest {

    private static final SshKey KEY = SshKey.generate();
    private static final String TOKEN = "t0ken-A8sd7Fh2kLq9ZxWv";
    private static final String PASSWORD = "passw0rd-Qm3nB7vC5xZ1";
    private static final String PASSPHRASE = "passphrase-Wk4tY8uR2eJ6";

    private static final List<SecretForms> SECRETS = List.of(
            SecretForms.of("the deploy key", seed(KEY)), SecretForms.of("the token", TOKEN),
            SecretForms.of("the password", PASSWORD), SecretForms.of("the passphrase", PASSPHRASE),
            SecretForms.of("the S3 secret", S3Server.SECRET_KEY));

    @TempDir
    private Path dir;
    private Traces traces;

    @BeforeEach
    void beMostVerbose() throws IOException {
        traces = Traces.in(dir);
    }

    @Test
    void secretsAreFoundWhereTheyAre() throws Exception {
        assertThat(SECRETS.getFirst().foundIn(KEY.base64())).isNotEmpty();
        assertThat(SECRETS.getFirst().foundIn(KEY.privateKey().replace("\n", ""))).isNotEmpty();
        assertThat(SECRETS.get(1).foundIn("https://" + TOKEN + "@host/")).isNotEmpty();
        var child = new ProcessBuilder(dir.resolve("bin/sh").toString(), "argument");
        child.environment().put("LOGIN", "user:" + TOKEN);
        assertThat(child.start().waitFor()).isZero();
        assertThat(SECRETS.get(1).foundIn(String.join("", traces.all().values()))).isNotEmpty();
    }

    @Test
    void noFailureOverSshTellsTheKey() throws Exception {
        GitStore.open(dir.resolve("remotes/content.git"), "main").close();
        try (var server = GitServer.start(dir.resolve("remotes"), SshKey.generate(), List.of(KEY))) {
            String url = server.url("content.git", KEY);
            Map<String, String> trusted = Map.of("SSH_HOST_KEYS", "accept-new");
            traces.runAsProcess("git-init", with(trusted, "GIT_URL", url));
            Files.writeString(dir.resolve("data/file"), "content");
            run("git-backup", with(trusted, "GIT_URL", url), "--once");
            run("git-init", Map.of("GIT_URL", url));
            run("git-init", with(trusted, "GIT_URL", url.replace("content.git", "no-such.git")));
            run("git-backup", with(trusted, "GIT_URL", url.replace("127.0.0.1", "no-such-host.invalid")), "--once");
            run("git-backup", with(trusted, "GIT_URL", url.replace("ssh://", "sshh://")), "--once");
            run("git-backup", with(trusted, "GIT_URL", url.replace("git~", "git/")), "--once");
            run("git-backup", with(trusted, "GIT_URL", url, "GIT_BRANCH", KEY.base64()), "--once");
            run("git-backup", with(trusted, "GIT_URL", url, "RUNAT", KEY.privateKey()), "--once");
            run("git-backup", with(trusted, "GIT_URL", "git@host:path", "SSH_KEY_FILE", KEY.base64()), "--once");
            traces.serve(with(trusted, "GIT_URL", url, "VERIFY_BACKUP", "1s"), "verified: ");
            traces.serve(with(trusted, "GIT_URL", url.replace("content.git", "no-such.git"), "VERIFY_BACKUP", "1s"),
                    "could not be verified: ");
        }
        try (var stranger = GitServer.start(dir.resolve("remotes"), SshKey.generate(), List.of())) {
            run("git-backup", Map.of("GIT_URL", stranger.url("content.git", KEY), "SSH_HOST_KEYS", "accept-new"),
                    "--once");
        }
        assertNothingLeaks("TRACE org.apache.sshd");
    }

    @Test
    void noFailureOfAKeyFileTellsItsPassphrase() throws Exception {
        GitStore.open(dir.resolve("remotes/content.git"), "main").close();
        Path secrets = Files.createDirectory(dir.resolve("secrets"));
        Path key = Files.writeString(secrets.resolve("key"), KEY.privateKey());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Command.run("ssh-keygen", "-q", "-p", "-N", PASSPHRASE, "-f", key.toString());
        String passphrase = Files.writeString(secrets.resolve("passphrase"), PASSPHRASE + "\n").toString();
        String wrong = Files.writeString(secrets.resolve("wrong"), PASSPHRASE + "\n" + PASSWORD).toString();
        try (var server = GitServer.start(dir.resolve("remotes"), SshKey.generate(), List.of(KEY))) {
            Map<String, String> settings = Map.of("GIT_URL", server.url("content.git", KEY).replaceFirst("~[^@]*", ""),
                    "SSH_KEY_FILE", key.toString(), "SSH_HOST_KEYS", "accept-new");
            traces.runAsProcess("git-init", with(settings, "SSH_KEY_PASSPHRASE_FILE", passphrase));
            Files.writeString(dir.resolve("data/file"), "content");
            run("git-backup", with(settings, "SSH_KEY_PASSPHRASE_FILE", passphrase), "--once");
            run("git-init", settings);
            run("git-init", with(settings, "SSH_KEY_PASSPHRASE_FILE", wrong));
            run("git-init", with(settings, "SSH_KEY_PASSPHRASE_FILE", PASSPHRASE));
            run("git-init", with(settings, "SSH_KEY_PASSPHRASE_FILE", key.toString()));
            run("git-init", with(settings, "SSH_KEY_PASSPHRASE_FILE", passphrase, "GIT_URL", "git@no-such.invalid:x"));
            traces.serve(with(settings, "SSH_KEY_PASSPHRASE_FILE", passphrase, "VERIFY_BACKUP", "1s"), "verified: ");
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
            traces.runAsProcess("git-init", with(trusted, "GIT_URL", url));
            Files.writeString(dir.resolve("data/file"), "content");
            run("git-backup", with(trusted, "GIT_URL", url), "--once");
            run("git-init", Map.of("GIT_URL", url));
            run("git-init", with(trusted, "GIT_URL", url.replace("content.git", "no-such.git")));
            run("git-init", with(trusted, "GIT_URL", url.replace("content.git", "moved/content.git")));
            run("git-init", with(trusted, "GIT_URL", url.replace(TOKEN, "somebody:" + PASSWORD)));
            run("git-init", with(trusted, "GIT_URL", url.replace("https", "http")));
            run("git-init", with(trusted, "GIT_URL", url.replace("@127.0.0.1", "@no such host")));
            run("git-init", with(trusted, "GIT_URL", server.url("content.git"), "HTTPS_CREDENTIALS_FILE", TOKEN));
            String proxy = "127.0.0.1:" + other.port();
            run("git-init", with(trusted, "GIT_URL", url, "HTTPS_PROXY", "http://" + proxy));
            for (String login : List.of("http://somebody:", "somebody:", "http://some@body:", "")) {
                run("git-init", with(trusted, "GIT_URL", url, "HTTPS_PROXY", login + PASSWORD + "@" + proxy));
            }
            for (String mistyped : List.of("somebody:%s@127.0.0.1/x", "https:/somebody:%s@127.0.0.1/x", "//a:%s@b/x",
                    "me@example.org:%s@host/x")) {
                run("git-init", with(trusted, "GIT_URL", mistyped.formatted(PASSWORD)));
            }
            run("git-init", with(trusted, "GIT_URL", url, "GIT_TIMEOUT", TOKEN));
            traces.serve(with(trusted, "GIT_URL", url, "VERIFY_BACKUP", "1s"), "verified: ");
            server.becomeReadOnly();
            Files.writeString(dir.resolve("data/file"), "other content");
            run("git-backup", with(trusted, "GIT_URL", url), "--once");
            traces.serve(with(trusted, "GIT_URL", url), "may only read");
            traces.serve(with(trusted, "GIT_URL", url.replace(TOKEN, "somebody:" + PASSWORD)), "backup failed: ");
        }
        assertNothingLeaks("sun.net.www.protocol.http.HttpURLConnection");
    }

    @Test
    void noFailureOfAStoreTellsItsSecret() throws Exception {
        try (var server = S3Server.start(dir.resolve("s3"), "backup")) {
            Path secrets = Files.createDirectory(dir.resolve("secrets"));
            String credentials = Files.writeString(secrets.resolve("credentials"), server.credentials()).toString();
            Map<String, String> settings = Map.of("GIT_URL", "s3://backup/share", "S3_ENDPOINT", server.endpoint(),
                    "S3_PATH_STYLE", "true", "S3_CREDENTIALS_FILE", credentials);
            traces.runAsProcess("git-init", settings);
            Files.writeString(dir.resolve("data/file"), "content");
            run("git-backup", settings, "--once");
            run("git-init", with(settings, "GIT_URL", "s3://no-such-bucket/share"));
            run("git-init", with(settings, "S3_ENDPOINT", "http://no-such-host.invalid"));
            run("git-init", with(settings, "S3_REGION", S3Server.SECRET_KEY.substring(0, 5)));
            Files.writeString(secrets.resolve("broken"), server.credentials().replace("[default]", ""));
            run("git-init", with(settings, "S3_CREDENTIALS_FILE", secrets.resolve("broken").toString()));
            traces.serve(with(settings, "VERIFY_BACKUP", "1s"), "verified: ");
            traces.serve(with(settings, "S3_REGION", "elsewhere", "GIT_URL", "s3://no-such-bucket/share"),
                    "backup failed: ");
        }
        assertNothingLeaks("DEBUG software.amazon.awssdk");
    }

    @AfterEach
    void stop() throws IOException {
        if (traces != null) {
            traces.close();
        }
    }

    private void run(String program, Map<String, String> settings, String... arguments) throws Exception {
        traces.run(program, settings, arguments);
    }

    /// @param mostVerbose what only such a log has, so that it is known to be one
    private void assertNothingLeaks(String mostVerbose) throws IOException {
        Map<String, String> all = traces.all();
        assertThat(all.values()).anySatisfy(text -> assertThat(text).contains(mostVerbose));
        for (SecretForms secret : SECRETS) {
            all.forEach((place, text) -> assertThat(secret.foundIn(text)).as("%s in %s", secret.name(), place)
                    .isEmpty());
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
