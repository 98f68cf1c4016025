package gitdav.remote.https;

import gitdav.program.SecretFile;
import org.eclipse.jgit.api.TransportConfigCallback;
import org.eclipse.jgit.transport.URIish;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManager;

/// The settings of remotes that are reached over https.
public final class HttpsOptions {

    @Option(names = "--https-credentials-file", paramLabel = "FILE", converter = SecretFile.Converter.class,
            description = "for an https remote: a file with a token, or with USER:PASSWORD; if GIT_URL names the user"
                    + " (https://USER@HOST/PATH), with the password alone; read at every connection")
    private SecretFile credentials;

    @Option(names = "--https-proxy", paramLabel = "URL", converter = HttpProxy.Converter.class,
            description = "the proxy on the way to an https remote or an S3 store: http://HOST:PORT")
    private HttpProxy proxy;

    @Option(names = "--no-proxy", paramLabel = "HOSTS", split = ",",
            description = "hosts and domains that are reached without that proxy: host,domain.example")
    private List<String> noProxy = List.of();

    @Option(names = "--tls-ca-file", paramLabel = "FILE", converter = CertificateAuthorities.Converter.class,
            description = "certificate authorities to trust besides the usual ones, as a PEM file")
    private CertificateAuthorities authorities;

    /// How to connect to that remote.
    ///
    /// @param login what its URL says before the host, if it does
    public TransportConfigCallback access(URIish url, Optional<String> login) {
        return new HttpsAccess(() -> HttpsLogin.of(url, login, credentials()), Optional.ofNullable(authorities),
                Optional.ofNullable(proxy), noProxy);
    }

    private Optional<String> credentials() throws IOException {
        return credentials == null ? Optional.empty() : Optional.of(credentials.read());
    }

    /// What decides whether a server's certificate is good; empty for Java's own rule.
    ///
    /// @throws IOException if the file that says so cannot be read any more
    public Optional<TrustManager[]> trust() throws IOException {
        return authorities == null ? Optional.empty() : Optional.of(authorities.trust());
    }

    /// The URL of the proxy on the way to that host, if there is one.
    public Optional<URI> proxyTo(String host) {
        return Optional.ofNullable(proxy).filter(way -> !way.to(host, noProxy).equals(Proxy.NO_PROXY))
                .map(HttpProxy::address);
    }
}
