package gitdav.webdav.share;

import gitdav.webdav.WebdavTest;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/// In `.gitdav` stands what the server has not written: another program on the volume, or a commit in its history, has put
/// it there.
class StrangersFilesTest extends WebdavTest {

    private static final String UPDATE = "<propertyupdate xmlns='DAV:'><set><prop><a xmlns='x:'>b</a></prop></set>"
            + "</propertyupdate>";

    @Test
    void endlessFileInPlaceOfPropertiesDoesNoHarm() throws Exception {
        put("/file", "content");
        send("PROPPATCH", "/file", UPDATE);
        replaceByLink(".gitdav/properties/share.d/file.xml", Path.of("/dev/zero"));
        Files.createSymbolicLink(data.resolve(".gitdav/properties/share.xml"), Path.of("/dev/zero"));

        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            assertThat(send("PROPFIND", "/", "", "Depth", "1").statusCode()).isEqualTo(207);
            assertThat(send("PROPFIND", "/file", "", "Depth", "0").statusCode()).isEqualTo(207);
            assertThat(status("DELETE", "/file")).isEqualTo(204);
        });
    }

    @Test
    void linkInPlaceOfTheFolderOfPropertiesLeadsNowhere() throws Exception {
        Path outside = Files.createDirectories(data.resolveSibling("outside"));
        put("/file", "content");
        Files.delete(data.resolve(".gitdav/properties"));
        Files.createSymbolicLink(data.resolve(".gitdav/properties"), outside);

        assertThat(send("PROPPATCH", "/file", UPDATE).statusCode()).isGreaterThanOrEqualTo(400);

        assertThat(outside).isEmptyDirectory();
        assertThat(uploadsInProgress()).isEmpty();
    }

    @Test
    void noteOfWhatIsToFollowReachesNothingButProperties() throws Exception {
        Path outside = Files.writeString(data.resolveSibling("outside"), "stays");
        put("/file", "stays");
        put("/other", "stays");
        for (String lines : new String[]{"delete\t../outside", "delete\tfile", "replace\tfile\tother",
                "replace\t.gitdav/properties/share.d/x.xml\tfile", "delete\t.gitdav/properties/../../file",
                "delete\t.gitdav/properties", "delete\t" + outside,
                "delete\t.gitdav/properties/\\002e\\002e/\\002e\\002e/file",
                "replace\t.gitdav/properties/../../../outside\t.gitdav/uploads/x", "nonsense", "delete"}) {
            plant(".gitdav/following/" + UUID.randomUUID(), "gone\tnothing\n" + lines);
        }
        plant(".gitdav/following/evil", "gone\tnothing\ndelete\tfile");
        Files.createSymbolicLink(data.resolve(".gitdav/following/link"), Path.of("/dev/zero"));
        Files.createDirectory(data.resolve(".gitdav/following/folder"));

        restart();

        assertThat(outside).hasContent("stays");
        assertThat(content("file") + content("other")).isEqualTo("staysstays");
        assertThat(data.resolve(".gitdav/following")).isEmptyDirectory();
        assertThat(data.resolve(".gitdav/properties")).isDirectory();
    }

    @Test
    void lockWhoseTokenIsAPathIsDropped() throws Exception {
        Path outside = Files.writeString(data.resolveSibling("outside"), "stays");
        put("/file", "content");
        String lock = "path=/file\nfolder=false\nexclusive=true\ndeep=false\nowner=\nuser=\n"
                + "timeout=PT1H\nexpires=2999-01-01T00:00:00Z\ntoken=opaquelocktoken:";
        plant(".gitdav/locks/lock1", lock + "../../../outside");
        String id = UUID.randomUUID().toString();
        plant(".gitdav/locks/" + id, lock + "../../../outside");
        plant(".gitdav/locks/" + UUID.randomUUID(), lock + id);
        Files.createSymbolicLink(data.resolve(".gitdav/locks/" + UUID.randomUUID()), Path.of("/dev/zero"));

        restart();

        assertThat(status("DELETE", "/file")).isEqualTo(204);
        assertThat(outside).hasContent("stays");
        assertThat(data.resolve(".gitdav/locks")).isEmptyDirectory();
    }

    @Test
    void whatWaitsToGoBackGoesNowhereButIntoTheShare() throws Exception {
        for (String place : new String[]{"/.gitdav/marker", "/../outside", "/.gitdav/uploads/x", "/", ""}) {
            Path replaced = Files.createDirectories(data.resolve(".gitdav/replaced/" + UUID.randomUUID()));
            Files.writeString(replaced.resolve("content"), "evil");
            Files.writeString(replaced.resolve("belongs-at"), place);
        }
        Path endless = Files.createDirectories(data.resolve(".gitdav/replaced/" + UUID.randomUUID()));
        Files.writeString(endless.resolve("content"), "evil");
        Files.createSymbolicLink(endless.resolve("belongs-at"), Path.of("/dev/zero"));

        restart();

        assertThat(namesIn(data)).containsExactly(".gitdav");
        assertThat(data.resolve(".gitdav/marker")).doesNotExist();
        assertThat(namesIn(data.getParent())).containsExactly("share");
    }

    @Test
    void linksAmongTheUploadsAreClearedAwayWithoutTheirTargets() throws Exception {
        Path outside = Files.createDirectories(data.resolveSibling("outside"));
        Files.writeString(outside.resolve("file"), "stays");
        Path upload = Files.createDirectory(data.resolve(".gitdav/uploads/left"));
        Files.createSymbolicLink(upload.resolve("link"), outside);

        restart();

        assertThat(outside.resolve("file")).hasContent("stays");
        assertThat(uploadsInProgress()).isEmpty();
    }

    @Test
    void serverHoldsNoFolderOpenLonger() throws Exception {
        put("/file", "content");
        send("PROPPATCH", "/file", UPDATE);
        requests();
        long before = openFolders();

        for (int i = 0; i < 20; i++) {
            requests();
        }

        assertThat(openFolders()).isEqualTo(before);
    }

    private void requests() throws Exception {
        send("GET", "/", "");
        send("GET", "/file", "");
        send("GET", "/absent/file", "");
        send("PROPFIND", "/", "", "Depth", "1");
        put("/absent/file", "x");
        put("/file", "x", "If-Match", "\"other\"");
        status("MKCOL", "/folder");
        status("MKCOL", "/folder");
        status("COPY", "/file", "Destination", "/folder/copy");
        status("COPY", "/file", "Destination", "/folder/copy", "Overwrite", "F");
        status("COPY", "/folder", "Destination", "/folder2");
        status("MOVE", "/folder2", "Destination", "/folder");
        status("MOVE", "/folder", "Destination", "/.gitdav/x");
        send("PROPPATCH", "/file", UPDATE);
        status("DELETE", "/folder");
        status("DELETE", "/folder");
    }

    private long openFolders() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(descriptor -> {
                try {
                    return Files.readSymbolicLink(descriptor).startsWith(data);
                } catch (IOException gone) {
                    return false;
                }
            }).count();
        }
    }

    private void plant(String path, String content) throws IOException {
        Files.writeString(data.resolve(path), content);
    }

    private void replaceByLink(String path, Path target) throws IOException {
        Files.delete(data.resolve(path));
        Files.createSymbolicLink(data.resolve(path), target);
    }
}
