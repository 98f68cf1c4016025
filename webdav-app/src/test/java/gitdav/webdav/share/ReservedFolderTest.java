package gitdav.webdav.share;

import gitdav.files.FileAttributes;
import gitdav.webdav.WebdavTest;
import gitdav.webdav.disk.Durability;
import gitdav.webdav.disk.Volume;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class ReservedFolderTest extends WebdavTest {

    @BeforeEach
    void storeSecret() throws Exception {
        Files.writeString(data.resolve(".gitdav/marker"), "secret");
        Files.writeString(data.resolve("file"), "x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.gitdav", "/.gitdav/", "/.gitdav/marker", "/.gitdav/new", "/%2egitdav/marker",
            "/%2E%67%69%74%64%61%76/marker", "/.GITDAV/marker", "/.GitDav/marker", "/.gitdav./marker",
            "/.gitdav%20/marker", "/.gitdav%20.%20./marker", "/.gitdav%20.%E2%80%8C/marker", "/.git%E2%80%8Cdav/marker",
            "/.gitdav/uploads/x"})
    void nobodyGetsInByAnySpelling(String path) throws Exception {
        assertThat(status("GET", path)).isEqualTo(404);
        assertThat(status("HEAD", path)).isEqualTo(404);
        assertThat(status("PROPFIND", path, "Depth", "1")).isEqualTo(404);
        assertThat(status("DELETE", path)).isEqualTo(404);
        assertThat(status("MKCOL", path)).isEqualTo(403);
        assertThat(send("PUT", path, "x").body()).contains("'.gitdav' is the server's own folder");
        assertThat(put(path, "x")).isEqualTo(403);
        assertThat(status("COPY", path, "Destination", "/stolen")).isEqualTo(404);
        assertThat(status("MOVE", path, "Destination", "/stolen")).isEqualTo(404);
        assertThat(status("COPY", "/file", "Destination", path)).isEqualTo(403);
        assertThat(status("MOVE", "/file", "Destination", path)).isEqualTo(403);

        assertThat(namesIn(data)).containsExactly(".gitdav", "file");
        assertThat(namesIn(data.resolve(".gitdav"))).containsExactly("following", "locks", "marker", "properties",
                "replaced", "uploads");
    }

    @Test
    void nobodyGetsIntoLostAndFoundWhichNoBackupHolds() throws Exception {
        Files.createDirectory(data.resolve("lost+found"));

        assertThat(send("PUT", "/lost+found/file", "x").statusCode()).isEqualTo(403);
        assertThat(send("GET", "/lost+found/", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/", "").body()).doesNotContain("lost");
        assertThat(send("PUT", "/folder/lost+found", "x").statusCode()).isEqualTo(409);
    }

    @Test
    void nobodySeesIt() throws Exception {
        assertThat(send("GET", "/", "").body()).contains("file").doesNotContain(".gitdav\"", ".gitdav/\"", ">.gitdav");
        assertThat(send("PROPFIND", "/", "", "Depth", "1").body()).contains("/file").doesNotContain("gitdav");
    }

    @Test
    void onlyTheOneInTheRootIsReserved() throws Exception {
        assertThat(status("MKCOL", "/sub")).isEqualTo(201);
        assertThat(status("MKCOL", "/sub/.gitdav")).isEqualTo(201);
        assertThat(put("/.gitdav-notes", "x")).isEqualTo(201);
        assertThat(send("PROPFIND", "/sub", "", "Depth", "1").body()).contains("/sub/.gitdav/");
    }

    @Test
    void diskThatKnowsItByAnotherNameKeepsItReserved() throws Exception {
        var found = FileAttributes.of(data.resolve(".gitdav"));

        try (var volume = new Volume(data, Durability.NONE); var reserved = ReservedFolder.in(volume)) {
            assertThat(reserved.isMeantBy("GITDAV~1", found)).isTrue();
            assertThat(reserved.isMeantBy("GITDAV~1", Optional.empty())).isFalse();
        }
    }
}
