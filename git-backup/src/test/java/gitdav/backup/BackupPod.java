package gitdav.backup;

import gitdav.program.Program;
import gitdav.servers.GitServer;
import gitdav.servers.SshKey;
import gitdav.volume.DataVolume;
import gitdav.volume.Marker;
import gitdav.volume.store.GitStore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What git-backup works with, in one folder: an empty data volume as git-init leaves it, its git store, and a real SSH git
/// server with an empty repository.
final class BackupPod {

    private static final SshKey DEPLOY_KEY = SshKey.generate();
    private static final SshKey HOST_KEY = SshKey.generate();

    private final Path dir;
    private final DataVolume volume;
    private GitServer server;

    BackupPod(Path dir) throws IOException {
        this.dir = dir;
        volume = new DataVolume(Files.createDirectory(dir.resolve("data")));
        Marker marker = Marker.fresh();
        volume.mark(marker);
        try (var store = store()) {
            store.bind(marker.volumeId());
        }
        GitStore.open(repository(), "main").close();
        startServer();
    }

    DataVolume volume() {
        return volume;
    }

    GitStore store() throws IOException {
        return GitStore.open(dir.resolve("git"), "main");
    }

    /// The remote's folder.
    Path repository() {
        return dir.resolve("remotes/content.git");
    }

    /// A repository's URL, with the key in it.
    String url(String name) {
        return server.url(name, DEPLOY_KEY);
    }

    void startServer() throws IOException {
        server = GitServer.start(dir.resolve("remotes"), HOST_KEY, List.of(DEPLOY_KEY));
        Files.writeString(dir.resolve("known_hosts"), server.knownHost());
    }

    void stopServer() throws IOException {
        server.close();
    }

    /// A user writes a file.
    void write(String name, String content) throws IOException {
        Path file = volume.root().resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    /// Runs the whole program with `--once`.
    int gitBackup(String... arguments) {
        var environment = Map.of("GIT_URL", url("content.git"), "DATA_DIR", volume.root().toString(), "GIT_STORE",
                dir.resolve("git").toString(), "SSH_KNOWN_HOSTS_FILE", dir.resolve("known_hosts").toString());
        return Program.run(new GitBackup(), environment,
                Stream.concat(Stream.of("--once"), Stream.of(arguments)).toArray(String[]::new));
    }
}
