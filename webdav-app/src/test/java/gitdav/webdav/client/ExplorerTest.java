package gitdav.webdav.client;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

/// What Windows Explorer sends (`Microsoft-WebDAV-MiniRedir`): every upload is a lock, an empty file, its times, the
/// content, its times again.
class ExplorerTest extends ClientTraffic {

    private static final String CREATED = """
            <?xml version="1.0" encoding="utf-8" ?><D:propertyupdate xmlns:D="DAV:" xmlns:Z="urn:schemas-microsoft-com:"><D:set><D:prop>\
            <Z:Win32CreationTime>Tue, 02 Jan 2018 03:04:05 GMT</Z:Win32CreationTime>\
            <Z:Win32LastAccessTime>Tue, 02 Jan 2018 03:04:05 GMT</Z:Win32LastAccessTime>\
            <Z:Win32LastModifiedTime>Tue, 02 Jan 2018 03:04:05 GMT</Z:Win32LastModifiedTime>\
            <Z:Win32FileAttributes>00000000</Z:Win32FileAttributes>\
            </D:prop></D:set></D:propertyupdate>""";
    private static final String WRITTEN = """
            <?xml version="1.0" encoding="utf-8" ?><D:propertyupdate xmlns:D="DAV:" xmlns:Z="urn:schemas-microsoft-com:"><D:set><D:prop>\
            <Z:Win32LastModifiedTime>Tue, 02 Jan 2018 03:04:05 GMT</Z:Win32LastModifiedTime>\
            <Z:Win32FileAttributes>00000020</Z:Win32FileAttributes>\
            </D:prop></D:set></D:propertyupdate>""";
    private static final String ATTRIBUTES = """
            <?xml version="1.0" encoding="utf-8" ?><D:propfind xmlns:D="DAV:" xmlns:Z="urn:schemas-microsoft-com:">\
            <D:prop><Z:Win32FileAttributes/></D:prop></D:propfind>""";

    @Test
    void serverPresentsItselfAsWebdavAtTheRoot() throws Exception {
        for (String path : new String[]{"/", "/not-there"}) {
            var options = expect(200, "OPTIONS", path, "", "Translate", "f");
            assertThat(options.headers().firstValue("MS-Author-Via")).contains("DAV");
            assertThat(options.headers().firstValue("DAV").orElseThrow().split(", *")).contains("1", "2");
            assertThat(options.headers().firstValue("Allow").orElseThrow()).contains("PROPFIND", "LOCK", "PROPPATCH");
        }
        expect(207, "PROPFIND", "/", "", "Depth", "0", "Translate", "f");
    }

    @Test
    void fileIsCopiedToTheShareWithItsTime() throws Exception {
        expect(404, "PROPFIND", "/photo%20%231.jpg", "", "Depth", "0", "Translate", "f");
        expect(201, "PUT", "/photo%20%231.jpg", "", "Translate", "f");
        String token = lock(200, "/photo%20%231.jpg", "Timeout", "Second-3600", "Translate", "f");
        String submitted = submitted(token);
        assertSucceeded(
                expect(207, "PROPPATCH", "/photo%20%231.jpg", CREATED, "If", submitted, "Translate", "f").body());
        assertThat(expect(200, "HEAD", "/photo%20%231.jpg", "", "Translate", "f").headers()
                .firstValue("Content-Length")).contains("0");
        expect(204, "PUT", "/photo%20%231.jpg", "content", "If", submitted, "Translate", "f");
        assertSucceeded(
                expect(207, "PROPPATCH", "/photo%20%231.jpg", WRITTEN, "If", submitted, "Translate", "f").body());
        expect(204, "UNLOCK", "/photo%20%231.jpg", "", "Lock-Token", "<" + token + ">", "Translate", "f");

        assertThat(content("photo #1.jpg")).isEqualTo("content");
        assertThat(Files.getLastModifiedTime(data.resolve("photo #1.jpg")))
                .isEqualTo(FileTime.from(Instant.parse("2018-01-02T03:04:05Z")));
        assertThat(expect(207, "PROPFIND", "/photo%20%231.jpg", ATTRIBUTES, "Depth", "0").body())
                .contains(">00000020</");
    }

    @Test
    void tokenWithoutBracketsUnlocks() throws Exception {
        put("/file.txt", "content");
        String token = lock(200, "/file.txt", "Timeout", "Second-3600");
        expect(423, "PUT", "/file.txt", "stolen");

        expect(204, "UNLOCK", "/file.txt", "", "Lock-Token", token);
        expect(204, "PUT", "/file.txt", "free");
    }

    @Test
    void folderIsMadeRenamedAndDeleted() throws Exception {
        expect(404, "PROPFIND", "/New%20folder", "", "Depth", "0");
        expect(201, "MKCOL", "/New%20folder");
        assertSucceeded(expect(207, "PROPPATCH", "/New%20folder", CREATED).body());
        expect(404, "PROPFIND", "/Photos", "", "Depth", "0");
        expect(201, "MOVE", "/New%20folder", "", "Destination", server.uri().resolve("/Photos").toString(),
                "Overwrite", "F");
        expect(207, "PROPFIND", "/Photos", "", "Depth", "1");
        expect(404, "PROPFIND", "/Photos/desktop.ini", "", "Depth", "0");
        expect(204, "DELETE", "/Photos");

        assertThat(namesIn(data)).containsExactly(".gitdav");
    }

    private static void assertSucceeded(String multistatus) {
        assertThat(multistatus).contains("200 OK").doesNotContain(" 403 ", " 409 ", " 424 ");
    }
}
