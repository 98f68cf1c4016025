package gitdav.remote.ssh;

import gitdav.remote.GitRemote;
import gitdav.remote.RemoteException;
import gitdav.remote.RemoteOptions;
import gitdav.servers.Command;
import gitdav.servers.OpenSsh;
import gitdav.volume.DataVolume;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Every kind of key that `ssh-keygen` makes, against the machine's own OpenSSH and git.
@Tag("long")
class OpenSshTest {

    @TempDir
    private Path dir;
    private GitStore store;
    private Path repository;

    @BeforeEach
    void repositoryWithOneCommit() throws IOException {
        Assumptions.assumeTrue(OpenSsh.isThere() || "required".equals(System.getProperty("containers")),
                "no /usr/sbin/sshd on this machine; -Dcontainers=required makes that an error");
        repository = dir.resolve("content.git");
        try (var theirs = GitStore.open(repository, "main")) {
            var files = new DataVolume(Files.createDirectory(dir.resolve("files")));
            Files.writeString(files.root().resolve("a"), "a");
            theirs.commit(Snapshotter.take(files, theirs, theirs.headTree()).tree(), new PersonIdent("test", "test"),
                    "first\n");
        }
        store = GitStore.open(dir.resolve("git"), "main");
    }

    @AfterEach
    void closeStore() {
        if (store != null) {
            store.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-t ed25519", "-t ecdsa -b 256", "-t ecdsa -b 384", "-t ecdsa -b 521", "-t rsa -b 3072",
            "-t rsa -b 3072 -m PEM", "-t rsa -b 2048 -m PKCS8", "-t ecdsa -b 256 -m PEM"})
    void keyOfEveryKindWorksAsAFileAndInTheUrl(String kind) throws Exception {
        Path key = generate(kind, "");
        Path withoutLastNewline = Files.writeString(dir.resolve("stripped"), Files.readString(key).strip());
        try (OpenSsh server = server(key)) {
            assertFetches(server, "--git-url", server.url(repository), "--ssh-key-file", key.toString());
            assertFetches(server, "--git-url", server.url(repository), "--ssh-key-file", withoutLastNewline.toString());
            assertFetches(server, "--git-url", withKey(server, key));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-t ed25519", "-t ecdsa -b 256", "-t rsa -b 3072", "-t rsa -b 3072 -m PEM"})
    void keyWithAPassphraseWorks(String kind) throws Exception {
        Path key = generate(kind, "correct horse");
        Path passphrase = Files.writeString(dir.resolve("passphrase"), "correct horse\n");
        try (OpenSsh server = server(key)) {
            assertFetches(server, "--git-url", server.url(repository), "--ssh-key-file", key.toString(),
                    "--ssh-key-passphrase-file", passphrase.toString());
            assertFetches(server, "--git-url", withKey(server, key), "--ssh-key-passphrase-file",
                    passphrase.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-t ed25519", "-t rsa -b 2048 -m PEM"})
    void wrongOrMissingPassphraseIsASettingsErrorThatNamesTheSetting(String kind) throws Exception {
        Path key = generate(kind, "correct horse");
        Path wrong = Files.writeString(dir.resolve("wrong"), "incorrect horse");

        assertThatThrownBy(() -> options("--git-url=git@host:path", "--ssh-key-file", key.toString()).check())
                .hasMessageContaining("protected by a passphrase: set SSH_KEY_PASSPHRASE_FILE");
        assertThatThrownBy(() -> options("--git-url=git@host:path", "--ssh-key-file", key.toString(),
                "--ssh-key-passphrase-file", wrong.toString()).check())
                .hasMessageContaining("the passphrase in SSH_KEY_PASSPHRASE_FILE does not open it")
                .message().doesNotContain("horse");
    }

    @Test
    void passphraseInPkcs8IsRefusedWithWhatToDo() throws Exception {
        Path key = generate("-t rsa -b 2048 -m PKCS8", "correct horse");

        assertThatThrownBy(() -> options("--git-url=git@host:path", "--ssh-key-file", key.toString()))
                .hasMessageContaining("ssh-keygen -p -f FILE");
        Command.run("ssh-keygen", "-p", "-q", "-P", "correct horse", "-N", "", "-f", key.toString());
        options("--git-url=git@host:path", "--ssh-key-file", key.toString()).check();
    }

    @ParameterizedTest
    @CsvSource({"aes128-gcm@openssh.com, ''", "aes256-gcm@openssh.com, Ciphers -aes128-gcm@openssh.com",
            "chacha20-poly1305@openssh.com, Ciphers -aes*"})
    void quickestCipherThatTheServerHasIsUsed(String cipher, String setting) throws Exception {
        Path key = generate("-t ed25519", "");
        Path folder = Files.createDirectory(dir.resolve("sshd"));
        try (OpenSsh server = OpenSsh.start(folder, List.of(Files.readString(Path.of(key + ".pub"))), "LogLevel DEBUG",
                setting)) {
            assertFetches(server, "--git-url", withKey(server, key));

            assertThat(folder.resolve("sshd.log")).content().contains("client->server cipher: " + cipher,
                    "server->client cipher: " + cipher);
        }
    }

    @Test
    void pushIsInTheRepositoryWhenItReturns() throws Exception {
        Path key = generate("-t ed25519", "");
        try (OpenSsh server = server(key); GitRemote remote = remote(server, "--git-url", withKey(server, key))) {
            remote.fetch();
            store.takeRemoteHistory();
            var commit = store.commit(store.headTree().orElseThrow(), new PersonIdent("test", "test"), "second\n");

            remote.push();

            assertThat(Command.run("git", "--git-dir", repository.toString(), "rev-parse", "main").strip())
                    .isEqualTo(commit.name());
        }
    }

    @Test
    void keyThatMayOnlyReadIsNamed() throws Exception {
        Path key = generate("-t ed25519", "");
        // What hosts do with a deploy key without the right to write: whatever is not a fetch ends at once.
        String onlyFetches = "command=\"case $SSH_ORIGINAL_COMMAND in git-upload-pack*) eval $SSH_ORIGINAL_COMMAND;;"
                + " *) echo read only >&2; exit 1;; esac\" ";
        try (OpenSsh server = OpenSsh.start(Files.createDirectory(dir.resolve("sshd")),
                List.of(onlyFetches + Files.readString(Path.of(key + ".pub"))));
                GitRemote remote = remote(server, "--git-url", withKey(server, key))) {
            remote.fetch();
            store.takeRemoteHistory();
            store.commit(store.headTree().orElseThrow(), new PersonIdent("test", "test"), "second\n");

            assertThatThrownBy(remote::push).hasMessageContaining("may only read").isInstanceOfSatisfying(
                    RemoteException.class, e -> assertThat(e.kind()).isEqualTo(RemoteException.Kind.READ_ONLY));
        }
    }

    private void assertFetches(OpenSsh server, String... settings) throws Exception {
        try (GitRemote remote = remote(server, settings)) {
            assertThat(remote.fetch()).isPresent();
            store.forgetRemote();
        }
    }

    private GitRemote remote(OpenSsh server, String... settings) throws Exception {
        Path knownHosts = Files.writeString(dir.resolve("known_hosts"), server.knownHost());
        List<String> all = new ArrayList<>(List.of(settings));
        all.addAll(List.of("--ssh-known-hosts-file", knownHosts.toString()));
        RemoteOptions options = options(all.toArray(String[]::new));
        options.check();
        return options.remote(store);
    }

    private static RemoteOptions options(String... settings) {
        return CommandLine.populateCommand(new RemoteOptions(), settings);
    }

    private String withKey(OpenSsh server, Path key) throws IOException {
        String base64 = Base64.getEncoder().encodeToString(Files.readAllBytes(key));
        return server.url(repository).replaceFirst("@", "~" + base64 + "@");
    }

    private OpenSsh server(Path key) throws Exception {
        return OpenSsh.start(Files.createDirectory(dir.resolve("sshd")),
                List.of(Files.readString(Path.of(key + ".pub"))));
    }

    private Path generate(String kind, String passphrase) throws IOException {
        Path key = dir.resolve("key");
        List<String> command = new ArrayList<>(List.of("ssh-keygen", "-q", "-N", passphrase, "-f", key.toString()));
        command.addAll(List.of(kind.split(" ", -1)));
        Command.run(command.toArray(String[]::new));
        return key;
    }
}
