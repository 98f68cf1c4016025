package gitdav.remote.https;

import gitdav.program.Failure;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Certificate authorities to trust besides those that the Java runtime brings.
///
/// @param file has them, and may be replaced while the program runs
record CertificateAuthorities(Path file) {

    /// What decides whether a server's certificate is good: one of all those authorities vouches for it.
    ///
    /// @throws IOException if the file cannot be read, or has none
    TrustManager[] trust() throws IOException {
        List<Certificate> all = new ArrayList<>(read());
        try {
            for (TrustManager usual : trusting(null)) {
                if (usual instanceof X509TrustManager certificates) {
                    all.addAll(List.of(certificates.getAcceptedIssuers()));
                }
            }
            KeyStore together = KeyStore.getInstance(KeyStore.getDefaultType());
            together.load(null, null);
            for (Certificate authority : all) {
                together.setCertificateEntry(String.valueOf(together.size()), authority);
            }
            return trusting(together);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Collection<? extends Certificate> read() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            var certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new IOException(file + " has no certificate in it");
            }
            return certificates;
        } catch (CertificateException e) {
            throw new IOException(file + " is not a PEM file with certificates", e);
        }
    }

    /// @param authorities null for those of the Java runtime
    private static TrustManager[] trusting(KeyStore authorities) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities);
        return factory.getTrustManagers();
    }

    /// Makes sure that they are in the PEM file of that name.
    static final class Converter implements ITypeConverter<CertificateAuthorities> {
        @Override
        public CertificateAuthorities convert(String text) {
            try {
                var authorities = new CertificateAuthorities(Path.of(text));
                authorities.read();
                return authorities;
            } catch (FileSystemException e) {
                throw new TypeConversionException("cannot read " + text + ": " + Failure.reason(e));
            } catch (IOException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
