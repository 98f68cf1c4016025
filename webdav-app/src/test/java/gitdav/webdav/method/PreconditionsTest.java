package gitdav.webdav.method;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class PreconditionsTest extends WebdavTest {

    private static final String LONG_AGO = "Sun, 06 Nov 1994 08:49:37 GMT";
    private static final String IN_FUTURE = "Sun, 06 Nov 2094 08:49:37 GMT";

    private String etag;

    @BeforeEach
    void storeFile() throws Exception {
        etag = send("PUT", "/file", "old").headers().firstValue("ETag").orElseThrow();
    }

    @Test
    void etagIsStrongAndTheSameEverywhere() throws Exception {
        assertThat(etag).matches("\"[^\"]+\"");
        assertThat(send("GET", "/file", "").headers().firstValue("ETag")).contains(etag);
        assertThat(send("PROPFIND", "/file", "", "Depth", "0").body()).contains(">" + etag + "<");
    }

    @Test
    void etagChangesWithEveryUploadHoweverFast() throws Exception {
        String before = etag;
        for (int i = 0; i < 20; i++) {
            String after = send("PUT", "/file", "new").headers().firstValue("ETag").orElseThrow();
            assertThat(after).isNotEqualTo(before);
            before = after;
        }
    }

    @Test
    void nothingIsOverwrittenThatTheClientHasNotSeen() throws Exception {
        assertThat(put("/file", "new", "If-Match", "\"other\"")).isEqualTo(412);
        assertThat(put("/file", "new", "If-Match", "W/" + etag)).isEqualTo(412);
        assertThat(put("/file", "new", "If-None-Match", "*")).isEqualTo(412);
        assertThat(put("/file", "new", "If-None-Match", etag)).isEqualTo(412);
        assertThat(put("/file", "new", "If-Unmodified-Since", LONG_AGO)).isEqualTo(412);
        assertThat(put("/absent", "new", "If-Match", "*")).isEqualTo(412);
        assertThat(status("DELETE", "/file", "If-Match", "\"other\"")).isEqualTo(412);
        assertThat(status("MOVE", "/file", "Destination", "/moved", "If-Match", "\"other\"")).isEqualTo(412);

        assertThat(content("file")).isEqualTo("old");
    }

    @Test
    void conditionThatHoldsLetsTheRequestThrough() throws Exception {
        assertThat(put("/file", "new", "If-Match", "\"other\", " + etag)).isEqualTo(204);
        assertThat(put("/file", "new", "If-Unmodified-Since", IN_FUTURE)).isEqualTo(204);
        assertThat(put("/file", "new", "If-None-Match", "\"other\"")).isEqualTo(204);
        assertThat(status("DELETE", "/file", "If-Match", "*")).isEqualTo(204);
    }

    @Test
    void dateIsNoConditionWhereThereIsNoneToCompareItWith() throws Exception {
        assertThat(put("/new", "x", "If-Unmodified-Since", LONG_AGO)).isEqualTo(201);
        assertThat(put("/file", "x", "If-Unmodified-Since", "yesterday")).isEqualTo(204);
    }

    @Test
    void conditionAboutLocksDoesNotHoldWhereNothingIsLocked() throws Exception {
        assertThat(put("/file", "new", "If", "(<urn:uuid:1>)")).isEqualTo(412);
        assertThat(content("file")).isEqualTo("old");
    }

    @Test
    void whatTheClientHasIsNotSentAgain() throws Exception {
        var unchanged = send("GET", "/file", "", "If-None-Match", "W/" + etag);
        assertThat(unchanged.statusCode()).isEqualTo(304);
        assertThat(unchanged.body()).isEmpty();
        assertThat(unchanged.headers().firstValue("ETag")).contains(etag);

        assertThat(status("HEAD", "/file", "If-Modified-Since", IN_FUTURE)).isEqualTo(304);
        assertThat(status("GET", "/file", "If-Modified-Since", LONG_AGO)).isEqualTo(200);
        assertThat(status("GET", "/file", "If-Modified-Since", "yesterday")).isEqualTo(200);
        assertThat(status("GET", "/file", "If-None-Match", "\"other\"", "If-Modified-Since", IN_FUTURE)).isEqualTo(200);
    }

    @Test
    void etagChangesEvenIfTheClientSetsTheSameTimeAgain() throws Exception {
        List<String> etags = new ArrayList<>();
        for (String content : List.of("AAAA", "BBBB", "CCCC", "DDDD")) {
            etags.add(send("PUT", "/file", content, "X-OC-Mtime", "1000000000").headers().firstValue("ETag")
                    .orElseThrow());
            assertThat(send("GET", "/file", "").body()).isEqualTo(content);
        }
        assertThat(etags).doesNotHaveDuplicates();
    }
}
