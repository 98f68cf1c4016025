package gitdav.volume;

import picocli.CommandLine.Option;

import java.util.List;
import java.util.Optional;

/// The settings of remotes that are reached over https.
final class HttpsOptions {

    @Option(names = "--https-credentials-file", paramLabel = "FILE", converter = SecretFile.class,
            description = "for an https remote: a file with a token, or with USER:PASSWORD; if GIT_URL names the user"
                    + " (https://USER@HOST/PATH), with the password alone")
    private String credentials;

    @Option(names = "--https-proxy", paramLabel = "URL", converter = HttpProxy.Converter.class,
            description = "the proxy on the way to an https remote: http://HOST:PORT")
    private HttpProxy proxy;

    @Option(names = "--no-proxy", paramLabel = "HOSTS", split = ",",
            description = "hosts and domains that are reached without that proxy: host,domain.example")
    private List<String> noProxy = List.of();

    @Option(names = "--tls-ca-file", paramLabel = "FILE", converter = CertificateAuthorities.Converter.class,
            description = "certificate authorities to trust besides the usual ones, as a PEM file")
    private CertificateAuthorities authorities;

    /// How to connect to that remote.
    HttpsAccess access(RemoteUrl url) {
        return new HttpsAccess(HttpsLogin.of(url, Optional.ofNullable(credentials)), Optional.ofNullable(authorities),
                Optional.ofNullable(proxy), noProxy);
    }
}
