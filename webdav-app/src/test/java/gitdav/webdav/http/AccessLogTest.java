package gitdav.webdav.http;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import gitdav.program.TextLine;
import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.security.crypto.bcrypt.BCrypt;

import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class AccessLogTest extends WebdavTest {

    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(log);
    }

    @Test
    void everyRequestIsALineWithWhoWhatAndHow() throws Exception {
        restart("--access-log=true");
        put("/a%20file", "12345");
        send("GET", "/a%20file", "");
        rawStatus("GET", "/a%2Fb");
        rawStatus("GET", "/../b");
        rawStatus("GET", "/a%00");
        server.close();

        // A line is written once its answer is sent, when the next request may be on its way.
        assertThat(lines()).satisfiesExactlyInAnyOrder(
                line -> assertThat(line).matches("127\\.0\\.0\\.1 - \"PUT /a%20file\" 201 0 bytes \\d+ ms"),
                line -> assertThat(line).matches("127\\.0\\.0\\.1 - \"GET /a%20file\" 200 5 bytes \\d+ ms"),
                line -> assertThat(line).matches("127\\.0\\.0\\.1 - \"GET /a%2Fb\" 400 \\d+ bytes \\d+ ms"),
                line -> assertThat(line).matches("127\\.0\\.0\\.1 - \"GET /\\.\\./b\" 400 \\d+ bytes \\d+ ms"),
                line -> assertThat(line).matches("127\\.0\\.0\\.1 - \"GET /a%00\" 400 \\d+ bytes \\d+ ms"));
    }

    @Test
    void answerThatBrokeOffIsSaidToHave() throws Exception {
        restart("--access-log=true");
        Files.write(data.resolve("film"), new byte[32 * 1024 * 1024]);
        try (Socket reader = connect()) {
            write(reader, "GET /film HTTP/1.1\nHost: localhost\n\n");
            assertThat(reader.getInputStream().read()).isEqualTo('H');
        }

        await().untilAsserted(() -> assertThat(lines()).singleElement().asString()
                .matches("127\\.0\\.0\\.1 - \"GET /film\" 200 \\d+ bytes \\d+ ms, broken off"));
    }

    @Test
    void userIsNamedOnceThePasswordWasRight() throws Exception {
        Path users = Files.writeString(data.resolveSibling("users"), "bob:" + BCrypt.hashpw("x", BCrypt.gensalt(4)));
        restart("--access-log=true", "--webdav-users-file=" + users);
        status("GET", "/", basic("bob", "x"));
        status("GET", "/", basic("bob", "x"));
        status("GET", "/", basic("bob", "wrong"));
        server.close();

        assertThat(lines()).extracting(line -> line.substring(0, line.indexOf(" bytes")).replaceAll("\\d+$", "n"))
                .containsExactlyInAnyOrder("127.0.0.1 bob \"GET /\" 200 n", "127.0.0.1 bob \"GET /\" 200 n",
                        "127.0.0.1 - \"GET /\" 401 n");
    }

    @Test
    void pathCannotBreakOutOfItsLine() throws Exception {
        restart("--access-log=true");
        for (String path : List.of("/a%0d%0ab", "/a\" 200", "/a\u0085b", "/a\\\"b", "/ü")) {
            sendRaw("GET " + path + " HTTP/1.1\nHost: localhost\nConnection: close\n\n");
        }
        server.close();

        assertThat(log.list).filteredOn(event -> event.getLoggerName().equals("gitdav.access")).hasSize(5)
                .extracting(new TextLine()::doLayout).allMatch(line -> line.lines().count() == 1)
                .extracting(line -> line.strip().replaceFirst("^\\S+ +INFO +", ""))
                .allMatch(
                        line -> line.matches(
                                "127\\.0\\.0\\.1 - \"(GET|BAD) ([^\"\\\\]|\\\\.)*\" 40[04] \\d+ bytes \\d+ ms"));
    }

    @Test
    void nothingIsLoggedUnlessAskedFor() throws Exception {
        status("GET", "/");
        server.close();

        assertThat(lines()).isEmpty();
    }

    private List<String> lines() {
        return log.list.stream().filter(event -> event.getLoggerName().equals("gitdav.access"))
                .map(ILoggingEvent::getFormattedMessage).toList();
    }
}
