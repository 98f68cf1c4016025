package gitdav.webdav.http;

import gitdav.program.SettingsException;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// TLS for the share, with the certificate of two PEM files, whichever version of them is the newest that can be used.
public final class Tls {

    private static final Logger LOG = LoggerFactory.getLogger(Tls.class);

    /// Strict-Transport-Security ([RFC 6797](https://www.rfc-editor.org/rfc/rfc6797)): what browsers remember.
    private static final Duration HTTPS_ONLY_FOR = Duration.ofDays(365);

    private final PemFiles pem;
    private final SslContextFactory.Server context = new SslContextFactory.Server();

    private Tls(PemFiles pem) throws SettingsException {
        this.pem = pem;
        try {
            context.setKeyStore(pem.read());
            context.setKeyStorePassword("");
        } catch (IOException wrong) {
            throw new SettingsException(wrong.getMessage());
        }
    }

    /// The certificate, followed by those that vouch for it, and its key.
    ///
    /// @throws SettingsException if the files cannot be used
    public static Tls of(Path certificate, Path key) throws SettingsException {
        return new Tls(new PemFiles(certificate, key));
    }

    /// The two files.
    public List<Path> files() {
        return List.of(pem.certificate(), pem.key());
    }

    /// What a request over TLS is checked for, and answered.
    ///
    /// The names in the certificate are the client's business. Jetty would refuse a request whose Host is none of them, which
    /// is what a proxy sends that encrypts on its way here.
    static SecureRequestCustomizer customizer() {
        return new SecureRequestCustomizer(false, false, HTTPS_ONLY_FOR.toSeconds(), false);
    }

    SslConnectionFactory over(HttpConnectionFactory http) {
        return new SslConnectionFactory(context, http.getProtocol());
    }

    /// New connections get the new certificate, those that there are keep theirs.
    public void reload() {
        try {
            var store = pem.read();
            context.reload(_ -> context.setKeyStore(store));
            LOG.info("the certificate has changed: {}", pem.certificate());
        } catch (Exception wrong) {
            LOG.error("{}; the certificate of before remains in use", wrong.getMessage());
        }
    }
}
