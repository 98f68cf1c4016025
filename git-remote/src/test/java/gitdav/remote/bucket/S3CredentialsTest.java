package gitdav.remote.bucket;

import gitdav.remote.GitRemote;
import gitdav.remote.RemoteOptions;
import gitdav.servers.S3Server;
import gitdav.volume.store.GitStore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("long")
class S3CredentialsTest {

    @TempDir
    private Path dir;

    @Test
    void credentialsThatAreReplacedAreUsedAtTheNextRequest() throws Exception {
        try (var server = S3Server.start(dir.resolve("s3"), "backup");
                var store = GitStore.open(dir.resolve("git"), "main")) {
            Path file = Files.writeString(dir.resolve("credentials"),
                    server.credentials().replace(S3Server.SECRET_KEY, "0ther-than-the-right-one"));
            RemoteOptions options = CommandLine.populateCommand(new RemoteOptions(), "--git-url=s3://backup/share",
                    "--s3-endpoint=" + server.endpoint(), "--s3-path-style=true", "--s3-credentials-file=" + file);
            options.check();
            try (GitRemote remote = options.remote(store)) {
                assertThatThrownBy(remote::fetch).hasMessageContaining("does not accept the credentials");

                Files.writeString(file, server.credentials());
                assertThat(remote.fetch()).isEmpty();

                Files.writeString(file, "s3cret");
                assertThatThrownBy(remote::fetch).hasMessageContaining(file.toString())
                        .hasMessageContaining("check S3_CREDENTIALS_FILE").message().doesNotContain("s3cret");
            }
        }
    }
}
