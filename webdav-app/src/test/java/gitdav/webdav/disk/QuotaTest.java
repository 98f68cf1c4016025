package gitdav.webdav.disk;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class QuotaTest extends WebdavTest {

    private static final String KIB = "x".repeat(1024);

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
        String lock = "<lockinfo xmlns='DAV:'><lockscope><shared/></lockscope><locktype><write/></locktype><owner>"
                + KIB.substring(24) + "</owner></lockinfo>";
        assertThat(send("LOCK", "/file", lock).statusCode()).isEqualTo(507);
        assertThat(send("LOCK", "/new", lock).statusCode()).isEqualTo(507);
        assertThat(put("/more", KIB)).isEqualTo(507);

        assertThat(namesIn(data)).containsExactly(".gitdav", "file");
        assertThat(status("DELETE", "/file")).isEqualTo(204);
        assertThat(put("/more", KIB)).isEqualTo(201);
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
