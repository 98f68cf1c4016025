package gitdav.remote;

import gitdav.servers.Command;
import gitdav.servers.HttpsGitServer;
import gitdav.servers.OpenSsh;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// A repository of native git whose objects have names that we do not write is left as it is, however it is reached.
class UnknownFormatTest {

    private static final String REASON = "sha256, which gitdav does not know";

    @TempDir
    private Path dir;
    private Path repository;
    private GitStore store;

    @BeforeEach
    void storeWithACommit() throws IOException {
        repository = Files.createDirectory(dir.resolve("remotes")).resolve("content.git");
        Command.run("git", "init", "--quiet", "--bare", "--object-format=sha256", "--initial-branch=main",
                repository.toString());
        store = GitStore.open(dir.resolve("git"), "main");
        try (ObjectInserter inserter = store.repository().newObjectInserter()) {
            var tree = inserter.insert(new TreeFormatter());
            inserter.flush();
            store.commit(tree, new PersonIdent("test", "test"), "test\n");
        }
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void inAFolder(boolean hasACommit) throws Exception {
        assertRefused(hasACommit, "--git-url=" + repository.toUri());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void behindHttps(boolean hasACommit) throws Exception {
        try (var server = HttpsGitServer.start(dir.resolve("remotes"), "git:s3cret")) {
            Path certificate = Files.writeString(dir.resolve("ca.pem"), server.certificate());
            assertRefused(hasACommit, "--git-url=" + server.url("content.git").replace("//", "//git:s3cret@"),
                    "--tls-ca-file=" + certificate);
        }
    }

    /// A server says nothing of an empty repository to who fetches, but to who pushes.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void behindSsh(boolean hasACommit) throws Exception {
        Assumptions.assumeTrue(OpenSsh.isThere() || "required".equals(System.getProperty("containers")),
                "no /usr/sbin/sshd on this machine; -Dcontainers=required makes that an error");
        Path key = dir.resolve("key");
        Command.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
        try (var server = OpenSsh.start(Files.createDirectory(dir.resolve("sshd")),
                List.of(Files.readString(Path.of(key + ".pub"))))) {
            Path knownHosts = Files.writeString(dir.resolve("known_hosts"), server.knownHost());
            assertRefused(hasACommit, "--git-url=" + server.url(repository), "--ssh-key-file=" + key,
                    "--ssh-known-hosts-file=" + knownHosts);
        }
    }

    @Test
    void repositoryThatWeMakeIsKnownToUs() throws Exception {
        Path ours = dir.resolve("remotes/ours.git");
        try (GitRemote remote = remote("--git-url=" + ours.toUri())) {
            assertThat(remote.createIfMissing()).isTrue();
            assertThat(remote.fetch()).isEmpty();
            remote.push();
        }
        assertThat(Command.run("git", "--git-dir", ours.toString(), "rev-parse", "main").strip())
                .isEqualTo(store.head().orElseThrow().name());
    }

    private void assertRefused(boolean hasACommit, String... settings) throws Exception {
        if (hasACommit) {
            String tree = Command.run("git", "--git-dir", repository.toString(), "mktree").strip();
            String commit = Command.run("git", "--git-dir", repository.toString(), "-c", "user.name=t", "-c",
                    "user.email=t", "commit-tree", "-m", "theirs", tree).strip();
            Command.run("git", "--git-dir", repository.toString(), "update-ref", Constants.R_HEADS + "main", commit);
        }
        List<String> before = files();
        try (GitRemote remote = remote(settings)) {
            boolean isSilent = !hasACommit && settings[0].startsWith("--git-url=ssh:");
            if (!isSilent) {
                assertThatThrownBy(remote::fetch).hasMessageContaining(REASON);
            }
            assertThatThrownBy(remote::push).hasMessageContaining(REASON).isInstanceOfSatisfying(RemoteException.class,
                    e -> assertThat(e.kind()).isEqualTo(RemoteException.Kind.FORMAT));
        }
        assertThat(files()).isEqualTo(before);
        assertThat(store.remoteHead()).isEmpty();
    }

    private GitRemote remote(String... settings) throws Exception {
        RemoteOptions options = CommandLine.populateCommand(new RemoteOptions(), settings);
        options.check();
        return options.remote(store);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(repository)) {
            return files.map(Path::toString).sorted().toList();
        }
    }
}
