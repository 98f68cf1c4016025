package gitdav.webdav.disk;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.Test;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class QuotaTest extends WebdavTest {

    private static final String KIB = "x".repeat(1024);
    private static final String LOCK = "<lockinfo xmlns='DAV:'><lockscope><shared/></lockscope><locktype><write/>"
            + "</locktype><owner>%s</owner></lockinfo>";

    @Test
    void shareTakesNoMoreThanItsQuota() throws Exception {
        restart("--webdav-quota=10KiB");

        assertThat(put("/file", KIB.repeat(8))).isEqualTo(201);
        var refused = send("PUT", "/more", KIB.repeat(3));
        assertThat(refused.statusCode()).isEqualTo(507);
        assertThat(refused.body()).contains("<D:quota-not-exceeded/>");
        assertThat(status("COPY", "/file", "Destination", "/copy")).isEqualTo(507);

        assertThat(namesIn(data)).containsExactly(".gitdav", "file");
        assertThat(uploadsInProgress()).isEmpty();
    }

    @Test
    void fileCanBeReplacedWithinTheQuota() throws Exception {
        restart("--webdav-quota=10KiB");
        put("/file", KIB.repeat(8));

        assertThat(put("/file", KIB.repeat(9))).isEqualTo(204);
        assertThat(put("/file", KIB.repeat(11))).isEqualTo(507);
        assertThat(put("/file", KIB)).isEqualTo(204);
        assertThat(put("/more", KIB.repeat(9))).isEqualTo(201);
    }

    @Test
    void partThatIsReplacedMakesNoRoom() throws Exception {
        restart("--webdav-quota=10KiB");
        put("/file", KIB.repeat(8));

        assertThat(put("/file", "y", "Content-Range", "bytes 0-0/*")).isEqualTo(204);
        assertThat(put("/more", KIB.repeat(8))).isEqualTo(507);
        assertThat(put("/file", KIB.repeat(3), "Content-Range", "bytes 8192-11263/*")).isEqualTo(507);
        assertThat(put("/file", KIB.repeat(2), "Content-Range", "bytes 8192-10239/*")).isEqualTo(204);
        assertThat(put("/file", KIB.repeat(4), "Content-Range", "bytes 1024-5119/*")).isEqualTo(204);
        assertThat(content("file")).hasSize(10 * 1024).startsWith("y");
    }

    @Test
    void whatIsDeletedMakesRoom() throws Exception {
        restart("--webdav-quota=10KiB");
        put("/file", KIB.repeat(8));
        status("DELETE", "/file");

        assertThat(put("/more", KIB.repeat(9))).isEqualTo(201);
        assertThat(status("MOVE", "/more", "Destination", "/moved")).isEqualTo(201);
        put("/small", "x");
        assertThat(status("MOVE", "/small", "Destination", "/moved")).isEqualTo(204);
        assertThat(put("/more", KIB.repeat(9))).isEqualTo(201);
    }

    @Test
    void quotaIsAPropertyOfFoldersForWhoAsks() throws Exception {
        Files.writeString(data.resolve("file"), KIB.repeat(3));
        restart("--webdav-quota=10KiB");

        String quota = send("PROPFIND", "/", """
                <propfind xmlns="DAV:"><prop><quota-available-bytes/><quota-used-bytes/></prop></propfind>""", "Depth",
                "0").body();
        assertThat(quota).contains("<D:quota-available-bytes>7168</D:quota-available-bytes>",
                "<D:quota-used-bytes>3072</D:quota-used-bytes>");
        assertThat(send("PROPFIND", "/", "", "Depth", "0").body()).doesNotContain("quota");
    }

    @Test
    void withoutAQuotaTheDiskSaysWhatIsLeft() throws Exception {
        assertThat(send("PROPFIND", "/", """
                <propfind xmlns="DAV:"><prop><quota-available-bytes/></prop></propfind>""", "Depth", "0").body())
                .containsPattern("<D:quota-available-bytes>[1-9]\\d+</D:quota-available-bytes>");
    }

    @Test
    void propertiesAndLocksCountToo() throws Exception {
        restart("--webdav-quota=10KiB");
        put("/file", KIB.repeat(8));

        String update = "<propertyupdate xmlns='DAV:'><set><prop><a xmlns='x:'>%s</a></prop></set></propertyupdate>";
        assertThat(send("PROPPATCH", "/file", update.formatted(KIB.repeat(3))).statusCode()).isEqualTo(507);
        assertThat(send("PROPPATCH", "/file", update.formatted(KIB)).statusCode()).isEqualTo(207);
        String lock = LOCK.formatted(KIB.substring(24));
        assertThat(send("LOCK", "/file", lock).statusCode()).isEqualTo(507);
        assertThat(send("LOCK", "/new", lock).statusCode()).isEqualTo(507);
        assertThat(put("/more", KIB)).isEqualTo(507);

        assertThat(namesIn(data)).containsExactly(".gitdav", "file");
        assertThat(status("DELETE", "/file")).isEqualTo(204);
        assertThat(put("/more", KIB)).isEqualTo(201);
    }

    @Test
    void copyCountsTheFilesProperties() throws Exception {
        restart("--webdav-quota=10KiB");
        put("/empty", "");
        assertThat(setProperty(KIB.repeat(6)).statusCode()).isEqualTo(207);

        assertThat(status("COPY", "/empty", "Destination", "/copy")).isEqualTo(507);

        assertThat(namesIn(data)).containsExactly(".gitdav", "empty");
        assertThat(uploadsInProgress()).isEmpty();
    }

    @Test
    void lockAndPropertiesMakeRoomWhenTheyGo() throws Exception {
        restart("--webdav-quota=10KiB");
        put("/empty", "");
        String token = send("LOCK", "/empty", LOCK.formatted(KIB.substring(24))).headers().firstValue("Lock-Token")
                .orElseThrow();
        assertThat(setProperty(KIB.repeat(6), "If", "(" + token + ")").statusCode()).isEqualTo(207);
        assertThat(put("/more", KIB.repeat(8))).isEqualTo(507);

        assertThat(status("UNLOCK", "/empty", "Lock-Token", token)).isEqualTo(204);
        assertThat(setProperty("x").statusCode()).isEqualTo(207);

        assertThat(put("/more", KIB.repeat(9))).isEqualTo(201);
    }

    @Test
    void uploadThatIsAnnouncedAsTooMuchIsRefusedBeforeItIsSent() throws Exception {
        restart("--webdav-quota=200KiB");
        put("/file", KIB.repeat(150));

        assertThat(announced("/file", 201 * 1024)).isEqualTo("507");
        assertThat(announced("/more", 100 * 1024)).isEqualTo("507");
        assertThat(announced("/file", Long.MAX_VALUE)).isEqualTo("507");
        assertThat(announced("/file", 200 * 1024)).isEqualTo("100");
        restart();
        assertThat(announced("/file", Long.MAX_VALUE)).isEqualTo("507");
    }

    /// @return the status that a client gets that waits for it before it sends the body
    private String announced(String path, long length) throws Exception {
        try (Socket socket = connect()) {
            write(socket, "PUT " + path + " HTTP/1.1\nHost: localhost\nContent-Length: " + length
                    + "\nExpect: 100-continue\n\n");
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII).substring(9);
        }
    }

    private HttpResponse<String> setProperty(String value, String... headers) throws Exception {
        return send("PROPPATCH", "/empty", "<propertyupdate xmlns='DAV:'><set><prop><a xmlns='x:'>" + value
                + "</a></prop></set></propertyupdate>", headers);
    }

    @Test
    void manyAtOnceGetNoMoreThanOne() throws Exception {
        restart("--webdav-quota=100KiB");
        put("/file", KIB.repeat(60));

        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            clients.invokeAll(IntStream.range(0, 40).<Callable<Integer>>mapToObj(
                    number -> () -> put(number % 2 == 0 ? "/file" : "/file" + number, KIB.repeat(30 + number)))
                    .toList());
        }

        long stored = 0;
        for (String name : namesIn(data)) {
            stored += name.equals(".gitdav") ? 0 : Files.size(data.resolve(name));
        }
        assertThat(stored).isLessThanOrEqualTo(100 * 1024);
    }

    @Test
    void manyWhoReplaceOneFileAtOnceMakeNoRoom() throws Exception {
        restart("--webdav-quota=100KiB");
        put("/file", KIB.repeat(80));

        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            clients.invokeAll(Stream.<Callable<Integer>>generate(() -> () -> put("/file", "x")).limit(20).toList());
        }

        assertThat(put("/more", KIB.repeat(101))).isEqualTo(507);
        assertThat(put("/more", KIB.repeat(90))).isEqualTo(201);
        assertThat(put("/yet-more", KIB.repeat(20))).isEqualTo(507);
    }
}
