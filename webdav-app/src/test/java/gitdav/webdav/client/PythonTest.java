package gitdav.webdav.client;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/// Python's own HTTP client, which sends all of an upload before it reads.
class PythonTest extends WebdavTest {

    private static final String UPLOADS = """
            import http.client, sys
            for path in "/large", "/no/such":
                client = http.client.HTTPConnection("localhost", int(sys.argv[1]))
                client.request("PUT", path, bytes(8_000_000))
                answer = client.getresponse()
                print(answer.status, answer.read().decode().splitlines()[-1])
            """;

    @TempDir
    private Path home;

    @Test
    void programReadsWhyALargeUploadIsRefused() throws Exception {
        restart("--webdav-quota=1MiB");

        var outcome = ClientProgram.require("python3", home).run("-c", UPLOADS, "" + server.uri().getPort());

        assertThat(outcome.output()).matches("507 .*quota-not-exceeded.*\n409 There is no folder '/no'\n");
        assertThat(outcome.exitCode()).isZero();
    }
}
