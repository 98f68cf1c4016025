package gitdav.webdav.method;

import gitdav.files.FileTree;
import gitdav.files.OpenFolder;
import gitdav.files.TreeDeletion;
import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("long")
class NestedFoldersTest extends WebdavTest {

    private static final int MOST = FileTree.MOST_NESTED;

    @Test
    void foldersLieInOneAnotherToADocumentedDepth() throws Exception {
        nest("a", MOST - 1);
        String deepest = "/a".repeat(MOST - 1);
        assertThat(status("MKCOL", deepest + "/a")).isEqualTo(201);

        var refused = send("MKCOL", deepest + "/a/a", "");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("Not more than " + MOST + " folders");
        assertThat(put(deepest + "/a/file", "x")).isEqualTo(201);
    }

    @Test
    void treeGoesNoFurtherDownThanThat() throws Exception {
        nest("a", MOST);
        status("MKCOL", "/b");
        status("MKCOL", "/b/b");

        assertThat(status("COPY", "/a", "Destination", "/b/a")).isEqualTo(403);
        assertThat(status("MOVE", "/a", "Destination", "/b/a")).isEqualTo(403);
        assertThat(namesIn(data.resolve("b"))).containsExactly("b");
        assertThat(status("COPY", "/a/a", "Destination", "/b/a")).isEqualTo(201);
        assertThat(status("MOVE", "/b/a", "Destination", "/b/b/a")).isEqualTo(403);
        assertThat(status("MOVE", "/a", "Destination", "/c")).isEqualTo(201);
    }

    @Test
    void deeperTreeThatIsThereAlreadyIsListedCopiedAndDeleted() throws Exception {
        restart("--webdav-propfind-infinity=true");
        nest("a", 400);

        assertThat(status("PROPFIND", "/a", "Depth", "infinity")).isEqualTo(207);
        assertThat(status("COPY", "/a", "Destination", "/b")).isEqualTo(201);
        assertThat(status("DELETE", "/a")).isEqualTo(204);
        assertThat(uploadsInProgress()).isEmpty();
        try (OpenFolder root = OpenFolder.at(data)) {
            TreeDeletion.delete(root, Path.of("b"));
        }
        assertThat(namesIn(data)).containsExactly(".gitdav");
    }

    /// By descriptors: a path as long as that is no path to the system.
    private void nest(String name, int depth) throws IOException {
        OpenFolder folder = OpenFolder.at(data);
        for (int i = 0; i < depth; i++) {
            try (OpenFolder around = folder) {
                Files.createDirectory(around.path(Path.of(name)));
                folder = around.folder(Path.of(name));
            }
        }
        folder.close();
    }
}
