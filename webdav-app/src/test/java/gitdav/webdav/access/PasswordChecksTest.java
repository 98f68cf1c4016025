package gitdav.webdav.access;

import gitdav.webdav.WebdavTest;
import io.micrometer.core.instrument.Timer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.bcrypt.BCrypt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// What is, and is not, made of passwords that have to be checked.
class PasswordChecksTest extends WebdavTest {

    @Test
    void twoAuthorizationHeadersAreABadRequest() throws Exception {
        restartWithCost(4);
        String right = "Authorization: " + basic("bob", "secret")[1];

        assertThat(rawStatus("GET", "/", right)).isEqualTo(200);
        assertThat(rawStatus("GET", "/", right, right)).isEqualTo(400);
        assertThat(rawStatus("GET", "/", right, "Authorization: Bearer x")).isEqualTo(400);
    }

    @Test
    void passwordThatBcryptWouldCutIsRefused() throws Exception {
        String longest = "x".repeat(70) + "ü";
        restartWith("bob:" + BCrypt.hashpw(longest, BCrypt.gensalt(4)));

        assertThat(status("GET", "/", basic("bob", longest))).isEqualTo(200);
        var answer = send("GET", "/", "", basic("bob", longest + "more"));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("A password has 72 bytes at most: bcrypt looks at no more\n");
    }

    @Test
    @Tag("long")
    void requestThatIsGoneIsNotComputed() throws Exception {
        restartWithCost(12);
        for (int i = 0; i < 200; i++) {
            try (Socket gone = guess("guess" + i, connect())) {
                gone.setSoLinger(true, 0);
            }
        }
        try (Socket right = guess("secret", connectFrom("127.0.0.1"))) {
            assertThat(answer(right)).startsWith("HTTP/1.1 200");
        }
        // Those of the first second are computed, whether their clients are there or not.
        assertThat(answered(503)).isGreaterThan(answered(401));
    }

    @Test
    @Tag("long")
    void addressWithManyGuessesHoldsUpNoOther() throws Exception {
        restartWithCost(13);
        List<Socket> guesses = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            guesses.add(guess("guess" + i, connect()));
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> guesses.stream().anyMatch(PasswordChecksTest::isAnswered));

        try (Socket right = guess("secret", connectFrom("127.0.0.2"))) {
            assertThat(answer(right)).startsWith("HTTP/1.1 200");
        }
        assertThat(guesses.stream().filter(guess -> !isAnswered(guess)).count()).isGreaterThan(100);
        for (Socket guess : guesses) {
            guess.close();
        }
    }

    @Test
    void requestThatFollowsWhileThePasswordIsCheckedIsAnsweredToo() throws Exception {
        restartWithCost(10);
        Files.writeString(data.resolve("file"), "content");
        String get = "GET /file HTTP/1.1\nHost: localhost\nAuthorization: " + basic("bob", "secret")[1] + "\n";

        assertThat(sendRaw(get + "\n" + get + "\n" + get + "Connection: close\n\n").split("content", -1)).hasSize(4);
    }

    @Test
    void requestThatFollowsOneThatHasWaitedIsAnsweredToo() throws Exception {
        restartWithCost(12);
        List<Socket> guesses = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            guesses.add(guess("guess" + i, connect()));
        }
        String get = "GET / HTTP/1.1\nHost: localhost\nAuthorization: " + basic("bob", "secret")[1] + "\n";
        try (Socket right = connect()) {
            write(right, get + "\n");
            await().atMost(Duration.ofSeconds(60)).until(() -> isAnswered(guesses.get(1)));
            write(right, get + "Connection: close\n\n");

            assertThat(answer(right).split("HTTP/1.1 200", -1)).hasSize(3);
        }
        for (Socket guess : guesses) {
            guess.close();
        }
    }

    private Socket connectFrom(String address) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), server.uri().getPort(), InetAddress.ofLiteral(address), 0);
    }

    private static Socket guess(String password, Socket socket) throws IOException {
        write(socket, "GET / HTTP/1.1\nHost: localhost\nConnection: close\nAuthorization: %s\n\n"
                .formatted(basic("bob", password)[1]));
        return socket;
    }

    private static String answer(Socket socket) throws IOException {
        socket.setSoTimeout(120_000);
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private long answered(int status) {
        return metrics.find("webdav.requests").tag("status", Integer.toString(status)).timers().stream()
                .mapToLong(Timer::count).sum();
    }

    private static boolean isAnswered(Socket socket) {
        try {
            return socket.getInputStream().available() > 0;
        } catch (IOException closed) {
            return true;
        }
    }

    private void restartWithCost(int cost) throws Exception {
        restartWith("bob:" + BCrypt.hashpw("secret", BCrypt.gensalt(cost)));
    }

    private void restartWith(String user) throws Exception {
        restart("--shutdown-timeout=30s",
                "--webdav-users-file=" + Files.writeString(data.resolveSibling("users"), user));
    }
}
