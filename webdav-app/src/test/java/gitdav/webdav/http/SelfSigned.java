package gitdav.webdav.http;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A key and a certificate for "localhost" that vouches for itself, made by the JDK's keytool.
record SelfSigned(PrivateKey key, X509Certificate certificate) {

    private static final char[] PASSWORD = "changeit".toCharArray();

    /// @param algorithm `RSA` or `EC`
    static SelfSigned of(String algorithm, Path folder) throws Exception {
        Path file = Files.createTempDirectory(folder, "key").resolve("store.p12");
        Process keytool = new ProcessBuilder(System.getProperty("java.home") + "/bin/keytool",
                "-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC", "-genkeypair", "-alias", "key", "-keyalg", algorithm,
                "-keysize", algorithm.equals("EC") ? "256" : "2048", "-dname",
                "CN=localhost", "-ext", "san=dns:localhost", "-keystore", file.toString(), "-storepass",
                new String(PASSWORD)).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool: " + output);
        }
        try (InputStream in = Files.newInputStream(file)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD);
            return new SelfSigned((PrivateKey) store.getKey("key", PASSWORD),
                    (X509Certificate) store.getCertificate("key"));
        }
    }

    /// TLS for a client that trusts nobody else.
    SSLContext trust() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("trusted", certificate);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    String certificatePem() throws GeneralSecurityException {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    /// PKCS#8, as most have it today.
    String keyPem() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    /// As openssl used to write it: PKCS#1 for RSA, SEC 1 for a key on the curve P-256.
    String legacyKeyPem() {
        if (key instanceof ECPrivateKey ec) {
            String number = "%064x".formatted(new BigInteger(1, ec.getS().toByteArray()));
            return pem("EC PRIVATE KEY", HexFormat.of()
                    .parseHex("30310201010420" + number + "a00a06082a8648ce3d030107"));
        }
        byte[] pkcs8 = key.getEncoded();
        int pkcs1Begins = 26;
        return pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, pkcs1Begins, pkcs8.length));
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(bytes) + "\n-----END " + what + "-----\n";
    }
}
