package gitdav.remote.https;

import gitdav.remote.RemoteException;
import gitdav.servers.HttpsGitServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Against native git over https: who gets in, and how.
@Tag("long")
class HttpsLoginTest extends HttpsFixture {

    @ParameterizedTest
    @ValueSource(strings = {"git:" + PASSWORD, "git:" + PASSWORD + "\n"})
    void nameAndPasswordFromAFileLetUsIn(String credentials) throws Exception {
        assertPushes(server.url("content.git"), "--https-credentials-file", file(credentials));
    }

    @Test
    void passwordFromAFileGoesWithTheNameInTheUrl() throws Exception {
        assertPushes(server.url("content.git").replace("//", "//git@"), "--https-credentials-file", file(PASSWORD));
    }

    @Test
    void loginInTheUrlIsDecoded() throws Exception {
        assertPushes(server.url("content.git").replace("//", "//git:s3cret%2Fp%40ss%3Aword@"));
    }

    @Test
    void tokenAloneIsEnough() throws Exception {
        server.close();
        server = HttpsGitServer.start(dir.resolve("remotes"), "git:t0ken_x");

        assertPushes(server.url("content.git"), "--https-credentials-file", file("t0ken_x"));
        assertPushes(server.url("content.git").replace("//", "//t0ken_x@"));
    }

    @Test
    void redirectIsFollowedWithinOneServer() throws Exception {
        server.redirect("/moved/", server);

        assertPushes(server.url("moved/content.git"), "--https-credentials-file", file("git:" + PASSWORD));
    }

    @Test
    void passwordIsNotSentToAnotherServer() throws Exception {
        try (var other = HttpsGitServer.start(dir.resolve("remotes"), "git:" + PASSWORD)) {
            server.redirect("/moved/", other);
            Path both = Files.writeString(dir.resolve("both.pem"), server.certificate() + other.certificate());

            assertThatThrownBy(() -> remote(server.url("moved/content.git"), "--https-credentials-file",
                    file("git:" + PASSWORD), "--tls-ca-file", both.toString()).fetch())
                    .hasMessageContaining("does not accept");
            assertThat(other.lastLogin()).isEqualTo("null");
        }
    }

    @Test
    void wrongPasswordIsNamedAndNotQuoted() {
        assertThatThrownBy(() -> remote(server.url("content.git"), "--https-credentials-file", file("git:wr0ng"))
                .fetch()).isInstanceOf(RemoteException.class).hasMessageContaining("HTTPS_CREDENTIALS_FILE")
                .message().doesNotContain("wr0ng");
        assertThatThrownBy(() -> remote(server.url("content.git")).fetch())
                .hasMessageContaining("HTTPS_CREDENTIALS_FILE");
    }

    @Test
    void loginThatMayNotPushIsNamed() throws Exception {
        server.becomeReadOnly();

        assertThatThrownBy(() -> remote(server.url("content.git"), "--https-credentials-file",
                file("git:" + PASSWORD)).push()).hasMessageContaining("may only read")
                .isInstanceOfSatisfying(RemoteException.class,
                        e -> assertThat(e.kind()).isEqualTo(RemoteException.Kind.READ_ONLY));
    }
}
