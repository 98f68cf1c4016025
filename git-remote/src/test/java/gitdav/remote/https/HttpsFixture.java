package gitdav.remote.https;

import gitdav.remote.GitRemote;
import gitdav.remote.RemoteOptions;
import gitdav.servers.Command;
import gitdav.servers.HttpsGitServer;
import gitdav.volume.DataVolume;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/// A store with a commit, an empty repository of native git over https, and the remote between them.
abstract class HttpsFixture {

    static final String PASSWORD = "s3cret/p@ss:word";

    @TempDir
    Path dir;
    GitStore store;
    HttpsGitServer server;
    ObjectId commit;

    @BeforeEach
    void serverWithAnEmptyRepository() throws IOException {
        Path root = Files.createDirectory(dir.resolve("remotes"));
        Command.run("git", "init", "--quiet", "--bare", "--initial-branch=main",
                root.resolve("content.git").toString());
        server = HttpsGitServer.start(root, "git:" + PASSWORD);
        store = GitStore.open(dir.resolve("git"), "main");
        // More than JGit keeps in memory before it sends.
        commit(random(3 << 20));
    }

    void commit(byte[] content) throws IOException {
        var files = new DataVolume(Files.createDirectories(dir.resolve("files")));
        Files.write(files.root().resolve("large"), content);
        ObjectId tree = Snapshotter.take(files, store, store.headTree()).tree();
        commit = store.commit(tree, new PersonIdent("test", "test"), "test\n");
    }

    @AfterEach
    void stopServer() {
        server.close();
        store.close();
    }

    void assertPushes(String url, String... settings) throws Exception {
        try (GitRemote remote = remote(url, settings)) {
            remote.fetch();
            remote.push();
            store.forgetRemote();
            assertThat(remote.fetch()).contains(commit);
        }
        assertThat(Command.run("git", "--git-dir", dir.resolve("remotes/content.git").toString(), "rev-parse", "main"))
                .startsWith(commit.name());
        Command.run("git", "--git-dir", dir.resolve("remotes/content.git").toString(), "update-ref", "-d",
                "refs/heads/main");
        store.forgetRemote();
    }

    GitRemote remote(String url, String... settings) throws Exception {
        List<String> all = new ArrayList<>(List.of("--git-url", url));
        if (!List.of(settings).contains("--tls-ca-file")) {
            all.addAll(List.of("--tls-ca-file", file(server.certificate())));
        }
        all.addAll(List.of(settings));
        return plainRemote(all.toArray(String[]::new));
    }

    GitRemote plainRemote(String... settings) throws Exception {
        RemoteOptions options = CommandLine.populateCommand(new RemoteOptions(), settings);
        options.check();
        return options.remote(store);
    }

    String file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(dir, "setting", null), content).toString();
    }

    static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}
