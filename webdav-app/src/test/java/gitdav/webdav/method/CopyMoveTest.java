package gitdav.webdav.method;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;

import static org.assertj.core.api.Assertions.assertThat;

class CopyMoveTest extends WebdavTest {

    @Test
    void copyLeavesTheSourceAndMoveDoesNot() throws Exception {
        put("/file", "x");

        assertThat(status("COPY", "/file", "Destination", server.uri() + "copy")).isEqualTo(201);
        assertThat(status("MOVE", "/file", "Destination", "/moved")).isEqualTo(201);

        assertThat(namesIn(data)).containsExactly(".gitdav", "copy", "moved");
        assertThat(content("copy")).isEqualTo("x");
        assertThat(content("moved")).isEqualTo("x");
        assertThat(uploadsInProgress()).isEmpty();
    }

    @Test
    void folderGoesWithAllItsContent() throws Exception {
        Files.createDirectories(data.resolve("folder/a/empty"));
        Files.writeString(data.resolve("folder/a/file"), "x");

        assertThat(status("COPY", "/folder/", "Destination", "/copy/")).isEqualTo(201);
        assertThat(status("MOVE", "/folder", "Destination", "/moved/", "Depth", "infinity")).isEqualTo(201);

        assertThat(namesIn(data)).containsExactly(".gitdav", "copy", "moved");
        assertThat(content("copy/a/file")).isEqualTo("x");
        assertThat(data.resolve("copy/a/empty")).isEmptyDirectory();
        assertThat(content("moved/a/file")).isEqualTo("x");
    }

    @Test
    void copyOfDepthZeroTakesNoContentAlong() throws Exception {
        Files.createDirectories(data.resolve("folder/a"));

        assertThat(status("COPY", "/folder", "Destination", "/copy", "Depth", "0")).isEqualTo(201);
        assertThat(data.resolve("copy")).isEmptyDirectory();
        assertThat(status("COPY", "/folder", "Destination", "/other", "Depth", "1")).isEqualTo(400);
        assertThat(status("MOVE", "/folder", "Destination", "/other", "Depth", "0")).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"COPY", "MOVE"})
    void destinationCountsByItsPathWhateverHostAProxyShows(String method) throws Exception {
        put("/file", "x");

        assertThat(status(method, "/file", "Destination", "https://files.example.org:8443/%C3%BC"))
                .isEqualTo(201);
        assertThat(content("ü")).isEqualTo("x");
    }

    @ParameterizedTest
    @CsvSource({"COPY,file,file", "COPY,file,folder", "COPY,folder,file", "COPY,folder,folder", "MOVE,file,file",
            "MOVE,file,folder", "MOVE,folder,file", "MOVE,folder,folder"})
    void destinationIsReplacedAsAWhole(String method, String source, String destination) throws Exception {
        make(source, "source", "new");
        make(destination, "destination", "old");

        assertThat(status(method, "/source", "Destination", "/destination", "Overwrite", "F")).isEqualTo(412);
        assertThat(contentOf(destination, "destination")).isEqualTo("old");

        assertThat(status(method, "/source", "Destination", "/destination")).isEqualTo(204);
        assertThat(contentOf(source, "destination")).isEqualTo("new");
        assertThat(Files.exists(data.resolve("source"))).isEqualTo(method.equals("COPY"));
        assertThat(uploadsInProgress()).isEmpty();
        assertThat(namesIn(data.resolve(".gitdav/replaced"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/folder,/folder", "/folder/,/folder", "/folder,/folder/below", "/folder/sub,/folder",
            "/folder/sub/file,/folder", "/folder/sub/file,/folder/sub/file"})
    void nothingGoesOntoItselfIntoItselfOrOntoItsAncestor(String source, String destination) throws Exception {
        Files.createDirectories(data.resolve("folder/sub"));
        Files.writeString(data.resolve("folder/sub/file"), "x");

        assertThat(status("MOVE", source, "Destination", destination)).isEqualTo(403);
        assertThat(status("COPY", source, "Destination", destination)).isEqualTo(403);

        assertThat(content("folder/sub/file")).isEqualTo("x");
        assertThat(namesIn(data.resolve("folder"))).containsExactly("sub");
    }

    @ParameterizedTest
    @ValueSource(strings = {"elsewhere", "http://localhost", "/a%2fb", "/../x", "/%2e%2e/x", "/a/../../x", "/%00",
            "/%zz", "/x?query", "/x#fragment", "http:///x"})
    void invalidDestinationIsABadRequest(String destination) throws Exception {
        put("/file", "x");

        assertThat(rawStatus("MOVE", "/file", "Destination: " + destination)).isEqualTo(400);
        assertThat(rawStatus("COPY", "/file", "Destination: " + destination)).isEqualTo(400);
        assertThat(namesIn(data)).containsExactly(".gitdav", "file");
        assertThat(data.resolveSibling("x")).doesNotExist();
    }

    @Test
    void overwriteIsReadWhateverItsCase() throws Exception {
        put("/file", "x");
        put("/other", "y");

        assertThat(status("MOVE", "/file", "Destination", "/other", "Overwrite", "f")).isEqualTo(412);
        assertThat(status("MOVE", "/file", "Destination", "/other", "Overwrite", "t")).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"COPY", "MOVE"})
    void requestThatMakesNoSenseChangesNothing(String method) throws Exception {
        put("/file", "x");

        assertThat(status(method, "/file")).isEqualTo(400);
        assertThat(status(method, "/file", "Destination", "/no/folder")).isEqualTo(409);
        assertThat(status(method, "/file", "Destination", "/file/below")).isEqualTo(403);
        assertThat(status(method, "/absent", "Destination", "/new")).isEqualTo(404);
        assertThat(status(method, "/file", "Destination", "/new", "Overwrite", "maybe")).isEqualTo(400);
        assertThat(namesIn(data)).containsExactly(".gitdav", "file");
    }

    private void make(String kind, String name, String content) throws Exception {
        if (kind.equals("folder")) {
            Files.createDirectory(data.resolve(name));
            Files.writeString(data.resolve(name).resolve("file"), content);
        } else {
            Files.writeString(data.resolve(name), content);
        }
    }

    private String contentOf(String kind, String name) throws Exception {
        return kind.equals("folder") ? content(name + "/file") : content(name);
    }

    @Test
    void fileIsCopiedAndMovedOverItsOwnCopy() throws Exception {
        put("/file", "x");
        assertThat(status("COPY", "/file", "Destination", "/copy")).isEqualTo(201);

        assertThat(status("COPY", "/file", "Destination", "/copy")).isEqualTo(204);
        assertThat(status("COPY", "/file", "Destination", "/copy", "Overwrite", "F")).isEqualTo(412);
        assertThat(status("MOVE", "/file", "Destination", "/copy")).isEqualTo(204);

        assertThat(namesIn(data)).containsExactly(".gitdav", "copy");
        assertThat(content("copy")).isEqualTo("x");
        assertThat(uploadsInProgress()).isEmpty();
    }

    @Test
    void copyIsAFileOfItsOwn() throws Exception {
        put("/file", "old");
        status("COPY", "/file", "Destination", "/copy");

        put("/file", "new");

        assertThat(content("copy")).isEqualTo("old");
    }
}
