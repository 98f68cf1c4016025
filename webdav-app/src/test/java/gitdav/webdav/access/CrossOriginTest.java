package gitdav.webdav.access;

import gitdav.program.Program;
import gitdav.webdav.WebdavApp;
import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.bcrypt.BCrypt;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// What pages of other sites can do to the share by the browser of a user who may use it.
class CrossOriginTest extends WebdavTest {

    private static final String KEEWEB = "https://app.keeweb.info";

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "PROPFIND", "OPTIONS", "POST", "MOVE", "LOCK"})
    void requestOfAnotherSitesPageIsRefusedWhateverTheMethod(String method) throws Exception {
        put("/file", "content");

        assertThat(rawStatus(method, "/file", "Origin: http://evil.example", "Content-Length: 0")).isEqualTo(403);
        assertThat(rawStatus(method, "/file", "Origin: null", "Content-Length: 0")).isEqualTo(403);
        assertThat(rawStatus(method, "/file", "Sec-Fetch-Site: cross-site", "Content-Length: 0")).isEqualTo(403);
        assertThat(rawStatus(method, "/file", "Sec-Fetch-Site: same-site", "Content-Length: 0")).isEqualTo(403);
        assertThat(content("file")).isEqualTo("content");
    }

    @Test
    void requestOfTheSharesOwnPageIsServed() throws Exception {
        String own = server.uri().getHost() + ":" + server.uri().getPort();

        assertThat(send("PUT", "/file", "content", "Origin", "http://" + own).statusCode()).isEqualTo(201);
        assertThat(rawStatus("GET", "/file", "Sec-Fetch-Site: same-origin")).isEqualTo(200);
        assertThat(rawStatus("GET", "/file", "Sec-Fetch-Site: none")).isEqualTo(200);
    }

    @Test
    void pageBehindAProxyIsTheSharesOwn() throws Exception {
        put("/file", "content");

        assertThat(rawStatus("DELETE", "/file", "Origin: https://share.example.org",
                "X-Forwarded-Host: share.example.org")).isEqualTo(204);
    }

    @Test
    void linkOnAnotherSiteIsFollowedAndNothingIsEmbeddedThere() throws Exception {
        put("/file", "content");

        assertThat(rawStatus("GET", "/file", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate",
                "Sec-Fetch-Dest: document")).isEqualTo(200);
        assertThat(rawStatus("GET", "/file", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate",
                "Sec-Fetch-Dest: iframe")).isEqualTo(403);
        assertThat(rawStatus("GET", "/file", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors",
                "Sec-Fetch-Dest: image")).isEqualTo(403);
    }

    @Test
    void preflightOfAnAllowedOriginNeedsNoPassword() throws Exception {
        restartWithUser("--webdav-cors-origins=https://other.example," + KEEWEB);

        String answer = sendRaw("""
                OPTIONS /file HTTP/1.1
                Host: localhost
                Origin: https://app.keeweb.info
                Access-Control-Request-Method: PROPFIND
                Access-Control-Request-Headers: authorization,depth
                Connection: close

                """);

        assertThat(answer).startsWith("HTTP/1.1 204").contains("Access-Control-Allow-Origin: " + KEEWEB + "\r\n",
                "Access-Control-Allow-Headers: authorization,depth\r\n", "PROPFIND", "Vary: Origin\r\n");
        assertThat(rawStatus("OPTIONS", "/file", "Origin: " + KEEWEB)).isEqualTo(401);
    }

    @Test
    void pageOfAnAllowedOriginMayDoWhatItsUserMay() throws Exception {
        restartWithUser("--webdav-cors-origins=" + KEEWEB);
        Files.writeString(data.resolve("file"), "content");

        assertThat(sendRaw("GET /file HTTP/1.1\nHost: localhost\nOrigin: %s\nSec-Fetch-Site: cross-site\n"
                .formatted(KEEWEB) + "Authorization: %s\nConnection: close\n\n".formatted(basic("bob", "secret")[1])))
                .startsWith("HTTP/1.1 200")
                .contains("Access-Control-Allow-Origin: " + KEEWEB, "Expose-Headers: ", "content");
        // Without the header, a page could not even tell that it was refused.
        assertThat(sendRaw("GET /file HTTP/1.1\nHost: localhost\nOrigin: " + KEEWEB + "\nConnection: close\n\n"))
                .startsWith("HTTP/1.1 401").contains("Access-Control-Allow-Origin: " + KEEWEB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://app.keeweb.info.evil.example", "http://app.keeweb.info", "https://keeweb.info",
            "https://app.keeweb.info:8443", "null", "https://APP.keeweb.info"})
    void onlyExactlyTheSameOriginIsAllowed(String origin) throws Exception {
        restart("--webdav-cors-origins=" + KEEWEB);

        String answer = sendRaw("OPTIONS / HTTP/1.1\nHost: localhost\nOrigin: %s\n".formatted(origin)
                + "Access-Control-Request-Method: PUT\nConnection: close\n\n");

        assertThat(answer).startsWith("HTTP/1.1 403").doesNotContain("Access-Control-Allow");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "null", "app.keeweb.info", "https://app.keeweb.info/", "https://app.keeweb.info:443",
            "https://*.keeweb.info", "HTTPS://app.keeweb.info"})
    void whatNoBrowserSendsAsAnOriginIsAWrongSetting(String origin) {
        assertThat(Program.run(new WebdavApp(), Map.of("DATA_DIR", data.toString(), "PORT", "0", "WEBDAV_CORS_ORIGINS",
                origin))).isEqualTo(2);
    }

    private void restartWithUser(String setting) throws Exception {
        Path users = Files.writeString(data.resolveSibling("users"),
                "bob:" + BCrypt.hashpw("secret", BCrypt.gensalt(4)));
        restart("--webdav-users-file=" + users, setting);
    }
}
