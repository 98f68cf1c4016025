package gitdav.webdav.access;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.bcrypt.BCrypt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class UsersTest {

    private static final int COST = 9;

    @TempDir
    private Path dir;
    private Users users;

    @BeforeEach
    void readUsers() throws IOException {
        Path file = Files.writeString(dir.resolve("users"), "bob:" + BCrypt.hashpw("secret", BCrypt.gensalt(COST)));
        users = Users.read(file);
    }

    @Test
    void unknownUserTakesAsLongAsAWrongPassword() {
        // "nobody:secret" and "bob:wrong": the fastest of several, by turns, since other things happen on this machine as well.
        var unknowns = new ArrayList<Duration>();
        var wrongs = new ArrayList<Duration>();
        for (int i = 0; i < 5; i++) {
            unknowns.add(timed("Basic bm9ib2R5OnNlY3JldA=="));
            wrongs.add(timed("Basic Ym9iOndyb25n"));
        }

        Duration unknown = Collections.min(unknowns);
        Duration wrong = Collections.min(wrongs);
        assertThat(unknown).isBetween(wrong.dividedBy(2), wrong.multipliedBy(2));
    }

    @Test
    void rightPasswordIsCheapTheSecondTimeAndAWrongOneNever() {
        String right = "Basic Ym9iOnNlY3JldA==";
        String wrong = "Basic Ym9iOndyb25n";

        assertThat(users.remembered(right)).isEmpty();
        assertThat(users.verify(right)).contains("bob");
        assertThat(users.verify(wrong)).isEmpty();

        assertThat(users.remembered(right)).contains("bob");
        assertThat(users.remembered(wrong)).isEmpty();
    }

    @Test
    void whatIsRememberedStaysSmall() {
        var verified = new VerifiedCredentials();

        IntStream.range(0, 1_500).forEach(number -> verified.remember("Basic " + number, "bob"));

        assertThat(verified.user("Basic 0")).isEmpty();
        assertThat(verified.user("Basic 1499")).contains("bob");
    }

    private Duration timed(String authorization) {
        long begin = System.nanoTime();
        assertThat(users.verify(authorization)).isEmpty();
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
