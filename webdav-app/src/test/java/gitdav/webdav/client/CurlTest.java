package gitdav.webdav.client;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.bcrypt.BCrypt;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// curl, as people and scripts call it.
class CurlTest extends WebdavTest {

    private static final String LARGE = "0123456789".repeat(300_000);

    @TempDir
    private Path home;
    private ClientProgram curl;

    @BeforeEach
    void findCurl() throws Exception {
        curl = ClientProgram.require("curl", home);
        Files.writeString(home.resolve("large"), LARGE);
    }

    @Test
    void filesAreUploadedIntoAFolderAndDownloaded() throws Exception {
        assertThat(curl("-X", "MKCOL", url("/folder"))).isEqualTo("201");
        assertThat(curl("-T", "large", url("/folder/"))).isEqualTo("201");
        assertThat(curl("-g", "-T", "large", url("/folder/[1].txt"))).isEqualTo("201");
        assertThat(curl("-o", "back", url("/folder/large"))).isEqualTo("200");

        assertThat(home.resolve("back")).hasContent(LARGE);
        assertThat(namesIn(data.resolve("folder"))).containsExactly("[1].txt", "large");
    }

    @Test
    void downloadIsResumed() throws Exception {
        Files.writeString(data.resolve("file"), LARGE);
        Files.writeString(home.resolve("back"), LARGE.substring(0, 1_000_001));

        assertThat(curl("-C", "-", "-o", "back", url("/file"))).isEqualTo("206");
        assertThat(home.resolve("back")).hasContent(LARGE);
    }

    @Test
    void uploadIsResumed() throws Exception {
        Files.writeString(data.resolve("file"), LARGE.substring(0, 1_000_001));

        assertThat(curl("-C", "1000001", "-T", "large", url("/file"))).isEqualTo("204");
        assertThat(content("file")).isEqualTo(LARGE);
    }

    @Test
    void passwordIsSentOnceItIsAskedFor() throws Exception {
        Path users = Files.writeString(data.resolveSibling("users"),
                "bob:" + BCrypt.hashpw("secret", BCrypt.gensalt(4)));
        restart("--webdav-users-file=" + users);

        assertThat(curl("--anyauth", "-u", "bob:secret", "-T", "large", url("/file"))).isEqualTo("201");
        assertThat(content("file")).isEqualTo(LARGE);
        assertThat(curl("--anyauth", "-u", "bob:wrong", "-T", "large", url("/file"))).endsWith("401");
    }

    private String url(String path) {
        return server.uri().resolve("/") + path.substring(1);
    }

    /// @return the status of the answer
    private String curl(String... arguments) throws Exception {
        var outcome = curl.run(Stream.concat(Stream.of("-sS", "-w", "%{http_code}"), Stream.of(arguments))
                .toArray(String[]::new));
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        return outcome.output();
    }
}
