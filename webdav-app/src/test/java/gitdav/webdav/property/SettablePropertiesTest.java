package gitdav.webdav.property;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// What a client may set of the live properties, which the server finds out.
class SettablePropertiesTest extends WebdavTest {

    @BeforeEach
    void storeFile() throws Exception {
        put("/file", "content");
    }

    @Test
    void timeInSecondsIsTheFilesTimeAndNotKeptBeside() throws Exception {
        assertThat(set("/file", "<D:lastmodified>784111777</D:lastmodified>")).contains("200 OK");

        assertThat(allprop("/file")).contains("Sun, 06 Nov 1994 08:49:37 GMT").doesNotContain(":lastmodified>");
        assertThat(set("/file", "<D:lastmodified>soon</D:lastmodified>")).contains("409 Conflict");
        assertThat(set("/", "<D:lastmodified>784111777</D:lastmodified>")).contains("200 OK");
        assertThat(namesIn(data.resolve(".gitdav/properties"))).isEmpty();
    }

    @Test
    void displayNameIsTheFilesNameUntilAClientGivesAnother() throws Exception {
        assertThat(allprop("/file")).contains("<D:displayname>file</D:displayname>");

        assertThat(set("/file", "<D:displayname>Tom &amp; I</D:displayname>")).contains("200 OK");
        for (String answer : List.of(allprop("/file"), propfind("/file", "<prop><displayname/></prop>"))) {
            assertThat(answer).containsOnlyOnce("displayname>").contains(">Tom &amp; I</D:displayname>");
        }
        assertThat(propfind("/file", "<propname/>")).containsOnlyOnce("displayname");

        send("PROPPATCH", "/file", "<propertyupdate xmlns='DAV:'><remove><prop><displayname/></prop></remove>"
                + "</propertyupdate>");
        assertThat(allprop("/file")).contains("<D:displayname>file</D:displayname>");
    }

    @Test
    void updateOfNothingIsDone() throws Exception {
        for (String nothing : List.of("", "<set/>", "<set><prop/></set>", "<remove><prop/></remove>")) {
            var answer = send("PROPPATCH", "/file", "<propertyupdate xmlns='DAV:'>" + nothing + "</propertyupdate>");

            assertThat(answer.statusCode()).isEqualTo(207);
            assertThat(answer.body()).contains("<D:href>/file</D:href>", "<D:status>HTTP/1.1 200 OK</D:status>");
        }
    }

    private String set(String path, String property) throws Exception {
        return send("PROPPATCH", path, "<D:propertyupdate xmlns:D='DAV:'><D:set><D:prop>" + property
                + "</D:prop></D:set></D:propertyupdate>").body();
    }

    private String allprop(String path) throws Exception {
        return send("PROPFIND", path, "", "Depth", "0").body();
    }

    private String propfind(String path, String wanted) throws Exception {
        return send("PROPFIND", path, "<propfind xmlns='DAV:'>" + wanted + "</propfind>", "Depth", "0").body();
    }
}
