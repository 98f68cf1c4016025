package gitdav.init;

import gitdav.program.Program;
import gitdav.remote.RemoteUrl;
import gitdav.servers.GitServer;
import gitdav.servers.SshKey;
import gitdav.volume.store.GitStore;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/// What `git-init keygen` prints works as it is.
class KeygenTest {

    @TempDir
    private Path dir;

    @Test
    void publicKeySecretAndUrlAreThreeFormsOfOneKey() throws Exception {
        String printed = keygen("--url", "ssh://git@host:22/path.git", "--comment", "my share");

        String publicKey = found("#   (ssh-ed25519 \\S+ my share)", printed);
        String inTheSecret = found("deploy-key: \\|\n((?: {4}.*\n)+)", printed).replace("    ", "");
        String url = found("GIT_URL=(ssh://git~\\S+@host:22/path.git)", printed);
        var pair = SecurityUtils.loadKeyPairIdentities(null, NamedResource.ofName("key"),
                new ByteArrayInputStream(inTheSecret.getBytes(StandardCharsets.UTF_8)), null).iterator().next();
        assertThat(publicKey).startsWith(new SshKey(pair).publicKey());
        assertThat(RemoteUrl.parse(url)).hasToString("ssh://git@host:22/path.git");
        assertThat(RemoteUrl.parse(url).key()).isPresent();
        assertThat(keygen()).isNotEqualTo(keygen());
    }

    @Test
    void keyLetsItsHolderIn() throws Exception {
        Files.createDirectory(dir.resolve("data"));
        GitStore.open(dir.resolve("remotes/content.git"), "main").close();
        String printed = keygen();
        String secret = found("deploy-key: \\|\n((?: {4}.*\n)+)", printed).replace("    ", "");
        Path keyFile = Files.writeString(dir.resolve("deploy-key"), secret);
        try (GitServer server = GitServer.start(dir.resolve("remotes"), SshKey.generate(),
                List.of(SshKey.keptIn(keyFile)))) {
            Path knownHosts = Files.writeString(dir.resolve("known_hosts"), server.knownHost());
            int exitCode = Program.run(new GitInit(), Map.of("DATA_DIR", dir.resolve("data").toString(), "GIT_STORE",
                    dir.resolve("git").toString(), "GIT_URL", "ssh://git@127.0.0.1:" + server.port() + "/content.git",
                    "SSH_KEY_FILE", keyFile.toString(), "SSH_KNOWN_HOSTS_FILE", knownHosts.toString()));

            assertThat(exitCode).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://host/path", "file:///path", "git~a2V5@host:path", "nonsense"})
    void urlThatNoKeyIsForIsRefused(String url) {
        assertThat(Program.run(new GitInit(), Map.of(), "keygen", "--url", url)).isEqualTo(2);
    }

    private static String keygen(String... arguments) {
        PrintStream terminal = System.out;
        var printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            String[] all = new String[arguments.length + 1];
            all[0] = "keygen";
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            assertThat(Program.run(new GitInit(), Map.of("URL", "nonsense"), all)).isZero();
        } finally {
            System.setOut(terminal);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static String found(String pattern, String text) {
        var match = Pattern.compile(pattern).matcher(text);
        assertThat(match.find()).as("%s in%n%s", pattern, text).isTrue();
        return match.group(1);
    }
}
