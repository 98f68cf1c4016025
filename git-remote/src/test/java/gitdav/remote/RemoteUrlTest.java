package gitdav.remote;

import gitdav.servers.SshKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RemoteUrlTest {

    private static final SshKey KEY = SshKey.generate();

    @ParameterizedTest
    @ValueSource(strings = {"ssh://git@host/path.git", "ssh://git@host:2222/path.git", "git@host:path.git",
            "git@host:~user/path.git", "ssh://git@host/~user/a@b.git", "https://host/path.git",
            "https://host:8443/~user/path", "ssh://git@[::1]:2222/path.git", "https://127.0.0.1:65535/path",
            "https://my_host-1.example.org/path", "file:///backup/content.git",
            "/backup/content.git", "/back~up/con@tent.git"})
    void urlWithoutKeyStaysAsItIs(String url) throws IOException {
        RemoteUrl parsed = RemoteUrl.parse(url);

        assertThat(parsed).hasToString(url);
        assertThat(parsed.key()).isEmpty();
        assertThat(parsed.kind()).isEqualTo(url.contains("git@")
                ? RemoteUrl.Kind.SSH
                : url.startsWith("https") ? RemoteUrl.Kind.HTTPS : RemoteUrl.Kind.FOLDER);
    }

    @Test
    void keyIsCutOutOfBothSshForms() throws IOException {
        for (String key : new String[]{KEY.base64(), KEY.base64().replace("=", ""),
                KEY.base64().replace('+', '-').replace('/', '_'),
                URLEncoder.encode(KEY.base64(), StandardCharsets.UTF_8)}) {
            assertThat(RemoteUrl.parse("git~" + key + "@host:path.git")).hasToString("git@host:path.git")
                    .extracting(url -> publicKey(url)).isEqualTo(KEY.pair().getPublic());
            assertThat(RemoteUrl.parse("ssh://git~" + key + "@host:22/path.git"))
                    .hasToString("ssh://git@host:22/path.git")
                    .extracting(url -> publicKey(url)).isEqualTo(KEY.pair().getPublic());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "content.git", "host:path", "ssh://host", "ssh://git@host/", "https://host",
            "https://host/", "https:///path", "http://host/path.git",
            "git://host/path.git", "ftp://host/x", "ssh://", "file://", "file:content.git", "git@host:",
            "ssh://git@:22/x",
            "ssh://git@host:port/x", "ssh://git@host:0/x", "ssh://git@host:65536/x", "https://host:99999/x",
            "https://host:99999999999/x", "https://ho|st/x", "git@ho|st:x", "ssh://git@[::1/x", "s3://ho|st/x",
            "\u0000"})
    void anythingElseIsRefusedWithWhatIsExpected(String url) {
        assertThatThrownBy(() -> RemoteUrl.parse(url)).isInstanceOf(IOException.class)
                .hasMessageContaining("expected ssh://git@HOST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssh://git~KEY@host/path.git", "git~KEY@host:path.git", "git~KEY@host", "git~KEY",
            "ssh://git~KEY", "https://git~KEY@host/x", "ssh://git~KEY@/x", "git~KEY@ho st:x", "~KEY@host:x"})
    void noErrorEverQuotesTheKey(String form) {
        String broken = KEY.base64().replace("A", "!");
        for (String key : new String[]{KEY.base64(), broken, KEY.base64().substring(0, 100)}) {
            try {
                RemoteUrl.parse(form.replace("KEY", key));
            } catch (IOException e) {
                assertThat(e.getMessage()).doesNotContain(key.substring(0, 12), key.substring(60, 72));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"https://s3cret@host/x, s3cret", "https://user:s3cret@host:8443/x, user:s3cret",
            "https://:s3cret@host/x, :s3cret", "https://user@host/x@y, user",
            "https://user:p@ss@host/x, user:p@ss"})
    void loginIsCutOutOfAnHttpsUrl(String url, String login) throws IOException {
        RemoteUrl parsed = RemoteUrl.parse(url);

        assertThat(parsed.login()).contains(login);
        assertThat(parsed.toString()).matches("https://host(:8443)?/x(@y)?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://user:s3cret@host/x", "https://user:s3cret@host", "https://s3cret@/x",
            "https://user:s3cret@ho st/x", "ftp://user:s3cret@host/x", "https://s3cret@a@/x",
            "https://user:s3cret@host:port/x", "user:s3cret@host/r.git", "https:/user:s3cret@host/r.git",
            "https:user:s3cret@host/r.git", "https//user:s3cret@host/r.git", "//user:s3cret@host/r.git",
            "me@example.org:s3cret@host/r.git", "htps://user:s3cret@host/x", "https://host:s3cret@/x", "s3cret",
            "git@s3cret", "s3://key:s3cret@bucket/x", "s3:/s3cret/x", "ssh://git:s3cret/x@host/y",
            "ssh://git@host:s3cret/x", "s3cret@host/x", "HTTPS://user:s3cret@host /x", "https:\\\\user:s3cret@host\\x"})
    void noErrorEverQuotesThePassword(String url) {
        assertThatThrownBy(() -> RemoteUrl.parse(url)).message().doesNotContain("s3cret");
    }

    @Test
    void urlThatIsRefusedIsShownByItsShape() {
        assertThatThrownBy(() -> RemoteUrl.parse("user:s3cret@host/r.git"))
                .hasMessageStartingWith("'***:***@***/***' is not a remote");
        assertThatThrownBy(() -> RemoteUrl.parse("https:/user:s3cret@host/r.git"))
                .hasMessageStartingWith("'https:/***:***@***/***' is not a remote");
    }

    @Test
    void unencryptedProtocolsAreRefusedWithTheReason() {
        assertThatThrownBy(() -> RemoteUrl.parse("git://host/x")).hasMessageContaining("git:// has neither encryption");
        assertThatThrownBy(() -> RemoteUrl.parse("http://host/x")).hasMessageContaining("http:// would send");
    }

    @Test
    void brokenKeyIsNamedAsTheCause() {
        assertThatThrownBy(() -> RemoteUrl.parse("git~%%%@host:path")).hasMessageContaining("not base64");
        assertThatThrownBy(() -> RemoteUrl.parse("git~aGVsbG8@host:path")).hasMessageContaining("not a private key");
        assertThatThrownBy(() -> RemoteUrl.parse("git~@host:path")).hasMessageContaining("not a private key");
    }

    @Test
    void loginThatIsNotPercentEncodedIsRefusedAndNotQuoted() {
        assertThatThrownBy(() -> RemoteUrl.parse("https://user:s3cret%zz@host/x"))
                .isInstanceOf(IOException.class).hasMessageContaining("write % as %25").hasNoCause()
                .message().doesNotContain("s3cret", "zz");
    }

    private static PublicKey publicKey(RemoteUrl url) {
        try {
            return url.key().orElseThrow().pair(Optional.empty()).getPublic();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
