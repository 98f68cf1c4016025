package gitdav.servers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.stream.Stream;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A key and a certificate for this machine that vouches for itself, made by the JDK's keytool.
record Certificate(KeyStore store) {

    private static final String PASSWORD = "changeit";
    private static final String ALIAS = "server";
    private static final String AUTHORITY = "authority";

    /// Makes a new one.
    ///
    /// @param folder for a file that is not needed later
    static Certificate selfSigned(Path folder) throws IOException {
        Path file = Files.createTempDirectory(folder, "key").resolve("store.p12");
        keytool("-genkeypair", "-alias", ALIAS, "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
                "san=dns:localhost,ip:127.0.0.1", "-keystore", file.toString());
        return read(file);
    }

    private static Certificate read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            return new Certificate(store);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /// Makes a certificate that has expired, and that an authority of its own vouches for.
    ///
    /// @param folder for files that are not needed later
    static Certificate expired(Path folder) throws IOException {
        Path keys = Files.createTempDirectory(folder, "key");
        String file = keys.resolve("store.p12").toString();
        String request = keys.resolve("request").toString();
        String signed = keys.resolve("signed.pem").toString();
        keytool("-genkeypair", "-alias", AUTHORITY, "-keyalg", "EC", "-dname", "CN=authority", "-ext", "bc:c",
                "-keystore", file);
        keytool("-genkeypair", "-alias", ALIAS, "-keyalg", "EC", "-dname", "CN=localhost", "-keystore", file);
        keytool("-certreq", "-alias", ALIAS, "-file", request, "-keystore", file);
        keytool("-gencert", "-alias", AUTHORITY, "-startdate", "-10d", "-validity", "5", "-ext",
                "san=dns:localhost,ip:127.0.0.1", "-rfc", "-infile", request, "-outfile", signed, "-keystore", file);
        keytool("-importcert", "-alias", ALIAS, "-file", signed, "-keystore", file);
        return read(Path.of(file));
    }

    /// It lives for a moment, in which the optimising compiler takes more than it saves.
    private static void keytool(String... arguments) throws IOException {
        Command.run(Stream.of(Stream.of(System.getProperty("java.home") + "/bin/keytool", "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC"), Stream.of(arguments), Stream.of("-storepass", PASSWORD)).flatMap(all -> all)
                .toArray(String[]::new));
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
            var chain = store.getCertificateChain(ALIAS);
            String base64 = new String(lines.encode(chain[chain.length - 1].getEncoded()),
                    StandardCharsets.US_ASCII);
            return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
