package gitdav.remote;

import gitdav.servers.Line;
import gitdav.servers.SshKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Against a real SSH server: what each failure says.
class GitRemoteTroubleTest extends GitRemoteFixture {

    @Test
    void unknownHostKeyIsRefusedWithItsFingerprint() {
        assertThatThrownBy(() -> remote(url(), Optional.empty()).fetch()).hasMessageContaining("is not known")
                .hasMessageContaining("ssh-ed25519 SHA256:").hasMessageContaining("SSH_KNOWN_HOSTS_FILE");
    }

    @Test
    void serverThatIsAwayAfterItWasRefusedIsSaidToBeAway() throws IOException {
        try (GitRemote remote = remote(url(), Optional.empty())) {
            assertThatThrownBy(remote::fetch).hasMessageContaining("is not known");
            server.close();

            assertThatThrownBy(remote::fetch).hasMessageContaining("Connection refused").isInstanceOfSatisfying(
                    RemoteException.class, e -> assertThat(e.kind()).isEqualTo(RemoteException.Kind.UNREACHABLE));
        }
    }

    @Test
    void changedHostKeyIsRefusedWithBothFingerprints() throws IOException {
        String before = server.knownHost().replace(HOST_KEY.publicKey(), SshKey.generate().publicKey());

        assertThatThrownBy(() -> remote(url(), known(before)).fetch()).hasMessageContaining("has changed")
                .message().containsPattern("SHA256:.*SHA256:");
    }

    @Test
    void acceptNewRemembersTheServerAndTrustsNoOtherKeyLater() throws IOException {
        acceptNew().fetch();
        Path remembered = store.folder().resolve("known_hosts");
        assertThat(remembered).content().contains(HOST_KEY.publicKey());
        Files.writeString(remembered,
                Files.readString(remembered).replace(HOST_KEY.publicKey(), SshKey.generate().publicKey()));

        assertThatThrownBy(() -> acceptNew().fetch()).hasMessageContaining("has changed");
    }

    @Test
    void wrongKeyIsNamed() {
        String wrong = server.url("content.git", SshKey.generate());

        assertThatThrownBy(() -> remote(wrong, known(server.knownHost())).fetch())
                .hasMessageContaining("ssh://git@127.0.0.1").hasMessageContaining("deploy key");
    }

    @Test
    void missingRepositoryIsNamed() {
        String missing = server.url("no-such.git", DEPLOY_KEY);

        assertThatThrownBy(() -> remote(missing, known(server.knownHost())).fetch()).hasMessageContaining("no-such.git")
                .hasMessageContaining("there is no such repository");
    }

    @Test
    void unknownHostIsNamed() {
        String nowhere = url().replace("127.0.0.1", "no-such-host.invalid");

        assertThatThrownBy(() -> remote(nowhere, Optional.empty()).fetch()).hasMessageContaining("no-such-host.invalid")
                .hasMessageContaining("GIT_URL");
    }

    @Test
    void serverThatIsDownIsNamed() throws IOException {
        String url = url();
        server.close();

        assertThatThrownBy(() -> remote(url, Optional.empty()).fetch()).hasMessageContaining("127.0.0.1")
                .hasMessageContaining("Connection refused");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000})
    void lineThatBreaksBeforeTheLoginIsDoneIsNamed(int afterBytes) throws IOException {
        try (var line = new Line(server.port())) {
            line.cutAfter(afterBytes);
            String url = url().replace(":" + server.port(), ":" + line.port());

            assertThatThrownBy(() -> remote(store, url, "accept-new", Optional.empty()).fetch())
                    .hasMessageEndingWith("the line broke, or the server hung up, before the login was done")
                    .isInstanceOfSatisfying(RemoteException.class,
                            e -> assertThat(e.kind()).isEqualTo(RemoteException.Kind.UNREACHABLE));
        }
    }

    /// What the other end's kernel says if it closes before it has read everything.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void lineThatIsResetBeforeTheLoginIsDoneIsNamed(boolean afterGreeting) throws Exception {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String url = url().replace(":" + server.port(), ":" + listener.getLocalPort());
            var reset = threads.submit(() -> {
                try (Socket client = listener.accept()) {
                    client.setSoLinger(true, 0);
                    if (afterGreeting) {
                        client.getInputStream().read();
                    }
                }
                return true;
            });

            assertThatThrownBy(() -> remote(store, url, "accept-new", Optional.empty()).fetch())
                    .hasMessageEndingWith("the line broke, or the server hung up, before the login was done")
                    .isInstanceOfSatisfying(RemoteException.class,
                            e -> assertThat(e.kind()).isEqualTo(RemoteException.Kind.UNREACHABLE));
            assertThat(reset.get()).isTrue();
        }
    }

    @Test
    @Timeout(30)
    void serverThatSaysNothingIsGivenUp() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = url().replace(":" + server.port(), ":" + silent.getLocalPort());

            assertThatThrownBy(() -> remote(store, url, "strict", Optional.empty(), "--git-timeout", "2s").fetch())
                    .isInstanceOf(RemoteException.class);
        }
    }

    private GitRemote acceptNew() throws IOException {
        return remote(store, url(), "accept-new", Optional.empty());
    }
}
