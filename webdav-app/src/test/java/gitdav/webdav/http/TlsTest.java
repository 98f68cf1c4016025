package gitdav.webdav.http;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import gitdav.program.Program;
import gitdav.program.SettingsException;
import gitdav.webdav.WebdavApp;
import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class TlsTest extends WebdavTest {

    @TempDir
    private static Path keys;
    private static SelfSigned rsa;
    private static SelfSigned ec;

    private Path certificate;
    private Path key;

    @BeforeAll
    static void makeKeys() throws Exception {
        rsa = SelfSigned.of("RSA", keys);
        ec = SelfSigned.of("EC", keys);
    }

    @BeforeEach
    void writeFilesAndFile() throws Exception {
        certificate = Files.writeString(data.resolveSibling("tls.crt"), rsa.certificatePem());
        key = Files.writeString(data.resolveSibling("tls.key"), rsa.keyPem());
        Files.writeString(data.resolve("file"), "content");
    }

    @Test
    void shareIsServedOverHttps() throws Exception {
        restartWithTls();

        assertThat(server.uri().getScheme()).isEqualTo("https");
        assertThat(getTrusting(rsa)).isEqualTo("content");
        assertThatThrownBy(() -> getTrusting(ec)).isInstanceOf(IOException.class);
    }

    @Test
    void largeFileIsEncryptedLikeASmallOne() throws Exception {
        String large = "0123456789abcdef".repeat(500_000);
        Files.writeString(data.resolve("file"), large);
        restartWithTls();

        assertThat(getTrusting(rsa)).isEqualTo(large);
    }

    @Test
    void keysAreReadInEveryUsualForm() throws Exception {
        Files.writeString(key, rsa.legacyKeyPem());
        restartWithTls();
        assertThat(getTrusting(rsa)).isEqualTo("content");

        Files.writeString(certificate, ec.certificatePem());
        Files.writeString(key, ec.keyPem());
        restartWithTls();
        assertThat(getTrusting(ec)).isEqualTo("content");

        Files.writeString(key, ec.legacyKeyPem());
        restartWithTls();
        assertThat(getTrusting(ec)).isEqualTo("content");
    }

    @Test
    void renewedCertificateIsTakenOver() throws Exception {
        restartWithTls();

        replaceBy(ec);

        await().ignoreExceptions().until(() -> getTrusting(ec).equals("content"));
    }

    @Test
    void renewedFilesThatDoNotGoTogetherChangeNothingAndAreReported() throws Exception {
        restartWithTls();
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        ((Logger) LoggerFactory.getLogger(Tls.class)).addAppender(log);

        Files.writeString(certificate, ec.certificatePem());

        await().untilAsserted(() -> assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage)
                .anySatisfy(line -> assertThat(line).contains("TLS_KEY_FILE", "is not the one of the certificate",
                        "the certificate of before remains in use")));
        assertThat(getTrusting(rsa)).isEqualTo("content");
    }

    @Test
    void hostThatTheCertificateDoesNotNameIsServed() throws Exception {
        restartWithTls();

        // As a proxy asks that encrypts on its way here, and passes on the name that it is asked for.
        assertThat(getOverTls("share.example.org")).startsWith("HTTP/1.1 200").contains("content");
    }

    @Test
    void browsersAreToldToComeBackByHttpsOnly() throws Exception {
        assertThat(send("GET", "/file", "").headers().firstValue("Strict-Transport-Security")).isEmpty();

        restartWithTls();

        assertThat(getOverTls("localhost")).contains("Strict-Transport-Security: max-age=31536000\r\n");
    }

    private String getOverTls(String host) throws Exception {
        try (var socket = rsa.trust().getSocketFactory().createSocket("localhost", server.uri().getPort())) {
            socket.getOutputStream().write("GET /file HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(host)
                    .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void keyOfAnotherCertificateIsAWrongSetting() throws Exception {
        Files.writeString(key, ec.keyPem());
        assertWrong("TLS_KEY_FILE: the key in " + key + " is not the one of the certificate in " + certificate
                + " (TLS_CERTIFICATE_FILE)");

        Files.writeString(key, SelfSigned.of("RSA", keys).keyPem());
        assertWrong("TLS_KEY_FILE: the key in " + key + " is not the one of the certificate in " + certificate
                + " (TLS_CERTIFICATE_FILE)");
    }

    @Test
    void filesThatAreNeitherCertificateNorKeyAreWrongSettings() throws Exception {
        Files.writeString(key, rsa.certificatePem());
        assertWrong("TLS_KEY_FILE: there is no RSA or EC private key in " + key
                + " that is neither encrypted nor preceded by anything else");
        Files.writeString(key, rsa.keyPem().replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"));
        assertWrong("TLS_KEY_FILE: there is no RSA or EC private key in " + key
                + " that is neither encrypted nor preceded by anything else");
        Files.delete(key);
        assertWrong("TLS_KEY_FILE: cannot read " + key + ": there is no such file or folder");
        Files.writeString(certificate, rsa.keyPem());
        assertWrong("TLS_CERTIFICATE_FILE: there is no certificate in " + certificate);
        Files.delete(certificate);
        assertWrong("TLS_CERTIFICATE_FILE: cannot read " + certificate + ": there is no such file or folder");
    }

    @Test
    void oneFileWithoutTheOtherIsAWrongSetting() {
        assertThatThrownBy(() -> start("--tls-key-file=" + key)).isInstanceOf(SettingsException.class)
                .hasMessage("TLS_CERTIFICATE_FILE is not set: HTTPS takes a certificate and its key");
        assertThatThrownBy(() -> start("--tls-certificate-file=" + certificate)).isInstanceOf(SettingsException.class)
                .hasMessage("TLS_KEY_FILE is not set: HTTPS takes a certificate and its key");
    }

    private void restartWithTls() throws Exception {
        restart("--tls-certificate-file=" + certificate, "--tls-key-file=" + key);
    }

    private void replaceBy(SelfSigned other) throws Exception {
        Path newKey = Files.writeString(key.resolveSibling("new.key"), other.keyPem());
        Path newCertificate = Files.writeString(key.resolveSibling("new.crt"), other.certificatePem());
        Files.move(newKey, key, StandardCopyOption.ATOMIC_MOVE);
        Files.move(newCertificate, certificate, StandardCopyOption.ATOMIC_MOVE);
    }

    private void assertWrong(String message) {
        assertThatThrownBy(() -> start("--tls-certificate-file=" + certificate, "--tls-key-file=" + key))
                .isInstanceOf(SettingsException.class).hasMessage(message);
        assertThat(Program.run(new WebdavApp(), Map.of("DATA_DIR", data.toString(), "PORT", "0", "MANAGEMENT_PORT",
                "0", "TLS_CERTIFICATE_FILE", certificate.toString(), "TLS_KEY_FILE", key.toString()))).isEqualTo(2);
    }

    private String getTrusting(SelfSigned trusted) throws Exception {
        try (var https = HttpClient.newBuilder().sslContext(trusted.trust()).build()) {
            return https.send(HttpRequest.newBuilder(server.uri().resolve("/file")).build(), BodyHandlers.ofString())
                    .body();
        }
    }
}
