package gitdav.webdav.lock;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class IfHeaderTest extends LockFixture {

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
}
