package gitdav.webdav.method;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;

import static org.assertj.core.api.Assertions.assertThat;

class PropfindTest extends WebdavTest {

    @Test
    void folderIsListedWithItsChildrenOnly() throws Exception {
        Files.createDirectories(data.resolve("folder/sub/subsub"));
        Files.writeString(data.resolve("folder/file"), "x");

        assertThat(hrefs(propfind("/folder", "1", ""))).containsExactlyInAnyOrder("/folder/", "/folder/sub/",
                "/folder/file");
        assertThat(hrefs(propfind("/folder/", "0", ""))).containsExactly("/folder/");
        assertThat(hrefs(propfind("/folder/file", "1", ""))).containsExactly("/folder/file");
    }

    @Test
    void fileHasAllLiveProperties() throws Exception {
        put("/note.txt", "hello");
        Files.setLastModifiedTime(data.resolve("note.txt"), FileTime.from(Instant.parse("2026-01-02T03:04:05.678Z")));

        var answer = propfind("/note.txt", "0", "<propfind xmlns='DAV:'><allprop/></propfind>");

        assertThat(text(answer, "displayname")).isEqualTo("note.txt");
        assertThat(text(answer, "getcontentlength")).isEqualTo("5");
        assertThat(text(answer, "getcontenttype")).isEqualTo("text/plain");
        assertThat(text(answer, "getlastmodified")).isEqualTo("Fri, 02 Jan 2026 03:04:05 GMT");
        assertThat(text(answer, "creationdate")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(text(answer, "getetag")).startsWith("\"");
        assertThat(elements(answer, "collection").getLength()).isZero();
        assertThat(text(answer, "status")).isEqualTo("HTTP/1.1 200 OK");
    }

    @Test
    void folderHasAResourceTypeAndNoLength() throws Exception {
        var answer = propfind("/", "0", "");

        assertThat(elements(answer, "collection").getLength()).isOne();
        assertThat(elements(answer, "getcontentlength").getLength()).isZero();
    }

    @Test
    void propertyThatIsNotThereIsReportedAsNotFound() throws Exception {
        put("/file", "x");

        var answer = propfind("/file", "0", """
                <D:propfind xmlns:D="DAV:" xmlns:z="urn:z"><D:prop>
                  <D:displayname/><z:color/><none/><D:executable/>
                </D:prop></D:propfind>""");

        NodeList propstats = elements(answer, "propstat");
        assertThat(propstats.getLength()).isEqualTo(2);
        assertThat(propstats.item(0).getTextContent()).isEqualTo("fileHTTP/1.1 200 OK");
        assertThat(propstats.item(1).getTextContent()).isEqualTo("HTTP/1.1 404 Not Found");
        assertThat(answer.getElementsByTagNameNS("urn:z", "color").getLength()).isOne();
        assertThat(answer.getElementsByTagNameNS(null, "none").getLength()).isOne();
        assertThat(elements(answer, "executable").getLength()).isOne();
    }

    @Test
    void namesOfPropertiesComeWithoutValues() throws Exception {
        put("/file", "x");

        var answer = propfind("/file", "0", "<propfind xmlns='DAV:'><propname/></propfind>");

        assertThat(elements(answer, "getetag").getLength()).isOne();
        assertThat(text(answer, "prop")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<propfind xmlns='DAV:'><allprop></propfind>", "no xml", "<propfind xmlns='DAV:'/>",
            "<propfind><allprop/></propfind>", "<x xmlns='DAV:'><allprop/></x>",
            "<propfind xmlns='DAV:'><allprop/><propname/></propfind>",
            "<D:propfind xmlns:D='DAV:'><D:prop><x:y xmlns:x=''/></D:prop></D:propfind>",
            "<D:propfind xmlns:D='DAV:'><D:prop><undeclared:y/></D:prop></D:propfind>",
            "<!DOCTYPE x><propfind xmlns='DAV:'><allprop/></propfind>",
            "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><propfind xmlns='DAV:'><prop>&e;</prop></propfind>",
            "<propfind xmlns='DAV:'><allprop/>&e;</propfind>"})
    void malformedBodyIsABadRequest(String body) throws Exception {
        assertThat(send("PROPFIND", "/", body, "Depth", "0").statusCode()).isEqualTo(400);
    }

    @Test
    void whatIsNotUnderstoodInABodyIsIgnored() throws Exception {
        var answer = propfind("/", "0", "<propfind xmlns='DAV:'><x xmlns='urn:x'/><allprop/></propfind>");

        assertThat(elements(answer, "displayname").getLength()).isOne();
    }

    @Test
    void bodyOfMoreThanOneMebibyteIsTooLong() throws Exception {
        assertThat(send("PROPFIND", "/", " ".repeat(1024 * 1024 + 1), "Depth", "0").statusCode()).isEqualTo(413);
    }

    @Test
    void answerNamesALongNamespaceOnceAndNotForEachFile() throws Exception {
        for (int i = 0; i < 20; i++) {
            put("/file" + i, "x");
        }
        String body = "<propfind xmlns='DAV:' xmlns:n='" + "n".repeat(900) + "'><prop>" + IntStream.range(0, 90)
                .mapToObj(i -> "<n:a" + i + "/>").collect(Collectors.joining()) + "</prop></propfind>";

        var answer = send("PROPFIND", "/", body, "Depth", "1");

        assertThat(answer.statusCode()).isEqualTo(207);
        assertThat(answer.body().length()).isLessThan(30 * body.length());
    }

    @Test
    void bodyWithMoreNamesThanAnybodyAsksForIsRefused() throws Exception {
        for (String names : List.of("<a%d/>", "<?a%d?>", "<a%d" + "x".repeat(100) + "/>")) {
            String body = "<propfind xmlns='DAV:'><prop>" + IntStream.range(0, 11_000).mapToObj(names::formatted)
                    .collect(Collectors.joining()) + "</prop></propfind>";

            assertThat(send("PROPFIND", "/", body, "Depth", "0").statusCode()).as(names).isIn(400, 413);
        }
    }

    @Test
    void wholeTreeIsRefusedAndTheReasonGivenToPrograms() throws Exception {
        for (String[] headers : new String[][]{{}, {"Depth", "infinity"}}) {
            var answer = send("PROPFIND", "/", "", headers);

            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(elements(parse(answer.body()), "propfind-finite-depth").getLength()).isOne();
        }
        assertThat(status("PROPFIND", "/", "Depth", "2")).isEqualTo(400);
    }

    @Test
    void fileHasNoTreeThatCouldBeTooDeep() throws Exception {
        put("/file", "x");

        assertThat(status("PROPFIND", "/file")).isEqualTo(207);
    }

    @Test
    void propertyAskedForTwiceIsAnsweredOnce() throws Exception {
        var answer = propfind("/", "0", """
                <propfind xmlns='DAV:'><prop><displayname/><displayname/><getetag/><getetag/></prop></propfind>""");

        assertThat(elements(answer, "displayname").getLength()).isOne();
        assertThat(elements(answer, "getetag").getLength()).isOne();
    }

    @Test
    void absentResourceIsNotFound() throws Exception {
        assertThat(status("PROPFIND", "/absent", "Depth", "0")).isEqualTo(404);
    }

    @Test
    void folderOfManyFilesIsListedWhole() throws Exception {
        for (int i = 0; i < 2000; i++) {
            Files.createFile(data.resolve("file-" + i));
        }

        assertThat(hrefs(propfind("/", "1", ""))).hasSize(2001);
    }

    private Document propfind(String path, String depth, String body) throws Exception {
        var answer = send("PROPFIND", path, body, "Depth", depth);
        assertThat(answer.statusCode()).isEqualTo(207);
        return parse(answer.body());
    }

    private static Document parse(String xml) throws Exception {
        var factory = DocumentBuilderFactory.newNSInstance();
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }

    private static NodeList elements(Document answer, String name) {
        return answer.getElementsByTagNameNS("DAV:", name);
    }

    private static String text(Document answer, String name) {
        return ((Element) elements(answer, name).item(0)).getTextContent();
    }

    private static List<String> hrefs(Document answer) {
        NodeList hrefs = elements(answer, "href");
        return IntStream.range(0, hrefs.getLength()).mapToObj(i -> hrefs.item(i).getTextContent()).toList();
    }
}
