package gitdav.webdav.access;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.bcrypt.BCrypt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AllowedHostsTest extends WebdavTest {

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:8080", "LOCALHOST", "127.0.0.1:8080", "192.168.1.20", "[::1]:8080",
            "[2001:db8::1]"})
    void addressesAndLocalhostNeedNoSetting(String host) throws Exception {
        assertThat(answerTo(host)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example",
            "nas", "[::1].evil.example"})
    void nameThatAPageMayHavePointedHereIsRefusedWithTheSetting(String host) throws Exception {
        assertThat(answerTo(host)).matches("(?s)HTTP/1.1 4(21|00) .*");
        assertThat(answerTo("evil.example")).contains(
                "This server does not go by the name evil.example: use its IP address, or add the name to WEBDAV_HOSTS");
        assertThat(sendRaw(
                "PUT /new HTTP/1.1\nHost: evil.example\nOrigin: http://evil.example\nX-Forwarded-Host: localhost\n"
                        + "Content-Length: 1\nConnection: close\n\nx"))
                .startsWith("HTTP/1.1 421");
        assertThat(namesIn(data)).doesNotContain("new");
    }

    @Test
    void nameOfTheSettingIsServedInAnyCaseAndAtAnyPort() throws Exception {
        restart("--webdav-hosts=share.example.org, nas");

        assertThat(answerTo("Share.Example.Org:8080")).startsWith("HTTP/1.1 200");
        assertThat(answerTo("nas")).startsWith("HTTP/1.1 200");
        assertThat(answerTo("localhost")).startsWith("HTTP/1.1 200");
        assertThat(answerTo("example.org")).startsWith("HTTP/1.1 421");
    }

    @Test
    void whereThereAreUsersEveryNameIsGoodUnlessNamesAreSet() throws Exception {
        Path users = Files.writeString(data.resolveSibling("users"),
                "bob:" + BCrypt.hashpw("secret", BCrypt.gensalt(4)));

        restart("--webdav-users-file=" + users);
        assertThat(answerTo("share.example.org")).startsWith("HTTP/1.1 401");

        restart("--webdav-users-file=" + users, "--webdav-hosts=share.example.org");
        assertThat(answerTo("share.example.org")).startsWith("HTTP/1.1 401");
        assertThat(answerTo("evil.example")).startsWith("HTTP/1.1 421");
    }

    @Test
    void portIsOpenAtItsAddressOnly() throws Exception {
        InetAddress another = InetAddress.ofLiteral("127.0.0.2");
        assertThatThrownBy(() -> new Socket(another, server.uri().getPort())).isInstanceOf(IOException.class);

        restart("--address=0.0.0.0");

        new Socket(another, server.uri().getPort()).close();
        assertThatThrownBy(() -> start("--address=192.0.2.1")).hasMessageContainingAll("192.0.2.1", "ADDRESS");
    }

    private String answerTo(String host) throws IOException {
        return sendRaw("GET / HTTP/1.1\nHost: " + host + "\nConnection: close\n\n");
    }
}
