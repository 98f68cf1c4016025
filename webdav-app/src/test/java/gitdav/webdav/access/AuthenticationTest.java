package gitdav.webdav.access;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import gitdav.program.Program;
import gitdav.webdav.WebdavApp;
import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.security.crypto.bcrypt.BCrypt;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class AuthenticationTest extends WebdavTest {

    /// Made by `htpasswd -nbB -C 4 alice geheim-ü`.
    private static final String ALICE = "alice:$2y$04$wb8M6Zt4u6vBfiodm8EYFulzFP3UfMzVvstAhVVZCmDbGSQ5c6QF2";
    /// Made by glibc's crypt, of "secret".
    private static final String BOB = "bob:$2b$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW";
    private static final String CAROL = BOB.replace("bob:$2b$", "carol:$2a$");

    private Path users;

    @BeforeEach
    void startServerWithUsers() throws Exception {
        users = data.resolveSibling("users");
        Files.writeString(users, "# the users\n\n" + ALICE + "\n" + BOB + "\r\n" + CAROL + "\n");
        restart("--webdav-users-file=" + users);
        Files.writeString(data.resolve("file"), "content");
    }

    @Test
    void nameAndPasswordOpenTheShare() throws Exception {
        assertThat(send("GET", "/file", "", basic("alice", "geheim-ü")).body()).isEqualTo("content");
        assertThat(send("PUT", "/new", "x", basic("bob", "secret")).statusCode()).isEqualTo(201);
        assertThat(status("GET", "/new", basic("carol", "secret"))).isEqualTo(200);
    }

    @Test
    void anUnknownClientIsAskedForNameAndPasswordInUtf8() throws Exception {
        var answer = send("GET", "/file", "");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .contains("Basic realm=\"gitdav\", charset=\"UTF-8\"");
        assertThat(answer.body()).isEqualTo("This share asks for a name and a password\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /file", "GET /absent", "GET /.gitdav/id", "OPTIONS /", "OPTIONS *",
            "PROPFIND /", "DELETE /file", "BREW /file", "PUT /new"})
    void nothingIsLookedAtBeforeThePassword(String request) throws Exception {
        String[] methodAndPath = request.split(" ", 2);

        assertThat(rawStatus(methodAndPath[0], methodAndPath[1])).isEqualTo(401);
        assertThat(rawStatus(methodAndPath[0], methodAndPath[1], "Authorization: " + basic("alice", "wrong")[1]))
                .isEqualTo(401);
        assertThat(namesIn(data)).containsExactly(".gitdav", "file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer x", "Digest username=\"bob\"", "Negotiate abc", "Basic", "Basic ", "Basic !!!",
            "Basic Ym9i", "Basic Og==", "basic", "Basicx Ym9iOnNlY3JldA==", "Basic Ym9iOnNlY3JldA== x", "-"})
    void headerThatIsNoNameAndPasswordIsRefusedLikeNone(String authorization) throws Exception {
        assertThat(rawStatus("GET", "/file", "Authorization: " + authorization)).isEqualTo(401);
    }

    @Test
    void schemeIsReadInAnyCase() throws Exception {
        assertThat(rawStatus("GET", "/file", "Authorization: bAsIc Ym9iOnNlY3JldA==")).isEqualTo(200);
    }

    @Test
    void nameFromAWindowsDomainIsTheNameWithoutIt() throws Exception {
        assertThat(status("GET", "/file", basic("OFFICE\\bob", "secret"))).isEqualTo(200);
        assertThat(status("GET", "/file", basic("OFFICE\\nobody", "secret"))).isEqualTo(401);
    }

    @Test
    void passwordInLatin1IsUnderstoodAsWell() throws Exception {
        assertThat(status("GET", "/file", basic("alice", "geheim-ü", StandardCharsets.ISO_8859_1))).isEqualTo(200);
    }

    @Test
    void rightPasswordOfAnotherUserIsWrong() throws Exception {
        assertThat(status("GET", "/file", basic("bob", "secret"))).isEqualTo(200);
        assertThat(status("GET", "/file", basic("alice", "secret"))).isEqualTo(401);
        assertThat(status("GET", "/file", basic("bob", "secret "))).isEqualTo(401);
        assertThat(status("GET", "/file", basic("bob", ""))).isEqualTo(401);
        assertThat(status("GET", "/file", basic("", "secret"))).isEqualTo(401);
    }

    @Test
    void refusedUploadEndsTheConnectionInsteadOfBeingRead() throws Exception {
        assertThat(sendRaw("PUT /new HTTP/1.1\nHost: localhost\nContent-Length: 1000000\n\nbegin"))
                .startsWith("HTTP/1.1 401").contains("Connection: close");
    }

    @Test
    void clientsThatComeAllAtOnceAreAllServed() {
        var answers = IntStream.range(0, 100).mapToObj(number -> CompletableFuture.supplyAsync(() -> {
            try {
                return status("GET", "/file", number % 2 == 0 ? basic("bob", "secret") : basic("bob", "" + number));
            } catch (Exception failure) {
                throw new AssertionError(failure);
            }
        })).toList();

        for (int i = 0; i < 100; i++) {
            assertThat(answers.get(i).join()).isEqualTo(i % 2 == 0 ? 200 : 401);
        }
    }

    @Test
    void moreGuessesThanCanBeCheckedAreTurnedAway() throws Exception {
        Path costly = Files.writeString(data.resolveSibling("costly"),
                "bob:" + BCrypt.hashpw("secret", BCrypt.gensalt(13)));
        restart("--webdav-users-file=" + costly, "--shutdown-timeout=100ms");
        var guesses = new ArrayList<Socket>();
        for (int i = 0; i < 300; i++) {
            guesses.add(connect());
            write(guesses.getLast(), "GET /file HTTP/1.1\nHost: localhost\nAuthorization: %s\n\n"
                    .formatted(basic("bob", "guess" + i)[1]));
        }

        await().until(() -> guesses.stream().map(AuthenticationTest::answerSoFar)
                .anyMatch(answer -> answer.startsWith("HTTP/1.1 503") && answer.contains("Retry-After: 1")));
        assertThatThrownBy(server::close).hasMessageContaining("SHUTDOWN_TIMEOUT");
        server = start();
        for (Socket guess : guesses) {
            guess.close();
        }
    }

    @Test
    void changedFileIsReadAgain() throws Exception {
        assertThat(status("GET", "/file", basic("bob", "secret"))).isEqualTo(200);

        replaceUsersBy(BOB.replace("bob", "dave"));

        await().until(() -> status("GET", "/file", basic("dave", "secret")) == 200);
        assertThat(status("GET", "/file", basic("bob", "secret"))).isEqualTo(401);
    }

    @Test
    void fileBehindALinkThatIsTurnedIsReadAgain() throws Exception {
        // As Kubernetes does with a Secret: file -> ..data/file, ..data -> the newest version.
        Path secret = Files.createDirectory(data.resolveSibling("secret"));
        Files.writeString(Files.createDirectory(secret.resolve("1")).resolve("users"), BOB);
        Files.writeString(Files.createDirectory(secret.resolve("2")).resolve("users"), BOB.replace("bob", "dave"));
        Files.createSymbolicLink(secret.resolve("..data"), Path.of("1"));
        Path mounted = Files.createSymbolicLink(secret.resolve("users"), Path.of("..data/users"));
        restart("--webdav-users-file=" + mounted);

        Files.createSymbolicLink(secret.resolve("new"), Path.of("2"));
        Files.move(secret.resolve("new"), secret.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

        await().until(() -> status("GET", "/file", basic("dave", "secret")) == 200);
    }

    @Test
    void brokenNewVersionChangesNothingAndIsReported() throws Exception {
        ListAppender<ILoggingEvent> log = listen();

        replaceUsersBy(ALICE + "\nbob:secret\n");

        await().untilAsserted(() -> assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage)
                .anySatisfy(line -> assertThat(line).contains("WEBDAV_USERS_FILE", users.toString(),
                        "line 2 has no bcrypt hash", "the users of before remain").doesNotContain("secret")));
        assertThat(status("GET", "/file", basic("bob", "secret"))).isEqualTo(200);
    }

    @Test
    void everythingThatIsWrongInTheFileIsSaidAtOnceByItsLine() throws Exception {
        replaceUsersBy(
                String.join("\n", ALICE, "no colon", "bob:plain", ":" + BOB.substring(4), "OFFICE\\" + BOB, ALICE,
                        "bob:$2y$31$" + "a".repeat(53), "bob:$apr1$abc$def"));

        assertThatThrownBy(() -> start("--webdav-users-file=" + users)).hasMessageContainingAll(users.toString(),
                "line 2 has no colon", "line 3 has no bcrypt hash", "line 4 has no name", "line 5 has no name",
                "line 6 names a user again", "line 7 has no bcrypt hash of a cost", "line 8 has no bcrypt hash")
                .message().doesNotContain("plain", "$2", "apr1", "line 1 ");
    }

    @Test
    void fileThatCannotBeUsedIsAWrongSetting() throws Exception {
        Path empty = Files.writeString(data.resolveSibling("empty"), "# nobody yet\n");
        for (String file : List.of(empty.toString(), data.resolve("absent").toString(), data.toString())) {
            assertThat(Program.run(new WebdavApp(),
                    Map.of("DATA_DIR", data.toString(), "PORT", "0", "WEBDAV_USERS_FILE", file))).isEqualTo(2);
        }
    }

    @Test
    void passwordsReachNoLog() throws Exception {
        ListAppender<ILoggingEvent> log = listen();
        restart("--webdav-users-file=" + users, "--access-log=true");
        status("GET", "/file", basic("bob", "secret"));
        status("GET", "/file", basic("bob", "guessed-password"));
        rawStatus("GET", "/file", "Authorization: Bearer token-of-mine");
        server.close();

        assertThat(log.list).hasSizeGreaterThanOrEqualTo(3).extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(line -> line.contains("guessed") || line.contains("token-of") || line.contains("$2")
                        || line.contains("Z3Vlc3NlZ"));
        assertThat(new Credentials("bob", "secret").toString()).doesNotContain("secret");
    }

    private static String answerSoFar(Socket socket) {
        try {
            var in = socket.getInputStream();
            return new String(in.readNBytes(in.available()), StandardCharsets.US_ASCII);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private void replaceUsersBy(String content) throws Exception {
        Path next = Files.writeString(users.resolveSibling("users.new"), content);
        Files.move(next, users, StandardCopyOption.ATOMIC_MOVE);
    }

    private static ListAppender<ILoggingEvent> listen() {
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).addAppender(log);
        return log;
    }
}
