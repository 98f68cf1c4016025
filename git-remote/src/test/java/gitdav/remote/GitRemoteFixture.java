package gitdav.remote;

import gitdav.servers.GitServer;
import gitdav.servers.SshKey;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A store, a repository on a real SSH server, and the remote between them.
abstract class GitRemoteFixture {

    static final SshKey DEPLOY_KEY = SshKey.generate();
    static final SshKey HOST_KEY = SshKey.generate();

    @TempDir
    Path dir;
    GitStore theirs;
    GitStore store;
    GitServer server;

    @BeforeEach
    void startServer() throws IOException {
        theirs = GitStore.open(dir.resolve("remotes/content.git"), "main");
        store = GitStore.open(dir.resolve("git"), "main");
        server = GitServer.start(dir.resolve("remotes"), HOST_KEY, List.of(DEPLOY_KEY));
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
        store.close();
        theirs.close();
    }

    String url() {
        return server.url("content.git", DEPLOY_KEY);
    }

    GitRemote remote() throws IOException {
        return remote(store);
    }

    GitRemote remote(GitStore local) throws IOException {
        return remote(local, url(), "strict", known(server.knownHost()));
    }

    GitRemote remote(String url, Optional<Path> knownHosts) throws IOException {
        return remote(store, url, "strict", knownHosts);
    }

    static GitRemote remote(GitStore local, String url, String hostKeys, Optional<Path> knownHosts,
            String... more) throws IOException {
        var settings = new ArrayList<>(List.of("--git-url", url, "--ssh-host-keys", hostKeys));
        settings.addAll(List.of(more));
        knownHosts.ifPresent(file -> settings.addAll(List.of("--ssh-known-hosts-file", file.toString())));
        return CommandLine.populateCommand(new RemoteOptions(), settings.toArray(String[]::new)).remote(local);
    }

    Optional<Path> known(String line) throws IOException {
        return Optional.of(Files.writeString(dir.resolve("known_hosts"), line + "\n"));
    }

    static ObjectId commit(GitStore in, String content) throws IOException {
        try (ObjectInserter inserter = in.repository().newObjectInserter()) {
            var tree = new TreeFormatter();
            tree.append("file", FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, Constants.encode(content)));
            ObjectId id = inserter.insert(tree);
            inserter.flush();
            return in.commit(id, new PersonIdent("test", "test"), "test");
        }
    }
}
