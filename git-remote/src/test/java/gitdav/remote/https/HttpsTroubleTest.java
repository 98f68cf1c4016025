package gitdav.remote.https;

import gitdav.remote.GitRemote;
import gitdav.remote.RemoteException;
import gitdav.remote.RemoteOptions;
import gitdav.servers.Command;
import gitdav.servers.HttpsGitServer;
import gitdav.volume.store.GitStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What happens around a server while git-backup runs for months: logins and certificates end and are replaced, and
/// something else answers in the server's place.
@Tag("long")
class HttpsTroubleTest {

    @TempDir
    private Path dir;
    private Path root;
    private GitStore store;

    @BeforeEach
    void repository() throws IOException {
        root = Files.createDirectory(dir.resolve("remotes"));
        Command.run("git", "init", "--quiet", "--bare", root.resolve("content.git").toString());
        store = GitStore.open(dir.resolve("git"), "main");
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    /// As Kubernetes does it: the file is a link into a folder that is a link, and that one is renamed.
    @Test
    void loginThatIsReplacedIsUsedAtTheNextConnection() throws Exception {
        Path secret = Files.createDirectory(dir.resolve("secret"));
        Files.createSymbolicLink(secret.resolve("credentials"), Path.of("..data/credentials"));
        publish(secret, "one", "git:old");
        try (var server = HttpsGitServer.start(root, "git:old");
                GitRemote remote = remote(server, secret.resolve("credentials"))) {
            assertThat(remote.fetch()).isEmpty();
            server.expect("git:new");
            assertThatThrownBy(remote::fetch).hasMessageContaining("does not accept");

            publish(secret, "two", "git:new");

            assertThat(remote.fetch()).isEmpty();
            Files.delete(secret.resolve("..data"));
            assertThatThrownBy(remote::fetch).hasMessageContaining("cannot be used any more")
                    .hasMessageContaining("HTTPS_CREDENTIALS_FILE").isInstanceOfSatisfying(RemoteException.class,
                            e -> assertThat(e.kind()).isEqualTo(RemoteException.Kind.ACCESS));
        }
    }

    private static void publish(Path secret, String version, String content) throws IOException {
        Files.writeString(Files.createDirectory(secret.resolve(version)).resolve("credentials"), content + "\n");
        Path link = Files.createSymbolicLink(secret.resolve("..data_tmp"), Path.of(version));
        Files.move(link, secret.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void authorityThatIsReplacedIsTrustedAtTheNextConnection() throws Exception {
        try (var server = HttpsGitServer.start(root, "git:s3cret");
                var other = HttpsGitServer.start(root, "git:s3cret");
                GitRemote remote = remote(server, login())) {
            Files.writeString(dir.resolve("ca.pem"), other.certificate());
            assertThatThrownBy(remote::fetch).hasMessageContaining("cannot be trusted");

            Files.writeString(dir.resolve("ca.pem"), server.certificate());

            assertThat(remote.fetch()).isEmpty();
        }
    }

    @Test
    void certificateThatHasExpiredIsCalledExpired() throws Exception {
        try (var server = HttpsGitServer.startExpired(root, "git:s3cret"); GitRemote remote = remote(server, login())) {
            assertThatThrownBy(remote::fetch).hasMessageContaining("the server's certificate has expired (NotAfter: ")
                    .message().doesNotContain("TLS_CA_FILE");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 403, 407, 500, 502})
    void pageOfHtmlInPlaceOfAnAnswerIsOneLineOfLimitedLength(int status) throws Exception {
        try (var server = HttpsGitServer.start(root, "git:s3cret"); GitRemote remote = remote(server, login())) {
            server.answer("/content.git/", status, "<html>\n" + "<p>\u001b[2JSign in\n".repeat(20_000));

            assertThatThrownBy(remote::fetch).isInstanceOf(RemoteException.class).message().hasSizeLessThan(1000)
                    .doesNotContain("\n", "\u001b");
        }
    }

    private Path login() throws IOException {
        return Files.writeString(dir.resolve("login"), "git:s3cret");
    }

    private GitRemote remote(HttpsGitServer server, Path credentials) throws Exception {
        Path trusted = Files.writeString(dir.resolve("ca.pem"), server.certificate());
        RemoteOptions options = CommandLine.populateCommand(new RemoteOptions(), "--git-url", server.url("content.git"),
                "--https-credentials-file", credentials.toString(), "--tls-ca-file", trusted.toString());
        options.check();
        return options.remote(store);
    }
}
