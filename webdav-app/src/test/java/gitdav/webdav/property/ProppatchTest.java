package gitdav.webdav.property;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;

class ProppatchTest extends PropertyFixture {

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
}
