package gitdav.servers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A key and a certificate for this machine that vouches for itself, made by the JDK's keytool.
record Certificate(KeyStore store) {

    private static final String PASSWORD = "changeit";
    private static final String ALIAS = "server";

    /// Makes a new one.
    ///
    /// @param folder for a file that nobody needs later
    static Certificate selfSigned(Path folder) throws IOException {
        Path file = Files.createTempDirectory(folder, "key").resolve("store.p12");
        Command.run(System.getProperty("java.home") + "/bin/keytool", "-genkeypair", "-alias", ALIAS, "-keyalg", "EC",
                "-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1", "-keystore", file.toString(),
                "-storepass", PASSWORD);
        try (InputStream in = Files.newInputStream(file)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            return new Certificate(store);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /// What a server needs to use it.
    SSLContext context() throws IOException {
        try {
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD.toCharArray());
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /// What a client needs to trust it.
    String pem() throws IOException {
        try {
            var lines = Base64.getMimeEncoder(64, new byte[]{'\n'});
            String base64 = new String(lines.encode(store.getCertificate(ALIAS).getEncoded()),
                    StandardCharsets.US_ASCII);
            return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
