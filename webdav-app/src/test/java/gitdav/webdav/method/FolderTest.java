package gitdav.webdav.method;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class FolderTest extends WebdavTest {

    @Test
    void folderIsMadeOnce() throws Exception {
        assertThat(status("MKCOL", "/folder/")).isEqualTo(201);
        assertThat(status("MKCOL", "/folder")).isEqualTo(405);
        assertThat(data.resolve("folder")).isEmptyDirectory();
    }

    @Test
    void folderIsNotMadeOverAFileNorWithoutParentNorFromABody() throws Exception {
        put("/file", "x");

        assertThat(status("MKCOL", "/file")).isEqualTo(405);
        assertThat(status("MKCOL", "/no/folder")).isEqualTo(409);
        assertThat(send("MKCOL", "/folder", "<what/>").statusCode()).isEqualTo(415);
        assertThat(namesIn(data)).containsExactly(".gitdav", "file");
    }

    @Test
    void folderIsDeletedWithAllItsContentButNotWhatALinkInItLeadsTo() throws Exception {
        Path outside = Files.createDirectory(data.resolve("outside"));
        Files.writeString(outside.resolve("file"), "stays");
        Files.createDirectories(data.resolve("folder/a/b"));
        Files.writeString(data.resolve("folder/a/b/file"), "x");
        Files.createSymbolicLink(data.resolve("folder/a/link"), outside);

        assertThat(status("DELETE", "/folder")).isEqualTo(204);

        assertThat(namesIn(data)).containsExactly(".gitdav", "outside");
        assertThat(content("outside/file")).isEqualTo("stays");
        assertThat(uploadsInProgress()).isEmpty();
        assertThat(status("DELETE", "/folder")).isEqualTo(404);
    }

    @Test
    void folderIsNotDeletedWithoutItsContent() throws Exception {
        status("MKCOL", "/folder");

        assertThat(status("DELETE", "/folder", "Depth", "0")).isEqualTo(400);
        assertThat(data.resolve("folder")).exists();
    }

    @Test
    void shareItselfCannotBeDeletedMovedOrReplaced() throws Exception {
        put("/file", "x");

        assertThat(status("DELETE", "/")).isEqualTo(403);
        assertThat(status("MOVE", "/", "Destination", "/elsewhere")).isEqualTo(403);
        assertThat(status("COPY", "/file", "Destination", "/")).isEqualTo(403);
        assertThat(status("MKCOL", "/")).isEqualTo(405);
        assertThat(put("/", "x")).isEqualTo(405);
        assertThat(content("file")).isEqualTo("x");
    }
}
