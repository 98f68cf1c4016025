package gitdav.webdav.http;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;

/// Requests that are broken in many ways, many at a time. Each gets its refusal, and none gets Jetty to write into the log,
/// which anybody could fill so.
class BrokenRequestsTest extends WebdavTest {

    private static final List<String> TARGETS = List.of("/%zz", "/%00", "/../x", "/a%2fb", "x", "/\u0001", "/a b",
            "http://[::1", "/x#y", "/..;/x");
    private static final List<String> REST = List.of("\n", "Content-Length: 3\n\nabc", "Content-Length: 9\n\nabc",
            "Transfer-Encoding: chunked\n\nzz\n", "Transfer-Encoding: chunked\n\n3\nabc\n", "Bad\u0001: x\n\n",
            ": x\n\n", "Content-Length: x\n\n", "Content-Length: 100000\n\n" + "x".repeat(100_000));

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        root().addAppender(log);
    }

    @AfterEach
    void stopListening() {
        root().detachAppender(log);
    }

    @Test
    void areRefusedWithoutALineOfJettys() throws Exception {
        List<Future<Integer>> answers = new ArrayList<>();
        try (var clients = Executors.newFixedThreadPool(16)) {
            for (String target : TARGETS) {
                for (String method : List.of("PUT", "GET", "MOVE", "CONNECT")) {
                    for (String rest : REST) {
                        String request = "%s %s HTTP/1.1\nHost: localhost\n%s".formatted(method, target, rest);
                        answers.add(clients.submit(() -> status(request)));
                    }
                }
            }
        }

        for (Future<Integer> answer : answers) {
            assertThat(answer.get()).isIn(400, 501);
        }
        assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
    }

    private int status(String request) throws Exception {
        try (Socket socket = connect()) {
            write(socket, request);
            byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 400".length());
            return Integer.parseInt(new String(status, StandardCharsets.US_ASCII).substring("HTTP/1.1 ".length()));
        }
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
