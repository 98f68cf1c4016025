package gitdav.webdav.lock;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class LockTest extends WebdavTest {

    private static final Pattern TOKEN = Pattern.compile("<(urn:uuid:[^>]+)>");

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
    void deepLockHoldsForAllThatIsInTheFolderAndComesIntoIt() throws Exception {
        status("MKCOL", "/folder");
        put("/folder/file", "old");
        String token = lock("/folder", "exclusive", "infinity");

        assertThat(put("/folder/file", "new")).isEqualTo(423);
        assertThat(put("/folder/new", "new")).isEqualTo(423);
        assertThat(status("MKCOL", "/folder/sub")).isEqualTo(423);
        assertThat(status("COPY", "/folder/file", "Destination", "/folder/copy")).isEqualTo(423);
        assertThat(lockAnswer("/folder/file", "exclusive", "0").statusCode()).isEqualTo(423);
        assertThat(send("PROPFIND", "/folder/file", "", "Depth", "0").body()).contains(token)
                .contains("<D:lockroot><D:href>/folder/</D:href></D:lockroot>");

        assertThat(put("/folder/new", "new", "If", "(<" + token + ">)")).isEqualTo(201);
        assertThat(put("/folder/file", "new", "If", "</folder/> (<" + token + ">)")).isEqualTo(204);
    }

    @Test
    void deepLockOverALockedMemberIsRefusedInTheNameOfTheMember() throws Exception {
        status("MKCOL", "/folder");
        put("/folder/file", "old");
        lock("/folder/file", "shared", "0");

        var refused = lockAnswer("/folder", "exclusive", "infinity");

        assertThat(refused.statusCode()).isEqualTo(207);
        assertThat(refused.headers().firstValue("Lock-Token")).isEmpty();
        assertThat(refused.body())
                .contains("<D:href>/folder/file</D:href><D:status>HTTP/1.1 423 Locked</D:status>",
                        "<D:no-conflicting-lock><D:href>/folder/file</D:href></D:no-conflicting-lock>",
                        "<D:href>/folder/</D:href><D:status>HTTP/1.1 424 Failed Dependency</D:status>");
        assertThat(put("/folder/new", "new")).isEqualTo(201);
        assertThat(lockAnswer("/folder", "shared", "infinity").statusCode()).isEqualTo(200);
    }

    @Test
    void shallowLockOnAFolderHoldsForItsListOfNamesOnly() throws Exception {
        status("MKCOL", "/folder");
        put("/folder/file", "old");
        String token = lock("/folder", "exclusive", "0");

        assertThat(put("/folder/file", "new")).isEqualTo(204);
        assertThat(put("/folder/new", "new")).isEqualTo(423);
        assertThat(status("DELETE", "/folder/file")).isEqualTo(423);
        assertThat(status("DELETE", "/folder/file", "If", "</folder/> (<" + token + ">)")).isEqualTo(204);
    }

    @Test
    void folderWithALockedMemberStaysWholeAndTheAnswerNamesTheMember() throws Exception {
        status("MKCOL", "/folder");
        put("/folder/free", "x");
        put("/folder/locked", "x");
        String token = lock("/folder/locked", "exclusive", "0");

        for (HttpResponse<String> answer : List.of(send("DELETE", "/folder", ""),
                send("MOVE", "/folder", "", "Destination", "/moved"))) {
            assertThat(answer.statusCode()).isEqualTo(207);
            assertThat(answer.body())
                    .contains("<D:href>/folder/locked</D:href><D:status>HTTP/1.1 423 Locked</D:status>");
        }
        assertThat(namesIn(data.resolve("folder"))).containsExactly("free", "locked");
        assertThat(status("DELETE", "/folder", "If", "</folder/locked> (<" + token + ">)")).isEqualTo(204);
    }

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
    void refreshKeepsTheTokenAndSetsTheTimeoutAnew() throws Exception {
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
    void ifHeaderDecidesByTokensAndEntityTags() throws Exception {
        String etag = send("PUT", "/file", "old").headers().firstValue("ETag").orElseThrow();
        String token = lock("/file", "exclusive", "0");

        assertThat(put("/file", "x", "If", "(<" + token + "> [\"other\"])")).isEqualTo(412);
        assertThat(put("/file", "x", "If", "(<urn:uuid:0>)")).isEqualTo(412);
        assertThat(put("/file", "x", "If", "(Not <" + token + ">)")).isEqualTo(412);
        assertThat(put("/file", "x", "If", "</other> (<" + token + ">)")).isEqualTo(412);
        assertThat(put("/file", "x", "If", "(Not <DAV:no-lock>)")).isEqualTo(423);
        assertThat(content("file")).isEqualTo("old");

        assertThat(put("/file", "x", "If", "(<urn:uuid:0>) (<" + token + "> [" + etag + "])")).isEqualTo(204);
        assertThat(put("/file", "x", "If", "(<" + token + ">) (Not <DAV:no-lock>)")).isEqualTo(204);
        assertThat(put("/file", "x", "If", "<http://elsewhere:1/file> (<" + token + ">)")).isEqualTo(204);
    }

    @Test
    void malformedIfHeaderIsABadRequest() throws Exception {
        for (String header : List.of("()", "(", "x", "(<a)", "<a>", "(<a>) <b> (<c>)", "(Not)", "([x])")) {
            assertThat(put("/file", "x", "If", header)).as(header).isEqualTo(400);
        }
    }

    private String lock(String path, String scope, String depth, String... headers) throws Exception {
        var answer = lockAnswer(path, scope, depth, headers);
        assertThat(answer.statusCode()).isIn(200, 201);
        var token = TOKEN.matcher(answer.headers().firstValue("Lock-Token").orElseThrow());
        assertThat(token.matches()).isTrue();
        return token.group(1);
    }

    private HttpResponse<String> lockAnswer(String path, String scope, String depth, String... headers)
            throws Exception {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Depth";
        all[1] = depth;
        return send("LOCK", path, """
                <?xml version="1.0"?>
                <lockinfo xmlns="DAV:"><lockscope><%s/></lockscope><locktype><write/></locktype>
                <D:owner xmlns:D="DAV:">Ann &amp; Bob</D:owner></lockinfo>""".formatted(scope), all);
    }

    private int proppatch(String path, String... headers) throws Exception {
        return send("PROPPATCH", path, """
                <D:propertyupdate xmlns:D="DAV:"><D:set><D:prop><x/></D:prop></D:set></D:propertyupdate>""", headers)
                .statusCode();
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
