package gitdav.demo;

import gitdav.servers.GitServer;
import gitdav.servers.SshKey;
import gitdav.volume.DataVolume;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.PersonIdent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The backup's place in the demo: a git server with one repository, which begins with the sample content.
final class SampleRemote implements AutoCloseable {

    private static final String REPOSITORY = "content.git";

    private final GitServer server;
    private final SshKey deployKey;
    private final Path knownHosts;

    private SampleRemote(GitServer server, SshKey deployKey, Path knownHosts) {
        this.server = server;
        this.deployKey = deployKey;
        this.knownHosts = knownHosts;
    }

    /// Where the repository lies, for `git --git-dir`.
    static Path repository(Path folder) {
        return folder.resolve(REPOSITORY);
    }

    /// Starts the server; makes repository and keys if this is the first time.
    ///
    /// @param folder keeps repository and keys from one start to the next
    /// @param content what a new repository begins with
    static SampleRemote start(Path folder, Path content) throws IOException {
        try (GitStore repository = GitStore.open(repository(folder), "main")) {
            if (repository.head().isEmpty()) {
                var tree = Snapshotter.take(new DataVolume(content), repository, Optional.empty()).tree();
                repository.commit(tree, new PersonIdent("demo", "demo@localhost"), "Sample content\n");
            }
        }
        SshKey deployKey = SshKey.keptIn(folder.resolve("deploy-key"));
        GitServer server = GitServer.start(folder, SshKey.keptIn(folder.resolve("host-key")), List.of(deployKey));
        Path knownHosts = Files.writeString(folder.resolve("known_hosts"), server.knownHost() + "\n");
        return new SampleRemote(server, deployKey, knownHosts);
    }

    /// The port on the loopback address.
    int port() {
        return server.port();
    }

    /// The settings with which a git container reaches the repository. The deploy key travels in the URL.
    Map<String, String> settings() {
        return Map.of("GIT_URL", server.url(REPOSITORY, deployKey), "SSH_KNOWN_HOSTS_FILE", knownHosts.toString());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
