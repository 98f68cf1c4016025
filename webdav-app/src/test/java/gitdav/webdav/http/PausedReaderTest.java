package gitdav.webdav.http;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// A player that has paused a film, over HTTP and HTTPS.
class PausedReaderTest extends WebdavTest {

    private static final int SIZE = 32 * 1024 * 1024;

    @TempDir
    private static Path keys;
    private static SelfSigned selfSigned;

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeAll
    static void makeKey() throws Exception {
        selfSigned = SelfSigned.of("EC", keys);
        Files.writeString(keys.resolve("tls.crt"), selfSigned.certificatePem());
        Files.writeString(keys.resolve("tls.key"), selfSigned.keyPem());
    }

    @BeforeEach
    void makeFilmAndListen() throws Exception {
        Files.write(data.resolve("film"), new byte[SIZE]);
        // The first of all requests takes longer than these timeouts on a busy machine.
        assertThat(status("HEAD", "/film")).isEqualTo(200);
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(log);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void getsAllOfItAfterLongerThanASilentClientMayTake(String scheme) throws Exception {
        restartWith(scheme, "--webdav-read-timeout=1s", "--webdav-write-timeout=1m");

        try (Socket reader = reader(scheme)) {
            // Those who send nothing are closed; twice over, and the reader is not among them.
            for (int i = 0; i < 2; i++) {
                try (Socket silent = connect()) {
                    assertThat(silent.getInputStream().read()).isNegative();
                }
            }

            assertThat(received(reader)).isGreaterThan(SIZE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void isCutOffAfterTheWriteTimeoutAndTheLogSaysSo(String scheme) throws Exception {
        restartWith(scheme, "--webdav-read-timeout=1s", "--webdav-write-timeout=1s", "--access-log=true");

        try (Socket reader = reader(scheme)) {
            await().untilAsserted(() -> assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage)
                    .singleElement().asString()
                    .matches("127\\.0\\.0\\.1 - \"GET /film\" 200 \\d+ bytes \\d{3,} ms, broken off"));

            assertThat(received(reader)).isLessThan(SIZE);
        }
    }

    private void restartWith(String scheme, String... settings) throws Exception {
        Stream<String> tls = scheme.equals("http")
                ? Stream.of()
                : Stream.of("--tls-certificate-file=" + keys.resolve("tls.crt"),
                        "--tls-key-file=" + keys.resolve("tls.key"));
        restart(Stream.concat(tls, Stream.of(settings)).toArray(String[]::new));
    }

    /// Asks for the film, and reads nothing of it.
    private Socket reader(String scheme) throws Exception {
        // The first handshakes, too.
        Socket reader = scheme.equals("http")
                ? connect()
                : await().ignoreExceptions().until(this::encrypted, Objects::nonNull);
        write(reader, "GET /film HTTP/1.1\nHost: localhost\nConnection: close\n\n");
        return reader;
    }

    private Socket encrypted() throws Exception {
        var socket = (SSLSocket) selfSigned.trust().getSocketFactory().createSocket("localhost",
                server.uri().getPort());
        socket.startHandshake();
        return socket;
    }

    private static long received(Socket reader) {
        long received = 0;
        try {
            byte[] buffer = new byte[64 * 1024];
            for (int read = 0; read >= 0; read = reader.getInputStream().read(buffer)) {
                received += read;
            }
        } catch (IOException cutOff) {
            return received;
        }
        return received;
    }
}
