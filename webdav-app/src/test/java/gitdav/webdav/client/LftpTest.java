package gitdav.webdav.client;

import gitdav.webdav.WebdavTest;
import gitdav.webdav.client.ClientProgram.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

/// lftp, which reads the page that browsers see.
class LftpTest extends WebdavTest {

    @TempDir
    private Path home;

    @Test
    void sizesAndTimesAreReadFromThePageOfAFolder() throws Exception {
        var lftp = ClientProgram.require("lftp", home);
        restart("--webdav-base-path=/dav");
        put("/dav/1234567%20bytes", "x".repeat(1_234_567));
        Files.setLastModifiedTime(data.resolve("1234567 bytes"),
                FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
        status("MKCOL", "/dav/folder");
        put("/dav/folder/a:b,%20c", "content");

        Outcome outcome = lftp.run("-c", "open " + server.uri() + "dav/; ls; find; mirror . back");

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()).containsPattern("1234567 +2001-02-03 04:05 +1234567 bytes")
                .contains("./folder/a:b, c");
        assertThat(home.resolve("back/folder/a:b, c")).hasContent("content");
        assertThat(home.resolve("back/1234567 bytes")).hasSize(1_234_567);
    }
}
