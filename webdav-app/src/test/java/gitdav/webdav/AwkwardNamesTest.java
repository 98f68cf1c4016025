package gitdav.webdav;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class AwkwardNamesTest extends WebdavTest {

    static Stream<String> names() {
        return Stream.of("with space", " leading and trailing ", "Grüße", "Gru\u0308ße", "日本語.txt", "🎉 party 🎊",
                "100%",
                "%41", "50%25", "a#b", "a+b", "a&b", "a?b", "a=b;c", "..;x", "it's", "\"quoted\"", "<tag>", "a:b",
                "a|b*",
                "[x]",
                "{x}", "~", "-rf", ".hidden", "...", "CON", "trailing.", "x".repeat(255), "ü".repeat(127),
                "🎉".repeat(63), "\u202Ertl");
    }

    @ParameterizedTest
    @MethodSource("names")
    void nameSurvivesUploadListingMoveAndDownload(String name) throws Exception {
        String path = "/" + encoded(name);

        assertThat(put(path, "content")).isEqualTo(201);
        assertThat(namesIn(data)).containsExactlyInAnyOrder(".gitdav", name);

        String href = send("PROPFIND", "/", "", "Depth", "1").body().replaceAll("(?s).*<D:href>(.*?)</D:href>.*", "$1");
        assertThat(send("GET", href, "").body()).isEqualTo("content");

        assertThat(status("MKCOL", "/folder")).isEqualTo(201);
        assertThat(status("MOVE", href, "Destination", "/folder" + path)).isEqualTo(201);
        assertThat(namesIn(data.resolve("folder"))).containsExactly(name);
        assertThat(status("DELETE", "/folder" + href)).isEqualTo(204);
        assertThat(namesIn(data.resolve("folder"))).isEmpty();
    }

    @Test
    void fiftyFoldersDeepIsNotTooDeep() throws Exception {
        String path = "";
        for (int depth = 0; depth < 50; depth++) {
            path += "/f%20" + depth;
            assertThat(status("MKCOL", path)).isEqualTo(201);
        }
        assertThat(put(path + "/file", "deep")).isEqualTo(201);

        assertThat(send("PROPFIND", path, "", "Depth", "1").body()).contains("<D:href>" + path + "/file</D:href>");
        assertThat(status("MOVE", "/f%200", "Destination", "/moved")).isEqualTo(201);
        assertThat(send("GET", path.replaceFirst("f%200", "moved") + "/file", "").body()).isEqualTo("deep");
    }

    @Test
    void nameTooLongForTheDiskIsTheClientsMistake() throws Exception {
        String tooLong = "/" + "x".repeat(256);
        String tooDeep = ("/" + "x".repeat(200)).repeat(25);
        put("/file", "x");

        assertThat(put(tooLong, "x")).isEqualTo(400);
        assertThat(status("GET", tooLong)).isEqualTo(400);
        assertThat(status("MKCOL", tooLong)).isEqualTo(400);
        assertThat(status("MOVE", "/file", "Destination", tooLong)).isEqualTo(400);
        assertThat(put(tooDeep, "x")).isEqualTo(409);
        assertThat(status("GET", "/" + "x".repeat(60_000))).isEqualTo(414);
        assertThat(uploadsInProgress()).isEmpty();
    }

    @Test
    void pathTooLongForTheDiskIsTheClientsMistake() throws Exception {
        String folder = "/" + "x".repeat(250);
        String path = "";
        int status;
        do {
            path += folder;
            status = status("MKCOL", path);
        } while (status == 201 && path.length() < 8192);

        assertThat(status).isEqualTo(400);
        assertThat(put(path, "x")).isEqualTo(400);
        assertThat(status("DELETE", folder)).isEqualTo(204);
        assertThat(uploadsInProgress()).isEmpty();
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
