package gitdav.e2e.message;

import gitdav.e2e.pod.ProgramLoop;
import gitdav.e2e.pod.ProgramLoop.Run;
import gitdav.e2e.pod.ProgramProcess;
import gitdav.servers.GitServer;
import gitdav.servers.SshKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// What a person sees who got a setting wrong: one clear message, the right exit code, no stack trace and no key.
class SettingsTest {

    private static final SshKey KEY = SshKey.generate();

    private static GitServer server;

    @TempDir
    private static Path dir;

    @BeforeAll
    static void startServer() throws IOException {
        Files.createDirectories(dir.resolve("data"));
        server = GitServer.start(Files.createDirectory(dir.resolve("remotes")), SshKey.generate(), List.of(KEY));
        Files.writeString(dir.resolve("known_hosts"), server.knownHost());
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"git-init", "git-backup"})
    void missingUrlIsASettingsError(String program) throws Exception {
        String message = settingsError(program, Map.of("GIT_URL", ""));

        assertThat(message).contains("GIT_URL is not set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"git-init", "git-backup"})
    void urlThatDoesNotParseIsASettingsError(String program) throws Exception {
        String message = settingsError(program, Map.of("GIT_URL", "https//git~" + KEY.base64() + "/x"));

        assertThat(message).contains("GIT_URL: 'https//***/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"git-init", "git-backup"})
    void unreadableKeyIsASettingsError(String program) throws Exception {
        Path garbage = Files.writeString(dir.resolve("garbage"), "not a key");

        assertThat(settingsError(program, Map.of("SSH_KEY_FILE", "/no/such/key")))
                .contains("SSH_KEY_FILE: cannot use the key in /no/such/key: there is no such file");
        assertThat(settingsError(program, Map.of("SSH_KEY_FILE", garbage.toString())))
                .contains("not a private key");
        assertThat(settingsError(program, Map.of("GIT_URL", "git~garbage!@host:path"))).contains("not base64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"git-init", "git-backup"})
    void sshWithoutAnyKeyIsASettingsError(String program) throws Exception {
        String message = settingsError(program, Map.of("GIT_URL", "ssh://git@host/path"));

        assertThat(message).contains("SSH_KEY_FILE is not set, and GIT_URL ssh://git@host/path carries no deploy key");
    }

    @Test
    void scheduleThatIsNoneIsASettingsError() throws Exception {
        assertThat(settingsError("git-backup", Map.of("RUNAT", "25:99")))
                .contains("RUNAT: '25:99' is not a time of the day such as 03:15");
    }

    @ParameterizedTest
    @ValueSource(strings = {"git-init", "git-backup", "webdav-app"})
    void folderThatIsNotThereIsASettingsError(String program) throws Exception {
        assertThat(settingsError(program, Map.of("DATA_DIR", "/no/such/folder")))
                .contains("DATA_DIR: '/no/such/folder'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"git-init", "git-backup"})
    void storeInsideTheDataIsASettingsError(String program) throws Exception {
        Path inside = dir.resolve("data/git");

        assertThat(settingsError(program, Map.of("GIT_STORE", inside.toString()))).contains("GIT_STORE: " + inside,
                "must not be inside each other");
        assertThat(inside).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"git-init", "git-backup"})
    void remoteInsideTheDataIsASettingsError(String program) throws Exception {
        Path link = Files.createTempDirectory(dir, "remote").resolve("link");
        Files.createSymbolicLink(link, dir.resolve("data"));
        Map<String, String> settings = Map.of("GIT_URL", link.resolve("content.git").toUri().toString(),
                "GIT_CREATE_REMOTE", "true");

        assertThat(settingsError(program, settings)).contains("GIT_URL: ", "must not be inside each other",
                "(they are " + dir.resolve("data/content.git"));
        assertThat(dir.resolve("data/content.git")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"git-init", "git-backup"})
    void remoteInsideTheStoreIsASettingsError(String program) throws Exception {
        Path inside = dir.resolve("git/content.git");

        assertThat(settingsError(program, Map.of("GIT_URL", inside.toUri().toString()))).contains("GIT_URL: " + inside,
                "must not be inside each other");
        assertThat(inside).doesNotExist();
    }

    @Test
    void allProblemsAreSaidAtOnce() throws Exception {
        assertThat(settingsError("git-backup",
                Map.of("GIT_URL", "", "RUNAT", "soon", "GIT_TIMEOUT", "9", "SSH_HOST_KEYS", "no", "GIT_BRANCH",
                        "a..b")))
                .contains("GIT_URL", "'soon'", "'9'", "'no'", "'a..b'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"git-init", "git-backup", "webdav-app"})
    void fileNamesThatAreNotUtf8AreASettingsError(String program) throws Exception {
        assertThat(settingsError(program, Map.of("LC_ALL", "POSIX"))).contains("set LC_ALL=C.UTF-8");
    }

    @Test
    void storeThatCannotBeWrittenIsNamedWithItsSetting() throws Exception {
        assertThat(failure("git-init", Map.of("GIT_STORE", "/proc/git"), 1)).contains("cannot write to the git store",
                "/proc/git", "GIT_STORE");
    }

    @Test
    void wrongHostKeyIsARemoteFailure() throws Exception {
        Path wrong = Files.writeString(dir.resolve("wrong"),
                server.knownHost().replaceFirst("ssh-ed25519.*", SshKey.generate().publicKey()));

        assertThat(remoteFailure(Map.of("SSH_KNOWN_HOSTS_FILE", wrong.toString()))).contains("has changed",
                "SSH_KNOWN_HOSTS_FILE");
    }

    @Test
    void unknownHostKeyIsARemoteFailure() throws Exception {
        assertThat(remoteFailure(Map.of("SSH_KNOWN_HOSTS_FILE", ""))).contains("is not known",
                "SSH_HOST_KEYS=accept-new");
    }

    @Test
    void unknownHostIsARemoteFailure() throws Exception {
        String url = server.url("content.git", KEY).replace("127.0.0.1", "no-such-host.invalid");

        assertThat(remoteFailure(Map.of("GIT_URL", url))).contains("no-such-host.invalid", "check GIT_URL");
    }

    @Test
    void missingRepositoryIsARemoteFailure() throws Exception {
        assertThat(remoteFailure(Map.of())).contains("content.git: there is no such repository");
    }

    @Test
    void logLinesAreJsonIfAskedFor() throws Exception {
        JsonNode line = JsonMapper.shared().readTree(remoteFailure(Map.of("LOG_FORMAT", "json")));

        assertThat(line.get("level").stringValue()).isEqualTo("ERROR");
        assertThat(line.get("message").stringValue()).contains("content.git: there is no such repository");
    }

    private static String settingsError(String program, Map<String, String> settings) throws Exception {
        return failure(program, settings, 2);
    }

    private static String remoteFailure(Map<String, String> settings) throws Exception {
        String output = failure("git-init", settings, 1);
        assertThat(output.strip().lines()).hasSize(1);
        return output;
    }

    private static String failure(String program, Map<String, String> settings, int expectedExitCode) throws Exception {
        var all = new HashMap<>(Map.of("DATA_DIR", dir.resolve("data").toString(), "GIT_STORE",
                dir.resolve("git").toString(), "GIT_URL", server.url("content.git", KEY), "SSH_KNOWN_HOSTS_FILE",
                dir.resolve("known_hosts").toString()));
        all.putAll(settings);
        Run run = needsAProcess(settings) ? process(program, all) : ProgramLoop.shared().run(program, all);
        assertThat(run.exitCode()).as(run.output()).isEqualTo(expectedExitCode);
        return assertThat(run.output()).doesNotContain("\tat ", "Exception", KEY.base64().substring(0, 40),
                KEY.base64().substring(100, 140)).actual();
    }

    /// A virtual machine has one locale, and one form of its log.
    private static boolean needsAProcess(Map<String, String> settings) {
        return settings.containsKey("LC_ALL") || settings.containsKey("LOG_FORMAT");
    }

    private static Run process(String program, Map<String, String> settings) throws Exception {
        try (var process = ProgramProcess.start(program, settings)) {
            return new Run(process.exitCode(), process.output());
        }
    }
}
