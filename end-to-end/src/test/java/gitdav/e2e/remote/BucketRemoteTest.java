package gitdav.e2e.remote;

import gitdav.servers.S3Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;

/// A bucket of an S3 store.
@Tag("long")
class BucketRemoteTest extends RemoteSuite {

    private S3Server server;

    @BeforeEach
    void start() throws IOException {
        server = S3Server.start(dir.resolve("s3"), "backup");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Override
    Map<String, String> settings() throws IOException {
        return settings(server.credentials());
    }

    @Override
    Map<String, String> withoutAccess() throws IOException {
        var settings = new HashMap<>(settings(server.credentials().replace(S3Server.SECRET_KEY, "another")));
        settings.put("expected", "check S3_CREDENTIALS_FILE");
        return settings;
    }

    private Map<String, String> settings(String credentials) throws IOException {
        return Map.of("GIT_URL", "s3://backup/share", "S3_ENDPOINT", server.endpoint(), "S3_PATH_STYLE", "true",
                "S3_CREDENTIALS_FILE",
                Files.writeString(dir.resolve("credentials " + credentials.hashCode()), credentials).toString());
    }
}
