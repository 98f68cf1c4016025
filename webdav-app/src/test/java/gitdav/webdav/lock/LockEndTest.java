package gitdav.webdav.lock;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// How long a lock lasts.
class LockEndTest extends LockFixture {

    @Test
    void lockDoesNotGoWithAMoveAndEndsWithADelete() throws Exception {
        String token = lock("/file", "exclusive", "0");
        assertThat(status("MOVE", "/file", "Destination", "/moved", "If", "(<" + token + ">)")).isEqualTo(201);
        assertThat(put("/moved", "x")).isEqualTo(204);
        assertThat(put("/file", "x")).isEqualTo(201);

        String second = lock("/file", "exclusive", "0");
        assertThat(status("DELETE", "/file", "If", "(<" + second + ">)")).isEqualTo(204);
        assertThat(put("/file", "x")).isEqualTo(201);
    }

    @Test
    void refreshKeepsTheTokenAndSetsTheTimeoutAgain() throws Exception {
        String token = lock("/file", "exclusive", "0");

        var refreshed = send("LOCK", "/file", "", "If", "(<" + token + ">)", "Timeout", "Second-7200");
        assertThat(refreshed.statusCode()).isEqualTo(200);
        assertThat(refreshed.body()).contains(token).containsPattern("Second-7(19\\d|200)");
        assertThat(refreshed.headers().firstValue("Lock-Token")).isEmpty();

        assertThat(status("LOCK", "/file", "If", "(<urn:uuid:0>)")).isEqualTo(412);
        assertThat(status("LOCK", "/file")).isEqualTo(412);
    }

    @Test
    void lockEndsWithItsTimeout() throws Exception {
        put("/file", "old");
        lock("/file", "exclusive", "0", "Timeout", "Second-4");

        assertThat(put("/file", "new")).isEqualTo(423);
        await().until(() -> put("/file", "new") == 204);
        assertThat(send("PROPFIND", "/file", "", "Depth", "0").body()).contains("<D:lockdiscovery></D:lockdiscovery>");
    }

    @Test
    void lockOutlivesTheServer() throws Exception {
        put("/file", "old");
        String token = lock("/file", "exclusive", "0");

        restart();

        assertThat(put("/file", "new")).isEqualTo(423);
        assertThat(send("PROPFIND", "/file", "", "Depth", "0").body()).contains(token)
                .contains(">Ann &amp; Bob</D:owner>");
        assertThat(put("/file", "new", "If", "(<" + token + ">)")).isEqualTo(204);
    }

    @Test
    void damagedLockIsDroppedAndTheServerStarts() throws Exception {
        put("/file", "old");
        String token = lock("/file", "exclusive", "0");
        Files.writeString(data.resolve(".gitdav/locks").resolve(token.substring("urn:uuid:".length())), "nonsense");

        restart();

        assertThat(put("/file", "new")).isEqualTo(204);
    }

    @Test
    void lockOnWhatIsGoneEndsWithTheNextStart() throws Exception {
        String token = lock("/file", "exclusive", "0");
        server.close();
        Files.delete(data.resolve("file"));

        restart();

        assertThat(put("/file", "x")).isEqualTo(201);
        assertThat(put("/file", "x", "If", "(<" + token + ">)")).isEqualTo(412);
    }
}
