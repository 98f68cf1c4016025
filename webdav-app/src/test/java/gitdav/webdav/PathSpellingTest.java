package gitdav.webdav;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

import java.io.StringReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;

import static org.assertj.core.api.Assertions.assertThat;

class PathSpellingTest extends WebdavTest {

    private static final Pattern MEMBER = Pattern.compile("<D:href>/([^<]+)</D:href>");

    @ParameterizedTest
    @ValueSource(strings = {"Photo%20[1].jpg", "\"", "<x>", "\\", "^", "{x}", "a|b", "`", "grüße", "日本語", "🎉"})
    void characterThatShouldBeEncodedStandsForItself(String raw) throws Exception {
        String name = raw.replace("%20", " ");

        assertThat(rawStatus("PUT", "/" + raw, "Content-Length: 0")).isEqualTo(201);
        assertThat(namesIn(data)).containsExactlyInAnyOrder(".gitdav", name);
        assertThat(rawStatus("MOVE", "/" + raw, "Destination: http://localhost/2" + raw)).isEqualTo(201);
        assertThat(namesIn(data)).containsExactlyInAnyOrder(".gitdav", "2" + name);
        assertThat(rawStatus("DELETE", "/2" + raw)).isEqualTo(204);
    }

    @Test
    void bytesThatAreNotUtf8HaveToBeEncoded() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write("PUT /caf\u00e9 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"
                    .getBytes(StandardCharsets.ISO_8859_1));
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 400");
        }
        assertThat(put("/caf%E9", "x")).isEqualTo(201);
        assertThat(listing()).contains("<D:href>/caf%E9</D:href>");
        assertThat(send("GET", "/caf%E9", "").body()).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//d/x", "/d//x", "/./d/x", "/d/./x", "/d/../d/x", "///d/.//x", "/a/b/../../d/x"})
    void emptySegmentsAndDotsMeanNothing(String path) throws Exception {
        status("MKCOL", "/d");

        assertThat(rawStatus("PUT", path, "Content-Length: 0")).isEqualTo(201);
        assertThat(namesIn(data.resolve("d"))).containsExactly("x");
        assertThat(rawStatus("COPY", "/d/x", "Destination: " + path.replace('x', 'y'))).isEqualTo(201);
        assertThat(namesIn(data.resolve("d"))).containsExactly("x", "y");
        assertThat(rawStatus("PROPFIND", "//", "Depth: 1")).isEqualTo(207);
        assertThat(rawStatus("DELETE", path)).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../x", "/a%2Fb", "/a%00b", "/%zz", "/%2e%2e/x", "/a#b"})
    void pathThatCouldMeanTwoThingsIsRefusedByName(String path) throws Exception {
        String answer = sendRaw("PUT " + path + " HTTP/1.1\nHost: localhost\nContent-Length: 0\n\n");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("'" + path + "' is not a path in this share");
        put("/file", "x");
        assertThat(rawStatus("MOVE", "/file", "Destination: " + path)).isEqualTo(400);
        assertThat(namesIn(data)).containsExactly(".gitdav", "file");
    }

    @Test
    void absoluteTargetCountsWhateverHostSays() throws Exception {
        put("/file", "x");

        assertThat(rawStatus("GET", "http://elsewhere:81/file")).isEqualTo(200);
        assertThat(rawStatus("PROPFIND", "http://elsewhere", "Depth: 0")).isEqualTo(207);
    }

    @Test
    void tagInTheIfHeaderIsReadLikeTheTarget() throws Exception {
        put("/a%5B%C3%BC%20x", "x");
        String etag = send("GET", "/a%5B%C3%BC%20x", "").headers().firstValue("ETag").orElseThrow();

        for (String tag : new String[]{"/a[ü x", "//./a%5bü%20x", "http://elsewhere/a[%C3%BC x"}) {
            assertThat(rawStatus("PUT", "/a[ü%20x", "Content-Length: 0", "If: <" + tag + "> ([\"other\"])"))
                    .isEqualTo(412);
            assertThat(rawStatus("MKCOL", "/" + tag.length(), "If: <" + tag + "> ([" + etag + "])")).isEqualTo(201);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"back%5Cslash", "Icon%0D", "tab%09", "line%0Afeed", "%01", "%7F", "caf%E9", "%FF%FE",
            "%C0%AE", "%EF%BF%BD", "%ED%A0%80"})
    void nameThatADiskCanHoldIsListedServedMovedAndDeleted(String encoded) throws Exception {
        Path file = Path.of(URI.create(data.toUri() + encoded));
        Files.writeString(file, "content");

        String listing = listing();
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(listing)));
        assertThat(MEMBER.matcher(listing).results().map(match -> match.group(1))).containsExactly(encoded);
        assertThat(send("GET", "/", "").body()).contains("<a href=\"" + encoded + "\">");
        assertThat(send("GET", "/" + encoded, "").body()).isEqualTo("content");
        assertThat(status("COPY", "/" + encoded, "Destination", "/2" + encoded)).isEqualTo(201);
        assertThat(status("MOVE", "/2" + encoded, "Destination", "/plain")).isEqualTo(201);
        assertThat(content("plain")).isEqualTo("content");
        assertThat(status("DELETE", "/" + encoded)).isEqualTo(204);
        assertThat(Files.exists(file)).isFalse();
        assertThat(put("/" + encoded, "new")).isEqualTo(201);
        assertThat(file).hasContent("new");
    }

    @Test
    void ownPartOfAnHrefIsSpelledAsTheClientDid() throws Exception {
        status("MKCOL", "/surname,%20given");
        put("/surname,%20given/a,%20b", "x");

        for (String spelling : new String[]{"/surname,%20given", "/surname%2c%20given", "/%73urname%2C%20given"}) {
            assertThat(send("PROPFIND", spelling, "", "Depth", "1").body())
                    .contains("<D:href>" + spelling + "/</D:href>", "<D:href>" + spelling + "/a,%20b</D:href>");
        }
        assertThat(sendRaw("PROPFIND //surname,%20given/./ HTTP/1.1\nHost: localhost\nDepth: 0\n\n"))
                .contains("<D:href>/surname,%20given/</D:href>");
    }

    @Test
    void rawSpellingComesBackAsAValidUri() throws Exception {
        status("MKCOL", "/%3Ca&b%3E[1]%C3%BC".replace("[", "%5B").replace("]", "%5D"));

        String answer = sendRaw("PROPFIND /<a&b>[1]ü HTTP/1.1\nHost: localhost\nDepth: 0\n\n");

        assertThat(answer).contains("<D:href>/%3Ca%26b%3E%5B1%5D%C3%BC/</D:href>");
        assertThat(sendRaw("LOCK /[<&1] HTTP/1.1\nHost: localhost\nDepth: 0\nContent-Length: 111\n\n"
                + "<lockinfo xmlns='DAV:'><lockscope><exclusive/></lockscope><locktype><write/></locktype></lockinfo>"
                + "             ")).contains("<D:lockroot><D:href>/%5B%3C%261%5D</D:href></D:lockroot>");
    }

    private String listing() throws Exception {
        return send("PROPFIND", "/", "", "Depth", "1").body();
    }
}
