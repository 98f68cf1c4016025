package gitdav.webdav.property;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/// Properties go where their file goes.
class FollowingPropertiesTest extends PropertyFixture {

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
}
