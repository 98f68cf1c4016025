package gitdav.e2e;

import gitdav.servers.GitServer;
import gitdav.servers.SshKey;
import gitdav.volume.store.GitStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/// Our own SSH server, with the key in the URL.
@Tag("long")
class EmbeddedSshRemoteTest extends RemoteSuite {

    private static final SshKey KEY = SshKey.generate();

    private GitServer server;

    @BeforeEach
    void start() throws IOException {
        GitStore.open(dir.resolve("remotes/content.git"), "main").close();
        server = GitServer.start(dir.resolve("remotes"), SshKey.generate(), List.of(KEY));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Override
    Map<String, String> settings() throws IOException {
        return Map.of("GIT_URL", server.url("content.git", KEY), "SSH_KNOWN_HOSTS_FILE",
                Files.writeString(dir.resolve("known_hosts"), server.knownHost()).toString());
    }

    @Override
    Map<String, String> withoutAccess() throws IOException {
        return Map.of("GIT_URL", server.url("content.git", SshKey.generate()), "SSH_HOST_KEYS", "accept-new",
                "expected", "the server does not accept the deploy key");
    }
}
