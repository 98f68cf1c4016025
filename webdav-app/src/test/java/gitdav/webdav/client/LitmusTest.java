package gitdav.webdav.client;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// [litmus](http://www.webdav.org/neon/litmus/), the test suite for WebDAV servers.
class LitmusTest extends WebdavTest {

    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(strings = {"basic", "copymove", "http", "props", "locks"})
    void suitePassesWithoutAWarningAndWithoutSkippingAnything(String suite) throws Exception {
        var litmus = ClientProgram.require("litmus", home);

        var outcome = litmus.run("", Map.of("TESTS", suite), server.uri().toString());

        assertThat(outcome.output()).doesNotContainIgnoringCase("warning").doesNotContain("SKIPPED", "FAIL:")
                .contains("summary for `" + suite + "'", " 0 failed. 100.0%");
        assertThat(outcome.exitCode()).isZero();
    }
}
