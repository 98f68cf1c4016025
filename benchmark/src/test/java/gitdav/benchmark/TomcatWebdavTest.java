package gitdav.benchmark;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class TomcatWebdavTest {

    @Test
    void holdsEverythingThatTheRowsAskFor(@TempDir Path home) throws Exception {
        Files.createDirectories(home.resolve("data"));
        var tomcat = TomcatWebdav.start(0, home);
        try {
            var share = new Share(URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/"));
            Path bigFile = Files.writeString(home.resolve("big"), "big");

            share.fill(List.of(Row.GETBIG), bigFile);

            assertThat(share.answers()).isTrue();
            assertThat(home.resolve("data/big")).hasContent("big");
            assertThat(home.resolve("data/1m")).hasSize(1 << 20);
            assertThat(home.resolve("data/small/99")).hasSize(4096);
            assertThat(home.resolve("data/many")).isEmptyDirectory();
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
    }
}
