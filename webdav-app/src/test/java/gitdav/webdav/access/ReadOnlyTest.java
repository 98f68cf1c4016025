package gitdav.webdav.access;

import gitdav.program.SettingsException;
import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.bcrypt.BCrypt;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReadOnlyTest extends WebdavTest {

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "MKCOL", "COPY", "MOVE", "PROPPATCH", "LOCK", "UNLOCK"})
    void nothingIsChangedInAShareForReading(String method) throws Exception {
        restart("--webdav-read-only=true");
        Files.writeString(data.resolve("file"), "x");

        var answer = send(method, "/file", "", "Destination", "/other");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo("You may only read here\n");
        assertThat(namesIn(data)).containsExactly(".gitdav", "file");
        assertThat(content("file")).isEqualTo("x");
    }

    @Test
    void readingGoesOnAndOptionsOffersNothingElse() throws Exception {
        restart("--webdav-read-only=true");
        Files.writeString(data.resolve("file"), "x");

        assertThat(send("GET", "/file", "").body()).isEqualTo("x");
        assertThat(status("PROPFIND", "/", "Depth", "1")).isEqualTo(207);
        assertThat(send("OPTIONS", "/file", "").headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS, PROPFIND");
    }

    @Test
    void onlyTheNamedUsersMayOnlyRead() throws Exception {
        restart("--webdav-users-file=" + users(), "--webdav-read-only-users=guest , visitor");

        assertThat(send("PUT", "/file", "x", basic("alice", "secret")).statusCode()).isEqualTo(201);
        assertThat(send("PUT", "/file", "y", basic("guest", "secret")).statusCode()).isEqualTo(403);
        assertThat(send("GET", "/file", "", basic("visitor", "secret")).body()).isEqualTo("x");
        assertThat(allowed("alice")).contains("PUT", "DELETE");
        assertThat(allowed("guest")).isEqualTo("GET, HEAD, OPTIONS, PROPFIND");
    }

    @Test
    void readerWhoIsNoUserIsAWrongSetting() throws Exception {
        Path users = users();

        assertThatThrownBy(() -> start("--webdav-users-file=" + users, "--webdav-read-only-users=guest,gast"))
                .isInstanceOf(SettingsException.class)
                .hasMessage("WEBDAV_READ_ONLY_USERS: [gast] are not in " + users);
        assertThatThrownBy(() -> start("--webdav-read-only-users=guest")).isInstanceOf(SettingsException.class)
                .hasMessageContaining("WEBDAV_USERS_FILE, which is not set");
    }

    private Path users() throws Exception {
        String hash = BCrypt.hashpw("secret", BCrypt.gensalt(4));
        return Files.writeString(data.resolveSibling("users"),
                "alice:%1$s\nguest:%1$s\nvisitor:%1$s\n".formatted(hash));
    }

    private String allowed(String user) throws Exception {
        return send("OPTIONS", "/file", "", basic(user, "secret")).headers().firstValue("Allow").orElseThrow();
    }
}
