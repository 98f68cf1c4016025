package gitdav.webdav;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BasePathTest extends WebdavTest {

    @BeforeEach
    void serveBelowAPath() throws Exception {
        restart("--webdav-base-path=/team/dav,%20files/");
    }

    @Test
    void hrefsAndDestinationAreWhereTheClientSeesThem() throws Exception {
        assertThat(status("MKCOL", "/team/dav,%20files/d")).isEqualTo(201);
        assertThat(put("/team/dav%2C%20files/d/x", "x")).isEqualTo(201);
        assertThat(status("COPY", "/team/dav,%20files/d/x", "Destination",
                "https://public.example/team/dav,%20files/y")).isEqualTo(201);
        assertThat(namesIn(data)).containsExactly(".gitdav", "d", "y");

        assertThat(send("PROPFIND", "/team/dav%2C%20files/", "", "Depth", "1").body())
                .contains("<D:href>/team/dav%2C%20files/</D:href>", "<D:href>/team/dav%2C%20files/d/</D:href>");
        assertThat(send("PROPFIND", "/team/dav,%20files", "", "Depth", "1").body())
                .contains("<D:href>/team/dav,%20files/y</D:href>");
    }

    @Test
    void prefixThatTheProxyHasCutOffIsPutBack() throws Exception {
        put("/team/dav,%20files/x", "x");
        String[] cutOff = {"X-Forwarded-Prefix", "/team/dav,%20files", "Depth", "1"};

        assertThat(send("PROPFIND", "/", "", cutOff).body()).contains("<D:href>/team/dav,%20files/x</D:href>");
        assertThat(status("MOVE", "/x", "X-Forwarded-Prefix", "/team/dav,%20files/", "Destination",
                "/team/dav,%20files/y")).isEqualTo(201);
        assertThat(status("PROPFIND", "/", "X-Forwarded-Prefix", "/other", "Depth", "0")).isEqualTo(404);
    }

    @Test
    void whatIsBesideTheShareIsNotThere() throws Exception {
        put("/team/dav,%20files/x", "x");

        for (String path : new String[]{"/", "/x", "/team/", "/team/dav,%20filesx", "/team/dav,%20files/../x"}) {
            assertThat(rawStatus("GET", path)).as(path).isEqualTo(404);
        }
        assertThat(send("GET", "/x", "").body()).contains("WEBDAV_BASE_PATH");
        assertThat(status("MOVE", "/team/dav,%20files/x", "Destination", "/y")).isEqualTo(502);
        assertThat(put("/team/dav,%20files/x", "y", "If", "</x> ([\"a\"])")).isEqualTo(412);
        assertThat(content("x")).isEqualTo("x");
    }

    @Test
    void lockIsRefusedInTheNameThatTheClientKnows() throws Exception {
        put("/team/dav,%20files/x", "x");
        String lockinfo = "<lockinfo xmlns='DAV:'><lockscope><exclusive/></lockscope><locktype><write/></locktype>"
                + "</lockinfo>";

        assertThat(send("LOCK", "/team/dav,%20files/x", lockinfo, "Depth", "0").body())
                .contains("<D:lockroot><D:href>/team/dav,%20files/x</D:href></D:lockroot>");
        assertThat(send("PUT", "/team/dav,%20files/x", "y").body()).contains("<D:href>/team/dav,%20files/x</D:href>");
        assertThat(send("DELETE", "/team/dav,%20files/x", "").body()).contains("<D:href>/team/dav,%20files/x</D:href>");
    }

    @Test
    void linksOnAPageHoldWhateverStandsBefore() throws Exception {
        put("/team/dav,%20files/x", "x");

        assertThat(send("GET", "/team/dav,%20files/", "").body()).contains("<a href=\"x\">");
        assertThat(send("GET", "/team/dav,%20files", "").body()).contains("<a href=\"./dav,%20files/x\">");
    }
}
