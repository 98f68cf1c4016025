package gitdav.remote.ssh;

import gitdav.remote.GitRemote;
import gitdav.remote.RemoteException;
import gitdav.remote.RemoteOptions;
import gitdav.servers.Command;
import gitdav.servers.OpenSsh;
import gitdav.volume.store.GitStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What becomes of the words of an OpenSSH server that lets us in, and does not hand out the repository; and of a key that
/// is replaced.
class ServersWordsTest {

    @TempDir
    private Path dir;
    private Path key;
    private Path repository;
    private GitStore store;

    @BeforeEach
    void repositoryAndKey() throws IOException {
        Assumptions.assumeTrue(OpenSsh.isThere() || "required".equals(System.getProperty("containers")),
                "no /usr/sbin/sshd on this machine; -Dcontainers=required makes that an error");
        repository = dir.resolve("content.git");
        Command.run("git", "init", "--quiet", "--bare", repository.toString());
        key = newKey("key");
        store = GitStore.open(dir.resolve("git"), "main");
    }

    @AfterEach
    void closeStore() {
        if (store != null) {
            store.close();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            echo 'Your account is suspended.' >&2; exit 1    | Your account is suspended.
            echo 'This account is currently not available.'; exit 1 | This account is currently not available.
            printf 'one\\ntwo\\033[2J\\r\\n' >&2; exit 128     | one; two?[2J
            echo 'ERROR: no shell for you' >&2; exit 0       | ERROR: no shell for you
            """)
    void refusalIsSaidInTheServersWords(String command, String words) throws Exception {
        try (OpenSsh server = server(command); GitRemote remote = remote(server)) {
            assertThatThrownBy(remote::fetch).hasMessageEndingWith("; the server says: " + words)
                    .message().doesNotContain("check the path");
        }
    }

    @Test
    void refusalIsAMatterOfAccess() throws Exception {
        try (OpenSsh server = server("echo 'Your account is suspended.' >&2; exit 1");
                GitRemote remote = remote(server)) {
            assertThatThrownBy(remote::fetch).isInstanceOfSatisfying(RemoteException.class,
                    e -> assertThat(e.kind()).isEqualTo(RemoteException.Kind.ACCESS));
        }
    }

    @Test
    void shellThatGreetsBeforeTheProtocolIsQuoted() throws Exception {
        try (OpenSsh server = server("echo Welcome to the machine; eval $SSH_ORIGINAL_COMMAND");
                GitRemote remote = remote(server)) {
            assertThatThrownBy(remote::fetch).hasMessageEndingWith("the server says: Welcome to the machine");
        }
    }

    @Test
    void wordsWithoutEndAreBounded() throws Exception {
        try (OpenSsh server = server("head -c 300000 /dev/zero | tr '\\0' 'x' >&2; exit 1");
                GitRemote remote = remote(server)) {
            assertThatThrownBy(remote::fetch).message().hasSizeLessThan(1000).contains("the server says: xxx");
        }
    }

    @Test
    void wordsBesideAProtocolThatWorksAreNoTrouble() throws Exception {
        try (OpenSsh server = server("echo 'Maintenance on Sunday' >&2; eval $SSH_ORIGINAL_COMMAND");
                GitRemote remote = remote(server)) {
            assertThat(remote.fetch()).isEmpty();
        }
    }

    @Test
    void repositoryThatIsMissingIsStillNamedAsThat() throws Exception {
        try (OpenSsh server = server("eval $SSH_ORIGINAL_COMMAND");
                GitRemote remote = remote(server.url(dir.resolve("no-such.git")), server)) {
            assertThatThrownBy(remote::fetch).hasMessageContaining("there is no such repository; check the path")
                    .isInstanceOfSatisfying(RemoteException.class,
                            e -> assertThat(e.kind()).isEqualTo(RemoteException.Kind.MISSING));
        }
    }

    @Test
    void serverWithAnAddressOfIpv6IsReached() throws Exception {
        try (OpenSsh server = OpenSsh.start(Files.createDirectory(dir.resolve("sshd")), "::1",
                List.of(Files.readString(Path.of(key + ".pub")))); GitRemote remote = remote(server)) {
            assertThat(remote.fetch()).isEmpty();
        }
    }

    @Test
    void keyThatIsReplacedIsUsedAtTheNextConnection() throws Exception {
        Path second = newKey("second");
        try (OpenSsh server = OpenSsh.start(Files.createDirectory(dir.resolve("sshd")),
                List.of(Files.readString(Path.of(second + ".pub")))); GitRemote remote = remote(server)) {
            assertThatThrownBy(remote::fetch).hasMessageContaining("does not accept the deploy key");

            Files.move(second, key, StandardCopyOption.REPLACE_EXISTING);
            assertThat(remote.fetch()).isEmpty();

            Files.delete(key);
            assertThatThrownBy(remote::fetch).hasMessageContaining("cannot be used any more: " + key)
                    .hasMessageContaining("SSH_KEY_FILE");
        }
    }

    private OpenSsh server(String command) throws Exception {
        Path script = Files.writeString(dir.resolve("command"), command + "\n");
        return OpenSsh.start(Files.createDirectory(dir.resolve("sshd")),
                List.of("command=\"sh " + script + "\" " + Files.readString(Path.of(key + ".pub"))));
    }

    private GitRemote remote(OpenSsh server) throws Exception {
        return remote(server.url(repository), server);
    }

    private GitRemote remote(String url, OpenSsh server) throws Exception {
        Path knownHosts = Files.writeString(dir.resolve("known_hosts"), server.knownHost());
        RemoteOptions options = CommandLine.populateCommand(new RemoteOptions(), "--git-url", url, "--ssh-key-file",
                key.toString(), "--ssh-known-hosts-file", knownHosts.toString());
        options.check();
        return options.remote(store);
    }

    private Path newKey(String name) throws IOException {
        Command.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", dir.resolve(name).toString());
        return dir.resolve(name);
    }
}
