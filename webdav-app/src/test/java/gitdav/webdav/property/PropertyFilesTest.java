package gitdav.webdav.property;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class PropertyFilesTest extends WebdavTest {

    @Test
    void longestNameHasPropertiesThatFollowIt() throws Exception {
        String path = "/" + "ü".repeat(127) + "x";
        assertThat(status("MKCOL", path)).isEqualTo(201);
        String member = path + "/" + "m".repeat(253);
        put(member, "x");
        set(path, "<one xmlns='urn:x'>1</one>");
        set(member, "<two xmlns='urn:x'>2</two>");

        assertThat(send("PROPFIND", path, "", "Depth", "1").body()).contains(">1</one>", ">2</two>");
        String moved = "/" + "y".repeat(255);
        assertThat(status("COPY", path, "Destination", "/copy")).isEqualTo(201);
        assertThat(status("MOVE", path, "Destination", moved)).isEqualTo(201);
        restart();

        for (String place : List.of("/copy", moved)) {
            assertThat(send("PROPFIND", place, "", "Depth", "1").body()).contains(">1</one>", ">2</two>");
        }
        assertThat(status("DELETE", moved)).isEqualTo(204);
        status("MKCOL", moved);
        assertThat(allprop(moved)).doesNotContain("urn:x");
    }

    @Test
    void propertiesAreFoundWhereOlderVersionsHavePutThem() throws Exception {
        String folder = "f".repeat(253);
        String file = "x".repeat(251);
        status("MKCOL", "/" + folder);
        put("/" + folder + "/" + file, "x");
        Path stored = Files.createDirectories(data.resolve(".gitdav/properties/share.d").resolve(folder + ".d"));
        Files.writeString(stored.resolve(file + ".xml"), "<properties><one xmlns='urn:x'>1</one></properties>");

        restart();

        assertThat(allprop("/" + folder + "/" + file)).contains(">1</one>");
        assertThat(send("PROPFIND", "/" + folder, "", "Depth", "1").body()).contains(">1</one>");
    }

    @Test
    void propertiesOfAnOddNameFollowItThroughAKill() throws Exception {
        put("/a%5Ctb%09%FF", "x");
        set("/a%5Ctb%09%FF", "<one xmlns='urn:x'>1</one>");
        Path noted = data.resolve(".gitdav/following");
        server.close();
        Files.move(Path.of(URI.create(data.toUri() + "a%5Ctb%09%FF")), data.resolve("moved"));
        Files.writeString(noted.resolve("1"),
                "gone\ta\\005ctb\\0009\\dcff\nreplace\t.gitdav/properties/share.d/moved.xml\t"
                        + ".gitdav/properties/share.d/a\\005ctb\\0009\\dcff.xml");

        restart();

        assertThat(allprop("/moved")).contains(">1</one>");
        assertThat(namesIn(noted)).isEmpty();
    }

    private String set(String path, String property) throws Exception {
        return send("PROPPATCH", path, "<D:propertyupdate xmlns:D='DAV:'><D:set><D:prop>" + property
                + "</D:prop></D:set></D:propertyupdate>").body();
    }

    private String allprop(String path) throws Exception {
        return send("PROPFIND", path, "", "Depth", "0").body();
    }
}
