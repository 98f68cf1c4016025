package gitdav.webdav.client;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/// The library `webdav`, which programs for Node.js use: with a program that tries what it gets.
class NodeTest extends WebdavTest {

    private static final Path PROGRAM = Path.of("src/test/npm/use-share.mjs").toAbsolutePath();

    @TempDir
    private Path home;
    private ClientProgram node;

    @BeforeEach
    void findNode() throws Exception {
        node = ClientProgram.require("node", home);
        ClientProgram.requireInstalled(Files.exists(PROGRAM.resolveSibling("node_modules/webdav")),
                "the library webdav is not installed: npm ci --prefix webdav-app/src/test/npm");
        restart("--webdav-quota=2MiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"files", "names", "locks", "refusal"})
    void shareIsUsed(String test) throws Exception {
        var outcome = node.run(PROGRAM.toString(), server.uri().toString(), test);

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(uploadsInProgress()).isEmpty();
        assertThat(namesIn(data.resolve(".gitdav/locks"))).isEmpty();
    }
}
