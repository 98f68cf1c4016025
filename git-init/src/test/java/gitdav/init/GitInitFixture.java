package gitdav.init;

import gitdav.program.Program;
import gitdav.servers.GitServer;
import gitdav.servers.SshKey;
import gitdav.volume.DataVolume;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// An empty volume, and a remote with content on a real SSH git server.
abstract class GitInitFixture {

    static final SshKey DEPLOY_KEY = SshKey.generate();
    static final SshKey HOST_KEY = SshKey.generate();
    static final PersonIdent AUTHOR = new PersonIdent("test", "test@localhost");
    static final Map<String, String> CONTENT = Map.of("a.txt", "A", "folder/b ü.txt", "B", "folder/deep/c", "C",
            "z", "Z");

    @TempDir
    Path dir;
    DataVolume volume;
    GitServer server;

    @BeforeEach
    void emptyVolumeAndRemoteWithContent() throws IOException {
        volume = new DataVolume(Files.createDirectory(dir.resolve("data")));
        server = GitServer.start(dir.resolve("remotes"), HOST_KEY, List.of(DEPLOY_KEY));
        Files.writeString(dir.resolve("known_hosts"), server.knownHost());
        commitTo("remotes/content.git", CONTENT);
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
    }

    int gitInit(String... arguments) {
        var environment = Map.of("GIT_URL", server.url("content.git", DEPLOY_KEY), "DATA_DIR", volume.root().toString(),
                "GIT_STORE", dir.resolve("git").toString(), "SSH_KNOWN_HOSTS_FILE",
                dir.resolve("known_hosts").toString());
        return Program.run(new GitInit(), environment, arguments);
    }

    /// Makes a commit with exactly these files.
    void commitTo(String store, Map<String, String> files) throws IOException {
        Path folder = Files.createTempDirectory(dir, "content");
        for (var file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        try (var opened = GitStore.open(dir.resolve(store), "main")) {
            ObjectId tree = Snapshotter.take(new DataVolume(folder), opened, Optional.empty()).tree();
            opened.commit(tree, AUTHOR, "test");
        }
    }

    /// The users' files with their content.
    Map<String, String> files() throws IOException {
        var files = new TreeMap<String, String>();
        try (Stream<Path> paths = Files.walk(volume.root())) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                String name = volume.root().relativize(path).toString();
                if (!name.startsWith(".gitdav")) {
                    files.put(name, Files.readString(path));
                }
            }
        }
        return files;
    }
}
