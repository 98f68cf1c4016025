package gitdav.webdav;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class PathTraversalTest extends WebdavTest {

    @TempDir
    Path outside;

    @BeforeEach
    void storeSecretOutside() throws Exception {
        Files.writeString(outside.resolve("secret"), "secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/..", "/../", "/../x", "/a/../../x", "/%2e%2e/x", "/%2E./x", "/%2e/x", "/.%2e%2fx",
            "/..%2fx", "/a%2fb", "/%2e%2e%2f%2e%2e%2fx", "/%00", "/x%00.txt", "/%", "/%4", "/%zz", "/x#y", "/x#",
            "/..;/x", "/%2e.;y/x", "/%u002e%u002e/x", "http:/../x", "http://localhost/../x", "x"})
    void pathThatMightLeadElsewhereIsABadRequest(String path) throws Exception {
        for (String method : new String[]{"GET", "PUT", "DELETE", "MKCOL"}) {
            assertThat(rawStatus(method, path)).as(method).isEqualTo(400);
        }
        assertThat(namesIn(data)).containsExactly(".gitdav");
        assertThat(data.resolveSibling("x")).doesNotExist();
    }

    @Test
    void bytesThatOnceMeantDotsAreOnlyBytes() throws Exception {
        assertThat(rawStatus("GET", "/%c0%ae%c0%ae/x")).isEqualTo(404);
        assertThat(rawStatus("PUT", "/%c0%ae%c0%ae/x", "Content-Length: 0")).isEqualTo(409);
        assertThat(rawStatus("PUT", "/..%5cx", "Content-Length: 0")).isEqualTo(201);

        assertThat(namesIn(data)).containsExactlyInAnyOrder(".gitdav", "..\\x");
    }

    @Test
    void dotsWithinANameAreJustDots() throws Exception {
        assertThat(put("/..x", "1")).isEqualTo(201);
        assertThat(put("/...", "2")).isEqualTo(201);
        assertThat(put("/x;y=1", "3")).isEqualTo(201);
        assertThat(put("/%252e%252e", "4")).isEqualTo(201);

        assertThat(namesIn(data)).containsExactly("%2e%2e", "...", "..x", ".gitdav", "x;y=1");
    }

    @Test
    void linkIsNotThere() throws Exception {
        Files.createSymbolicLink(data.resolve("link"), outside);
        Files.createSymbolicLink(data.resolve("file-link"), outside.resolve("secret"));

        assertThat(status("GET", "/link/")).isEqualTo(404);
        assertThat(status("GET", "/link/secret")).isEqualTo(404);
        assertThat(status("GET", "/file-link")).isEqualTo(404);
        assertThat(status("PROPFIND", "/link", "Depth", "1")).isEqualTo(404);
        assertThat(status("DELETE", "/link/secret")).isEqualTo(404);
        assertThat(status("DELETE", "/file-link")).isEqualTo(404);
        assertThat(status("COPY", "/link", "Destination", "/copy")).isEqualTo(404);
        assertThat(send("PROPFIND", "/", "", "Depth", "1").body()).doesNotContain("link");
    }

    @Test
    void nothingIsWrittenThroughALink() throws Exception {
        put("/file", "x");
        Files.createSymbolicLink(data.resolve("link"), outside);
        Files.createSymbolicLink(data.resolve("file-link"), outside.resolve("secret"));
        Files.createSymbolicLink(data.resolve("dangling"), outside.resolve("absent"));

        assertThat(put("/link/new", "x")).isEqualTo(409);
        assertThat(put("/file-link", "x")).isEqualTo(403);
        assertThat(put("/dangling", "x")).isEqualTo(403);
        assertThat(status("MKCOL", "/link/new")).isEqualTo(409);
        assertThat(status("MKCOL", "/dangling")).isEqualTo(403);
        assertThat(status("MOVE", "/file", "Destination", "/link/new")).isEqualTo(409);
        assertThat(status("COPY", "/file", "Destination", "/file-link")).isEqualTo(403);

        assertThat(namesIn(outside)).containsExactly("secret");
        assertThat(outside.resolve("secret")).hasContent("secret");
        assertThat(data.resolve("file-link")).isSymbolicLink();
    }

    @Test
    void copyOfAFolderLeavesLinksBehind() throws Exception {
        Files.createDirectory(data.resolve("folder"));
        Files.createSymbolicLink(data.resolve("folder/link"), outside);

        assertThat(status("COPY", "/folder", "Destination", "/copy")).isEqualTo(201);
        assertThat(data.resolve("copy")).isEmptyDirectory();
    }

    @Test
    void pipeIsNotThereAndIsNeverOpened() throws Exception {
        Path pipe = data.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

        assertThat(status("GET", "/pipe")).isEqualTo(404);
        assertThat(put("/pipe", "x")).isEqualTo(403);
        assertThat(status("COPY", "/pipe", "Destination", "/copy")).isEqualTo(404);
        assertThat(send("PROPFIND", "/", "", "Depth", "1").body()).doesNotContain("pipe");
    }
}
