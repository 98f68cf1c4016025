package gitdav.webdav.property;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/// Properties that are damaged, too many or malformed.
class RefusedPropertiesTest extends PropertyFixture {

    @Test
    void damagedPropertiesAreLeftOutAndTheListingIsWhole() throws Exception {
        set("/file", "<one xmlns='urn:x'>1</one>");
        Files.writeString(data.resolve(".gitdav/properties/share.d/file.xml"), "<half");

        assertThat(send("PROPFIND", "/", "", "Depth", "1").body()).contains("/file").doesNotContain("urn:x")
                .endsWith("</D:multistatus>");
    }

    @Test
    void whatIsNoPropertyUpdateIsRefused() throws Exception {
        assertThat(send("PROPPATCH", "/file", "").statusCode()).isEqualTo(400);
        assertThat(send("PROPPATCH", "/file", "<x/>").statusCode()).isEqualTo(400);
        assertThat(send("PROPPATCH", "/absent", "<D:propertyupdate xmlns:D='DAV:'/>").statusCode()).isEqualTo(404);
        assertThat(set("/file", "<a xmlns='urn:x'>".repeat(200) + "</a>".repeat(200))).contains("too deep");
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
