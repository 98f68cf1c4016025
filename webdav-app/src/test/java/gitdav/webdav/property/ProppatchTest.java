package gitdav.webdav.property;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class ProppatchTest extends WebdavTest {

    @BeforeEach
    void storeFile() throws Exception {
        put("/file", "content");
    }

    @Test
    void propertyIsKeptAsItWasGiven() throws Exception {
        assertThat(set("/file", "<z:author xmlns:z='urn:z' xml:lang='de'>Jörg <b xmlns='urn:b' c='1&#10;2'>&lt;𝄞</b>"
                + "</z:author>")).contains("200 OK");

        assertThat(allprop("/file")).contains("<z:author ", "xmlns:z=\"urn:z\"", "xml:lang=\"de\"",
                ">Jörg <b ", "c=\"1&#10;2\"", "&lt;𝄞</b></z:author>");
    }

    @Test
    void prefixesThatTheValueUsesKeepTheirMeaning() throws Exception {
        send("PROPPATCH", "/file", """
                <D:propertyupdate xmlns:D="DAV:" xmlns:q="urn:q" xml:lang="en"><D:set><D:prop>
                <kind xmlns="urn:k">q:name</kind><none/></D:prop></D:set></D:propertyupdate>""");

        assertThat(allprop("/file")).contains("xmlns:q=\"urn:q\"", "xml:lang=\"en\"", ">q:name</kind>",
                "<none xml:lang=\"en\" xmlns=\"\"");
    }

    @Test
    void propertiesAreChangedInOrderAllOrNone() throws Exception {
        set("/file", "<one xmlns='urn:x'>1</one>");

        String refused = send("PROPPATCH", "/file", """
                <D:propertyupdate xmlns:D="DAV:"><D:set><D:prop><two xmlns="urn:x">2</two></D:prop></D:set>
                <D:remove><D:prop><one xmlns="urn:x"/></D:prop></D:remove>
                <D:set><D:prop><D:getetag>mine</D:getetag></D:prop></D:set></D:propertyupdate>""").body();

        assertThat(refused)
                .contains("<D:getetag/>", "403 Forbidden", "<D:cannot-modify-protected-property/>")
                .contains("two", "424 Failed Dependency");
        assertThat(allprop("/file")).contains(">1</one>").doesNotContain("two");

        send("PROPPATCH", "/file", """
                <D:propertyupdate xmlns:D="DAV:"><D:set><D:prop><two xmlns="urn:x">2</two></D:prop></D:set>
                <D:remove><D:prop><one xmlns="urn:x"/><two xmlns="urn:x"/></D:prop></D:remove>
                <D:set><D:prop><two xmlns="urn:x">3</two></D:prop></D:set></D:propertyupdate>""");
        assertThat(allprop("/file")).contains(">3</two>").doesNotContain("one", ">2</two>");
    }

    @Test
    void removingWhatIsNotThereSucceeds() throws Exception {
        assertThat(send("PROPPATCH", "/file", """
                <D:propertyupdate xmlns:D="DAV:"><D:remove><D:prop><none xmlns="urn:x"/></D:prop></D:remove>
                </D:propertyupdate>""").body()).contains("200 OK");
    }

    @Test
    void propertyIsFoundByNameAndListed() throws Exception {
        set("/file", "<one xmlns='urn:x'>1</one>");

        assertThat(propfind("/file", "<prop><one xmlns='urn:x'/><two xmlns='urn:x'/></prop>"))
                .contains(">1</one>", "200 OK", "two", "404 Not Found");
        assertThat(propfind("/file", "<propname/>")).contains(":one", "resourcetype").doesNotContain(">1<");
        assertThat(propfind("/file", "<allprop/><include><quota-used-bytes/></include>")).contains(">1</one>");
        assertThat(send("PROPFIND", "/", "", "Depth", "1").body()).contains(">1</one>");
    }

    @Test
    void propertiesFollowTheFile() throws Exception {
        set("/file", "<one xmlns='urn:x'>1</one>");

        status("COPY", "/file", "Destination", "/copy");
        assertThat(allprop("/copy")).contains(">1</one>");
        status("MOVE", "/file", "Destination", "/moved");
        assertThat(allprop("/moved")).contains(">1</one>");
        put("/file", "another");
        assertThat(allprop("/file")).doesNotContain("one");
        status("DELETE", "/copy");
        put("/copy", "another");
        assertThat(allprop("/copy")).doesNotContain("one");
        put("/moved", "new content");
        assertThat(allprop("/moved")).contains(">1</one>");
    }

    @Test
    void fileThatIsMovedOverItsCopyTakesItsPropertiesAlong() throws Exception {
        set("/file", "<one xmlns='urn:x'>1</one>");
        status("COPY", "/file", "Destination", "/copy");

        assertThat(status("MOVE", "/file", "Destination", "/copy")).isEqualTo(204);

        assertThat(allprop("/copy")).contains(">1</one>");
        put("/file", "another");
        assertThat(allprop("/file")).doesNotContain("one");
    }

    @Test
    void propertiesOfAFolderAndItsMembersFollowIt() throws Exception {
        status("MKCOL", "/folder");
        put("/folder/below", "x");
        set("/folder", "<of xmlns='urn:x'>folder</of>");
        set("/folder/below", "<of xmlns='urn:x'>member</of>");

        assertThat(status("COPY", "/folder/", "Destination", "/copy/")).isEqualTo(201);
        assertThat(allprop("/copy/")).contains(">folder</of>");
        assertThat(allprop("/copy/below")).contains(">member</of>");

        assertThat(status("MOVE", "/folder/", "Destination", "/moved/")).isEqualTo(201);
        assertThat(allprop("/moved/below")).contains(">member</of>");

        status("MKCOL", "/plain");
        assertThat(status("MOVE", "/plain/", "Destination", "/moved/")).isEqualTo(204);
        put("/moved/below", "x");
        assertThat(allprop("/moved/") + allprop("/moved/below")).doesNotContain("urn:x");
    }

    @Test
    void copyOverAFileBringsItsOwnProperties() throws Exception {
        set("/file", "<one xmlns='urn:x'>1</one>");
        put("/other", "x");
        set("/other", "<two xmlns='urn:x'>2</two>");

        status("COPY", "/file", "Destination", "/other");

        assertThat(allprop("/other")).contains(">1</one>").doesNotContain("two");
    }

    @Test
    void propertiesOutliveTheServer() throws Exception {
        set("/file", "<one xmlns='urn:x'>1</one>");
        set("/", "<of xmlns='urn:x'>the share</of>");

        restart();

        assertThat(allprop("/file")).contains(">1</one>");
        assertThat(allprop("/")).contains(">the share</of>");
    }

    @Test
    void propertiesFollowWhatHadGoneBeforeTheServerWasKilled() throws Exception {
        set("/file", "<one xmlns='urn:x'>1</one>");
        server.close();
        // As it is between the rename of the file and that of its properties.
        Files.move(data.resolve("file"), data.resolve("moved"));
        note("gone\tfile\nreplace\t.gitdav/properties/share.d/moved.xml\t.gitdav/properties/share.d/file.xml");

        restart();

        assertThat(allprop("/moved")).contains(">1</one>");
    }

    @Test
    void propertiesStayWithWhatHadNotGoneYetWhenTheServerWasKilled() throws Exception {
        set("/file", "<one xmlns='urn:x'>1</one>");
        server.close();
        note("gone\tfile\nreplace\t.gitdav/properties/share.d/moved.xml\t.gitdav/properties/share.d/file.xml");

        restart();

        assertThat(allprop("/file")).contains(">1</one>");
        assertThat(namesIn(data.resolve(".gitdav/following"))).isEmpty();
    }

    @Test
    void damagedPropertiesAreLeftOutAndTheListingIsWhole() throws Exception {
        set("/file", "<one xmlns='urn:x'>1</one>");
        Files.writeString(data.resolve(".gitdav/properties/share.d/file.xml"), "<half");

        assertThat(send("PROPFIND", "/", "", "Depth", "1").body()).contains("/file").doesNotContain("urn:x")
                .endsWith("</D:multistatus>");
    }

    @Test
    void timeThatWindowsSetsIsTheFilesTime() throws Exception {
        String answer = set("/file", "<Win32LastModifiedTime xmlns='urn:schemas-microsoft-com:'>"
                + "Sun, 06 Nov 1994 08:49:37 GMT</Win32LastModifiedTime>");

        assertThat(answer).contains("200 OK");
        assertThat(Files.getLastModifiedTime(data.resolve("file")).toInstant())
                .isEqualTo(Instant.parse("1994-11-06T08:49:37Z"));
        assertThat(set("/file", "<Win32LastModifiedTime xmlns='urn:schemas-microsoft-com:'>soon"
                + "</Win32LastModifiedTime>")).contains("409 Conflict");
    }

    @Test
    void timeSetOnOneCopyLeavesTheOtherAlone() throws Exception {
        status("COPY", "/file", "Destination", "/copy");
        Instant before = Files.getLastModifiedTime(data.resolve("copy")).toInstant();

        set("/file", "<Win32LastModifiedTime xmlns='urn:schemas-microsoft-com:'>"
                + "Sun, 06 Nov 1994 08:49:37 GMT</Win32LastModifiedTime>");

        assertThat(Files.getLastModifiedTime(data.resolve("copy")).toInstant()).isEqualTo(before);
        assertThat(content("file")).isEqualTo("content");
    }

    @Test
    void whatIsNoPropertyUpdateIsRefused() throws Exception {
        assertThat(send("PROPPATCH", "/file", "").statusCode()).isEqualTo(400);
        assertThat(send("PROPPATCH", "/file", "<x/>").statusCode()).isEqualTo(400);
        assertThat(send("PROPPATCH", "/absent", "<D:propertyupdate xmlns:D='DAV:'/>").statusCode()).isEqualTo(404);
        assertThat(set("/file", "<a xmlns='urn:x'>".repeat(200) + "</a>".repeat(200))).contains("too deep");
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

    private void note(String text) throws Exception {
        Path notes = data.resolve(".gitdav/following");
        Files.writeString(notes.resolve("1"), text);
    }

    @Test
    void noteThatCannotBeReadDoesNotKeepTheServerFromStarting() throws Exception {
        server.close();
        note("");
        Files.createDirectories(data.resolve(".gitdav/replaced/1/content"));

        restart();

        assertThat(status("GET", "/file")).isEqualTo(200);
    }

    @Test
    void readerSeesTheOldOrTheNewPropertyAndNeverNone() throws Exception {
        set("/file", "<one xmlns='urn:x'>0</one>");
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Void> writer = clients.submit(() -> {
                for (int round = 1; round <= 100; round++) {
                    set("/file", "<one xmlns='urn:x'>" + round + "</one>");
                }
                return null;
            });
            while (!writer.isDone()) {
                assertThat(allprop("/file")).contains("</one>");
            }
            writer.get();
        }
    }

    @Test
    void propertyThatCouldNotBeReadAgainIsRefusedAndTheOthersStay() throws Exception {
        set("/file", "<one xmlns='urn:x'>1</one>");
        String namespaces = IntStream.range(0, 20).mapToObj(i -> " xmlns:n" + i + "='urn:" + i + "'")
                .collect(Collectors.joining());
        String many = IntStream.range(0, 1000).mapToObj(i -> "<two" + i + "/>").collect(Collectors.joining());

        assertThat(send("PROPPATCH", "/file", "<D:propertyupdate xmlns:D='DAV:'" + namespaces + "><D:set><D:prop>"
                + many + "</D:prop></D:set></D:propertyupdate>").body())
                .contains("507 Insufficient Storage");

        assertThat(allprop("/file")).contains(">1</one>").doesNotContain("two");
    }

    @Test
    void namespacesThatAreRepeatedForEachPropertyCannotFillTheMemory() throws Exception {
        String namespaces = IntStream.range(0, 100).mapToObj(i -> " xmlns:n" + i + "='urn:" + "x".repeat(900) + "'")
                .collect(Collectors.joining());

        assertThat(send("PROPPATCH", "/file", "<D:propertyupdate xmlns:D='DAV:'" + namespaces + "><D:set><D:prop>"
                + "<a/>".repeat(100_000) + "</D:prop></D:set></D:propertyupdate>").statusCode()).isEqualTo(413);
    }

    @Test
    void damagedPropertiesAreNotWrittenOver() throws Exception {
        set("/file", "<one xmlns='urn:x'>1</one>");
        Path stored = data.resolve(".gitdav/properties/share.d/file.xml");
        Files.writeString(stored, "<half");

        assertThat(send("PROPPATCH", "/file", "<D:propertyupdate xmlns:D='DAV:'><D:set><D:prop><x/></D:prop></D:set>"
                + "</D:propertyupdate>").statusCode()).isEqualTo(507);
        assertThat(stored).hasContent("<half");
    }

    @Test
    void nameInTheNamespaceOfXmlItselfIsAnsweredWellFormed() throws Exception {
        assertThat(propfind("/file", "<prop><xml:foo/></prop>")).contains("<xml:foo/>").doesNotContain("x:foo");
    }
}
