package gitdav.e2e.remote;

import gitdav.servers.Command;
import gitdav.servers.HttpsGitServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Native git over https, with a certificate that only our own authority vouches for.
@Tag("long")
class HttpsRemoteTest extends RemoteSuite {

    private static final String LOGIN = "somebody:s3cret-password";

    private HttpsGitServer server;

    @BeforeEach
    void start() throws IOException {
        Path root = Files.createDirectory(dir.resolve("remotes"));
        Command.run("git", "init", "--quiet", "--bare", "--initial-branch=main",
                root.resolve("content.git").toString());
        server = HttpsGitServer.start(root, LOGIN);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    Map<String, String> settings() throws IOException {
        return Map.of("GIT_URL", server.url("content.git"), "HTTPS_CREDENTIALS_FILE", file("credentials", LOGIN),
                "TLS_CA_FILE", file("ca.pem", server.certificate()));
    }

    @Override
    Map<String, String> withoutAccess() throws IOException {
        return Map.of("GIT_URL", server.url("content.git"), "HTTPS_CREDENTIALS_FILE", file("wrong", "somebody:else"),
                "TLS_CA_FILE", file("ca.pem", server.certificate()), "expected", "check HTTPS_CREDENTIALS_FILE");
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(dir.resolve(name), content).toString();
    }
}
