package gitdav.e2e.pod;

import gitdav.servers.Command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate for `localhost` that vouches for itself, and its key, made as `docs/access.md` says it.
public record TlsFiles(Path certificate, Path key) {

    /// Makes both in a folder. Skips the test where openssl is missing.
    public static TlsFiles in(Path folder) throws Exception {
        Requirement.present(Files.isExecutable(Path.of("/usr/bin/openssl")), "openssl is not installed");
        var files = new TlsFiles(folder.resolve("tls.crt"), folder.resolve("tls.key"));
        Command.run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-days", "30", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout",
                files.key.toString(), "-out", files.certificate.toString());
        return files;
    }

    /// The settings with which webdav-app speaks HTTPS.
    public Map<String, String> settings() {
        return Map.of("TLS_CERTIFICATE_FILE", certificate.toString(), "TLS_KEY_FILE", key.toString());
    }

    /// TLS for a client that trusts this certificate alone.
    public SSLContext trust() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(certificate)) {
            store.setCertificateEntry("trusted", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
