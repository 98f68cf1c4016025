package gitdav.webdav.client;

import org.junit.jupiter.api.Test;

import java.text.Normalizer;

import static org.assertj.core.api.Assertions.assertThat;

/// What Finder sends (`WebDAVFS`, macOS): it mounts a share read-only unless locks work, uploads in chunks, and asks for
/// files of its own wherever it looks.
class FinderTest extends ClientTraffic {

    private static final String PROPFIND = """
            <?xml version="1.0" encoding="utf-8"?>
            <D:propfind xmlns:D="DAV:">
            <D:prop>
            <D:getlastmodified/>
            <D:getcontentlength/>
            <D:creationdate/>
            <D:resourcetype/>
            <D:quota-available-bytes/>
            <D:quota-used-bytes/>
            </D:prop>
            </D:propfind>
            """;

    @Test
    void shareIsMountedForWriting() throws Exception {
        assertThat(expect(200, "OPTIONS", "/").headers().firstValue("DAV").orElseThrow().split(", *"))
                .contains("1", "2");
        assertThat(propfind(207, "/", "0")).contains("quota-available-bytes", "<D:collection/>");
        for (String own : new String[]{"/.metadata_never_index", "/.Spotlight-V100", "/.DS_Store", "/._.",
                "/.hidden"}) {
            propfind(404, own, "0");
        }
        propfind(207, "/", "1");
    }

    @Test
    void fileIsCopiedToTheShare() throws Exception {
        propfind(404, "/report.pdf", "0");
        propfind(404, "/._report.pdf", "0");
        expect(201, "PUT", "/report.pdf");
        String token = lock(200, "/report.pdf", "Depth", "0", "Timeout", "Second-600");
        propfind(207, "/report.pdf", "0");
        assertThat(putChunked("/report.pdf", "content", "If: " + submitted(token), "X-Expected-Entity-Length: 7"))
                .isEqualTo(204);
        propfind(207, "/report.pdf", "0");
        expect(204, "UNLOCK", "/report.pdf", "", "Lock-Token", "<" + token + ">");
        assertThat(expect(200, "GET", "/report.pdf").headers().firstValue("Content-Length")).contains("7");

        assertThat(content("report.pdf")).isEqualTo("content");
    }

    @Test
    void attributesGoIntoAFileBesideTheFile() throws Exception {
        expect(201, "PUT", "/report.pdf");
        propfind(404, "/._report.pdf", "0");
        String token = lock(201, "/._report.pdf", "Depth", "0", "Timeout", "Second-600");
        assertThat(putChunked("/._report.pdf", "attributes", "If: " + submitted(token))).isEqualTo(204);
        expect(204, "UNLOCK", "/._report.pdf", "", "Lock-Token", "<" + token + ">");

        assertThat(content("._report.pdf")).isEqualTo("attributes");
    }

    @Test
    void lockedFileIsReadWithoutToken() throws Exception {
        put("/report.pdf", "content");
        String token = lock(200, "/report.pdf", "Depth", "0", "Timeout", "Second-600");

        assertThat(expect(200, "GET", "/report.pdf").body()).isEqualTo("content");
        assertThat(propfind(207, "/report.pdf", "0")).contains("report.pdf");
        assertThat(putChunked("/report.pdf", "stolen")).isEqualTo(423);
        expect(204, "UNLOCK", "/report.pdf", "", "Lock-Token", "<" + token + ">");
    }

    /// The new version is written into a folder of its own; then the two change places.
    @Test
    void documentIsSavedByReplacingIt() throws Exception {
        put("/letter.txt", "old");
        String saving = "/letter.txt.sb-1c2d3e4f-AbCdEf/";
        expect(201, "MKCOL", saving);
        propfind(404, saving + "letter.txt", "0");
        expect(201, "PUT", saving + "letter.txt");
        String token = lock(200, saving + "letter.txt", "Depth", "0", "Timeout", "Second-600");
        assertThat(putChunked(saving + "letter.txt", "new", "If: " + submitted(token))).isEqualTo(204);
        expect(204, "UNLOCK", saving + "letter.txt", "", "Lock-Token", "<" + token + ">");
        expect(201, "MOVE", "/letter.txt", "", "Destination", server.uri().resolve(saving + "old.txt").toString());
        expect(201, "MOVE", saving + "letter.txt", "", "Destination", server.uri().resolve("/letter.txt").toString());
        expect(204, "DELETE", saving);

        assertThat(namesIn(data)).containsExactly(".gitdav", "letter.txt");
        assertThat(content("letter.txt")).isEqualTo("new");
    }

    @Test
    void decomposedNameIsKeptAsItIs() throws Exception {
        String name = Normalizer.normalize("Grüße.txt", Normalizer.Form.NFD);
        expect(201, "PUT", "/Gru%CC%88%C3%9Fe.txt", "content");

        assertThat(namesIn(data)).containsExactly(".gitdav", name);
        assertThat(propfind(207, "/", "1")).contains("/Gru%CC%88%C3%9Fe.txt");
    }

    private String propfind(int status, String path, String depth) throws Exception {
        return expect(status, "PROPFIND", path, PROPFIND, "Depth", depth, "Content-Type", "text/xml").body();
    }
}
