package gitdav.webdav;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class MethodsTest extends WebdavTest {

    @Test
    void optionsClaimAllThreeClassesAndWhatGoesWithTheResource() throws Exception {
        put("/file", "x");

        var file = send("OPTIONS", "/file", "").headers();
        assertThat(file.firstValue("DAV")).contains("1, 2, 3");
        assertThat(file.firstValue("MS-Author-Via")).contains("DAV");
        assertThat(file.firstValue("Allow")).contains(
                "COPY, DELETE, GET, HEAD, LOCK, MOVE, OPTIONS, PROPFIND, PROPPATCH, PUT, UNLOCK");
        assertThat(send("OPTIONS", "/absent", "").headers().firstValue("Allow").orElseThrow()).contains("MKCOL", "PUT");
        assertThat(send("OPTIONS", "/", "").headers().firstValue("Allow").orElseThrow()).doesNotContain("PUT");
        assertThat(rawStatus("OPTIONS", "*")).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "REPORT", "ACL", "TRACE", "BREW", "get"})
    void unknownMethodIsNotImplementedAndChangesNothing(String method) throws Exception {
        put("/file", "old");

        assertThat(rawStatus(method, "/file")).isEqualTo(501);
        assertThat(content("file")).isEqualTo("old");
    }
}
