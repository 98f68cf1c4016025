package gitdav.webdav.http;

import de.dentrassi.crypto.pem.PemKeyStoreProvider;
import gitdav.program.Failure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collections;

/// A certificate and its private key as certificate authorities and Kubernetes' `tls` Secrets have them: two PEM files.
///
/// @param certificate the server's certificate, followed by those that vouch for it
/// @param key RSA or EC, not encrypted
record PemFiles(Path certificate, Path key) {

    private static final char[] NO_PASSWORD = new char[0];

    /// Reads both.
    ///
    /// @throws IOException if one of them cannot be used, or they do not belong together; the message names file and
    ///         setting, and has nothing of the key in it
    KeyStore read() throws IOException {
        Certificate[] chain = chain();
        PrivateKey privateKey = privateKey();
        try {
            if (!belongTogether(privateKey, chain[0].getPublicKey())) {
                throw new IOException("TLS_KEY_FILE: the key in " + key + " is not the one of the certificate in "
                        + certificate + " (TLS_CERTIFICATE_FILE)");
            }
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("share", privateKey, NO_PASSWORD, chain);
            return store;
        } catch (GeneralSecurityException unusable) {
            throw new IOException("TLS_KEY_FILE: cannot use the key in " + key + " for TLS", unusable);
        }
    }

    private Certificate[] chain() throws IOException {
        try (InputStream pem = Files.newInputStream(certificate)) {
            var chain = CertificateFactory.getInstance("X.509").generateCertificates(pem)
                    .toArray(Certificate[]::new);
            if (chain.length > 0) {
                return chain;
            }
        } catch (CertificateException notPem) {
            // It is none, then.
        } catch (IOException unreadable) {
            throw new IOException("TLS_CERTIFICATE_FILE: cannot read " + certificate + ": "
                    + Failure.reason(unreadable));
        }
        throw new IOException("TLS_CERTIFICATE_FILE: there is no certificate in " + certificate);
    }

    private PrivateKey privateKey() throws IOException {
        try (InputStream pem = Files.newInputStream(key)) {
            var store = KeyStore.getInstance("PEM", new PemKeyStoreProvider());
            store.load(pem, NO_PASSWORD);
            for (String alias : Collections.list(store.aliases())) {
                if (store.getKey(alias, NO_PASSWORD) instanceof PrivateKey found) {
                    return found;
                }
            }
        } catch (FileSystemException unreadable) {
            throw new IOException("TLS_KEY_FILE: cannot read " + key + ": " + Failure.reason(unreadable));
        } catch (IOException | GeneralSecurityException | RuntimeException notPem) {
            // It is none, then. What the library says of it might quote it.
        }
        throw new IOException("TLS_KEY_FILE: there is no RSA or EC private key in " + key
                + " that is neither encrypted nor preceded by anything else");
    }

    private static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey)
            throws GeneralSecurityException {
        if (!privateKey.getAlgorithm().equals(publicKey.getAlgorithm())) {
            return false;
        }
        var signature = Signature.getInstance("SHA256with" + (privateKey.getAlgorithm().equals("EC")
                ? "ECDSA"
                : privateKey.getAlgorithm()));
        signature.initSign(privateKey);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        return signature.verify(signed);
    }
}
