package gitdav.webdav.lock;

import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class FolderLockTest extends LockFixture {

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
    void listingRepeatsTheLocksOfTheFolderForEachFileBriefly() throws Exception {
        for (int i = 0; i < 10; i++) {
            put("/file" + i, "x");
        }
        for (int i = 0; i < 10; i++) {
            lock("/", "shared", "infinity");
        }
        String own = lock("/file0", "shared", "0");

        String listing = send("PROPFIND", "/", "", "Depth", "1").body();
        String file = send("PROPFIND", "/file1", "", "Depth", "0").body();

        assertThat(listing.split("Ann &amp; Bob", -1)).as("owners of the folder's locks and of the file's own")
                .hasSize(1 + 10 + 1);
        assertThat(listing.split("<D:activelock>", -1)).hasSize(1 + 10 + 10 * 4 + 1);
        assertThat(listing).contains(own);
        assertThat(file.split("Ann &amp; Bob", -1)).hasSize(1 + 10);
    }
}
