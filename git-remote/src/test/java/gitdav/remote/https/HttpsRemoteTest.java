package gitdav.remote.https;

import gitdav.remote.GitRemote;
import gitdav.remote.RemoteException;
import gitdav.servers.HttpsGitServer;
import gitdav.servers.Line;
import gitdav.servers.TunnelProxy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/// Against native git over https: the way to the server, and what each failure says.
@Tag("long")
class HttpsRemoteTest extends HttpsFixture {

    @Test
    void proxyIsUsedExceptForTheHostsThatNeedNone() throws Exception {
        try (TunnelProxy proxy = TunnelProxy.start()) {
            assertPushes(server.url("content.git"), "--https-credentials-file", file("git:" + PASSWORD),
                    "--https-proxy", proxy.url());
            int before = proxy.tunnels();
            assertThat(before).isPositive();

            assertPushes(server.url("content.git"), "--https-credentials-file", file("git:" + PASSWORD),
                    "--https-proxy", proxy.url(), "--no-proxy", "example.org,127.0.0.1");
            assertThat(proxy.tunnels()).isEqualTo(before);
        }
    }

    @Test
    void domainsWithoutProxyIncludeTheirHosts() {
        var proxy = new HttpProxy("proxy.example", 3128);

        assertThat(proxy.to("git.example.org", List.of("example.org"))).isEqualTo(Proxy.NO_PROXY);
        assertThat(proxy.to("git.example.org", List.of(" .Example.org"))).isEqualTo(Proxy.NO_PROXY);
        assertThat(proxy.to("git.example.org", List.of("*"))).isEqualTo(Proxy.NO_PROXY);
        assertThat(proxy.to("myexample.org", List.of("example.org", ""))).isNotEqualTo(Proxy.NO_PROXY);
    }

    @Test
    void certificateThatNobodyVouchesForIsRefused() {
        assertThatThrownBy(() -> plainRemote("--git-url", server.url("content.git")).fetch())
                .hasMessageContaining("certificate").hasMessageContaining("TLS_CA_FILE");
    }

    @Test
    void missingRepositoryIsNamed() {
        assertThatThrownBy(() -> remote(server.url("no-such.git"), "--https-credentials-file", file("git:" + PASSWORD))
                .fetch()).hasMessageContaining("there is no such repository");
    }

    @Test
    @Timeout(30)
    void serverThatStopsReadingIsGivenUpAndTheConnectionClosed() throws Exception {
        // More than the buffers on the way hold.
        commit(random(32 << 20));
        try (var line = new Line(server.port())) {
            line.stallAfter(1_000_000);

            assertThatThrownBy(() -> remote(HttpsGitServer.url(line.port(), "content.git"), "--https-credentials-file",
                    file("git:" + PASSWORD), "--git-timeout", "2s").push())
                    .hasMessageContaining("Write timed out after 2,000 ms")
                    .isInstanceOfSatisfying(RemoteException.class,
                            e -> assertThat(e.kind()).isEqualTo(RemoteException.Kind.STALLED));
            await().until(() -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("transfer")));
        }
    }

    @Test
    void lineThatIsSlowTakesLongerThanTheTimeoutAndIsWaitedFor() throws Exception {
        commit(random(16 << 20));
        try (var line = new Line(server.port())) {
            line.throttle(4 << 20);
            long begin = System.nanoTime();

            assertPushes(HttpsGitServer.url(line.port(), "content.git"), "--https-credentials-file",
                    file("git:" + PASSWORD), "--git-timeout", "3s");

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void fetchAsksOnlyOnceWhatTheServerHas() throws Exception {
        try (GitRemote remote = remote(server.url("content.git"), "--https-credentials-file",
                file("git:" + PASSWORD))) {
            remote.push();
            store.forgetRemote();
            int before = server.admitted().size();

            assertThat(remote.fetch()).contains(commit);

            assertThat(server.admitted().subList(before, server.admitted().size()))
                    .filteredOn(path -> path.contains("/info/refs")).hasSize(1);
        }
    }

    @Test
    void settingsThatAreNoneAreRefused() throws IOException {
        assertThatThrownBy(() -> plainRemote("--git-url=https://host/x", "--https-proxy=https://u:s3cret@proxy:1"))
                .hasMessageContaining("is not a proxy").message().doesNotContain("s3cret");
        String garbage = file("garbage");
        assertThatThrownBy(() -> plainRemote("--git-url=https://host/x", "--tls-ca-file", garbage))
                .hasMessageContaining(garbage);
    }
}
