package gitdav.webdav.lock;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;

import static org.assertj.core.api.Assertions.assertThat;

class LockTest extends LockFixture {

    @Test
    void lockedFileIsWrittenOnlyWithTheToken() throws Exception {
        put("/file", "old");
        String token = lock("/file", "exclusive", "0");

        var refused = send("PUT", "/file", "new");
        assertThat(refused.statusCode()).isEqualTo(423);
        assertThat(refused.body()).contains("<D:lock-token-submitted><D:href>/file</D:href>");
        assertThat(status("DELETE", "/file")).isEqualTo(423);
        assertThat(status("MOVE", "/file", "Destination", "/moved")).isEqualTo(423);
        assertThat(proppatch("/file")).isEqualTo(423);
        assertThat(content("file")).isEqualTo("old");

        assertThat(put("/file", "new", "If", "(<" + token + ">)")).isEqualTo(204);
        assertThat(proppatch("/file", "If", "(<" + token + ">)")).isEqualTo(207);
        assertThat(content("file")).isEqualTo("new");
    }

    @Test
    void lockedFileIsReadByEverybody() throws Exception {
        put("/file", "content");
        lock("/file", "exclusive", "0");

        assertThat(send("GET", "/file", "").body()).isEqualTo("content");
        assertThat(status("PROPFIND", "/file", "Depth", "0")).isEqualTo(207);
        assertThat(status("COPY", "/file", "Destination", "/copy")).isEqualTo(201);
    }

    @Test
    void unlockLetsEverybodyWriteAgain() throws Exception {
        put("/file", "old");
        String token = lock("/file", "exclusive", "0");

        assertThat(status("UNLOCK", "/file")).isEqualTo(400);
        assertThat(status("UNLOCK", "/file", "Lock-Token", "<urn:uuid:0>")).isEqualTo(409);
        assertThat(status("UNLOCK", "/file", "Lock-Token", "<" + token + ">")).isEqualTo(204);

        assertThat(put("/file", "new")).isEqualTo(204);
    }

    @Test
    void unlockTakesTheTokenWithoutBracketsAsWindowsSendsIt() throws Exception {
        String token = lock("/file", "exclusive", "0");

        assertThat(status("UNLOCK", "/file", "Lock-Token", token)).isEqualTo(204);
    }

    @Test
    void lockWhereNothingIsMakesAnEmptyFile() throws Exception {
        var answer = lockAnswer("/new", "exclusive", "0");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(content("new")).isEmpty();
        assertThat(lockAnswer("/no/folder", "exclusive", "0").statusCode()).isEqualTo(409);
        assertThat(lockAnswer("/.gitdav/x", "exclusive", "0").statusCode()).isEqualTo(403);
    }

    @Test
    void exclusiveLockIsTheOnlyOne() throws Exception {
        lock("/file", "exclusive", "0");

        var second = lockAnswer("/file", "shared", "0");
        assertThat(second.statusCode()).isEqualTo(423);
        assertThat(second.body()).contains("<D:no-conflicting-lock><D:href>/file</D:href>");
    }

    @Test
    void sharedLocksGoTogetherAndEachOpensTheFile() throws Exception {
        String first = lock("/file", "shared", "0");
        String second = lock("/file", "shared", "0");

        assertThat(first).isNotEqualTo(second);
        assertThat(lockAnswer("/file", "exclusive", "0").statusCode()).isEqualTo(423);
        assertThat(put("/file", "x")).isEqualTo(423);
        assertThat(put("/file", "x", "If", "(<" + first + ">)")).isEqualTo(204);
        assertThat(put("/file", "x", "If", "(<" + second + ">)")).isEqualTo(204);
    }

    @Test
    void ownerAndDepthAndScopeAreSaidInTheAnswer() throws Exception {
        var answer = lockAnswer("/file", "exclusive", "infinity", "Timeout", "Infinite, Second-4100000000");

        assertThat(answer.body()).contains("<D:exclusive/>", "<D:depth>infinity</D:depth>", "Ann &amp; Bob",
                "<D:timeout>Second-", "<D:lockroot><D:href>/file</D:href></D:lockroot>");
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).contains("xml");
    }

    @Test
    void whatIsNoLockRequestIsRefused() throws Exception {
        assertThat(send("LOCK", "/file", "<D:lockinfo xmlns:D='DAV:'/>").statusCode()).isEqualTo(400);
        assertThat(send("LOCK", "/file", "<nonsense/>").statusCode()).isEqualTo(400);
        assertThat(lockAnswer("/file", "exclusive", "1").statusCode()).isEqualTo(400);
        assertThat(lockAnswer("/file", "mutual", "0").statusCode()).isEqualTo(400);
        assertThat(Files.exists(data.resolve("file"))).isFalse();
    }

    @Test
    void locksAreBoundedInNumberAndSize() throws Exception {
        for (int i = 0; i < 100; i++) {
            lock("/file", "shared", "0");
        }
        assertThat(lockAnswer("/file", "shared", "0").statusCode()).isEqualTo(507);
        assertThat(send("LOCK", "/other", "<lockinfo xmlns='DAV:'><lockscope><shared/></lockscope><locktype><write/>"
                + "</locktype><owner>" + "x".repeat(10_000) + "</owner></lockinfo>").statusCode()).isEqualTo(413);
    }
}
