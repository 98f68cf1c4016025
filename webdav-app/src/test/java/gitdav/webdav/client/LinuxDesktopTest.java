package gitdav.webdav.client;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// What gvfs (GNOME's file manager), LibreOffice and davfs2 send that others do not.
class LinuxDesktopTest extends ClientTraffic {

    @Test
    void folderWithoutSlashIsAnsweredWithoutARedirect() throws Exception {
        expect(201, "MKCOL", "/folder");
        put("/folder/gr%C3%BC%C3%9Fe", "x");

        assertThat(expect(207, "PROPFIND", "/folder", "", "Depth", "1").body()).contains("<D:href>/folder/</D:href>",
                "<D:href>/folder/gr%C3%BC%C3%9Fe</D:href>");
        expect(200, "GET", "/folder");
        expect(200, "HEAD", "/folder");
    }

    @Test
    void uploadWithNeitherBodyNorLengthIsAnEmptyFile() throws Exception {
        assertThat(rawStatus("PUT", "/empty")).isEqualTo(201);
        assertThat(content("empty")).isEmpty();
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        for (String method : new String[]{"GET", "HEAD", "PROPFIND", "DELETE"}) {
            expect(404, method, "/absent");
        }
        expect(404, "MOVE", "/absent", "", "Destination", "/elsewhere");
    }

    @Test
    void lockOfWhatIsNotThereMakesAnEmptyFile() throws Exception {
        String token = lock(201, "/new.txt", "Depth", "0", "Timeout", "Second-1800");
        assertThat(content("new.txt")).isEmpty();
        expect(204, "PUT", "/new.txt", "content", "If", submitted(token));
        expect(200, "HEAD", "/new.txt");
        expect(204, "UNLOCK", "/new.txt", "", "Lock-Token", "<" + token + ">");

        assertThat(content("new.txt")).isEqualTo("content");
    }

    @Test
    void etagsAreStrong() throws Exception {
        put("/file", "content");
        String etag = expect(200, "HEAD", "/file").headers().firstValue("ETag").orElseThrow();

        assertThat(etag).startsWith("\"").endsWith("\"");
        expect(304, "GET", "/file", "", "If-None-Match", etag);
        expect(412, "PUT", "/file", "lost update", "If-Match", "\"another\"");
        expect(204, "PUT", "/file", "changed", "If-Match", etag);
    }

    @Test
    void lockIsOfferedWhereItWorks() throws Exception {
        put("/file", "content");
        String supported = expect(207, "PROPFIND", "/file",
                "<propfind xmlns='DAV:'><prop><supportedlock/><lockdiscovery/></prop></propfind>", "Depth", "0").body();

        assertThat(supported).contains("lockentry", "exclusive", "shared", "write");
    }
}
