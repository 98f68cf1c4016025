package gitdav.backup.history;

import gitdav.volume.tree.Chunks;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class PastFilesTest extends HistoryTest {

    private static final String FILES = "/versions/2026-11-28T12-00-00Z/files";

    @Test
    void filesOfAVersionAreAsTheyWere() throws Exception {
        write("folder/notes.txt", "as it was");
        backUp(NOON);
        write("folder/notes.txt", "as it is");
        backUp(NOON.plusSeconds(60));

        HttpResponse<String> answer = send("GET", FILES + "/folder/notes.txt");

        assertThat(answer.body()).isEqualTo("as it was");
        assertThat(answer.headers().firstValue("Last-Modified")).contains("Sat, 3 Feb 2001 04:05:06 GMT");
        assertThat(answer.headers().firstValue("History-Modified")).contains("2001-02-03T04:05:06.123456789Z");
        String id = store.repository().resolve("main~1:folder/notes.txt").name();
        assertThat(answer.headers().firstValue("ETag")).contains("\"" + id + "\"");
        assertThat(send("GET", FILES + "/folder/notes.txt", "If-None-Match", "\"" + id + "\"").statusCode())
                .isEqualTo(304);
    }

    @Test
    void folderIsListedWithTypesSizesAndTimes() throws Exception {
        Path script = write("folder/run", "#!/bin/sh");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectories(volume.root().resolve("folder/empty"));
        Files.createSymbolicLink(volume.root().resolve("folder/link"), Path.of("/etc/passwd"));
        backUp(NOON);

        JsonNode entries = json(FILES + "/folder/").path("entries");

        assertThat(each(entries, "name")).containsExactlyInAnyOrder("run", "empty", "link");
        JsonNode run = entry(entries, "run");
        assertThat(run.path("type").asString()).isEqualTo("file");
        assertThat(run.path("size").asLong()).isEqualTo(9);
        assertThat(run.path("executable").asBoolean()).isTrue();
        assertThat(run.path("modified").asString()).isEqualTo("2001-02-03T04:05:06.123456789Z");
        assertThat(entry(entries, "empty").path("type").asString()).isEqualTo("folder");
        assertThat(entry(entries, "link").path("type").asString()).isEqualTo("link");
    }

    @Test
    void ourOwnFolderIsNoPartOfTheShare() throws Exception {
        write("file", "one");
        backUp(NOON);

        assertThat(each(json(FILES + "/").path("entries"), "name")).containsExactly("file");
        assertThat(send("GET", FILES + "/.gitdav/layout").statusCode()).isEqualTo(404);
    }

    @Test
    void linkInHistoryIsNeverFollowed() throws Exception {
        Files.createSymbolicLink(volume.root().resolve("link"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(volume.root().resolve("folder"), Path.of("/etc"));
        backUp(NOON);

        assertThat(send("GET", FILES + "/link").statusCode()).isEqualTo(404);
        assertThat(send("GET", FILES + "/folder/").statusCode()).isEqualTo(404);
        assertThat(send("GET", FILES + "/folder/passwd").statusCode()).isEqualTo(404);
    }

    @Test
    void namesThatMeanSomethingToGitAreAsTheyWere() throws Exception {
        write(".git/config", "not git's");
        write(".gitattributes", "* binary");
        write("100% Grüße #1?.txt", "odd");
        Path raw = Path.of(URI.create(volume.root().toUri() + "raw%FF"));
        Files.writeString(raw, "not UTF-8");
        backUp(NOON);

        assertThat(each(json(FILES + "/").path("entries"), "name")).containsExactlyInAnyOrder(".git", ".gitattributes",
                "100%25%20Gr%C3%BC%C3%9Fe%20%231%3F.txt", "raw%FF");
        assertThat(send("GET", FILES + "/.git/config").body()).isEqualTo("not git's");
        assertThat(send("GET", FILES + "/100%25%20Gr%C3%BC%C3%9Fe%20%231%3F.txt").body()).isEqualTo("odd");
        assertThat(send("GET", FILES + "/raw%FF").body()).isEqualTo("not UTF-8");
    }

    @Test
    void largeFileIsPutTogetherFromItsChunksInWholeAndInPart() throws Exception {
        byte[] content = new byte[2 * Chunks.SIZE + 1000];
        new Random(1).nextBytes(content);
        Files.write(volume.root().resolve("film.mp4"), content);
        backUp(NOON);

        assertThat(bytes(FILES + "/film.mp4", "bytes=0-")).isEqualTo(content);
        int seam = Chunks.SIZE;
        assertThat(bytes(FILES + "/film.mp4", "bytes=" + (seam - 3) + "-" + (seam + 4)))
                .isEqualTo(Arrays.copyOfRange(content, seam - 3, seam + 5));
        assertThat(bytes(FILES + "/film.mp4", "bytes=-1500"))
                .isEqualTo(Arrays.copyOfRange(content, content.length - 1500, content.length));
        assertThat(entry(json(FILES + "/").path("entries"), "film.mp4").path("size").asLong())
                .isEqualTo(content.length);
    }

    @Test
    void partOfAFileIsSentAndOneBehindItsEndIsRefused() throws Exception {
        write("file", "0123456789");
        backUp(NOON);

        HttpResponse<String> part = send("GET", FILES + "/file", "Range", "bytes=2-4");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("234");
        assertThat(part.headers().firstValue("Content-Range")).contains("bytes 2-4/10");
        assertThat(send("GET", FILES + "/file", "Range", "bytes=10-").statusCode()).isEqualTo(416);
        assertThat(send("GET", FILES + "/file", "Range", "bytes=2-4", "If-Range", "\"other\"").statusCode())
                .isEqualTo(200);
        assertThat(send("GET", FILES + "/file", "Range", "bytes=0-1,3-4").body()).isEqualTo("0123456789");
    }

    @Test
    void headersAloneSayTheSame() throws Exception {
        write("folder/file", "0123456789");
        write("empty", "");
        backUp(NOON);

        HttpResponse<String> file = send("HEAD", FILES + "/folder/file");
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("Content-Length")).contains("10");
        assertThat(send("GET", FILES + "/empty").body()).isEmpty();
        assertThat(send("HEAD", FILES + "/folder").statusCode()).isEqualTo(301);
        assertThat(send("HEAD", FILES + "/folder").headers().firstValue("Location")).contains(FILES + "/folder/");
        assertThat(send("HEAD", FILES + "/folder/").statusCode()).isEqualTo(200);
        assertThat(send("HEAD", FILES + "/").statusCode()).isEqualTo(200);
        assertThat(send("HEAD", FILES + "/absent").statusCode()).isEqualTo(404);
    }

    @Test
    void pathThatLeadsAwayIsRefused() throws Exception {
        write("file", "one");
        backUp(NOON);

        assertThat(send("GET", FILES + "/folder/%2E%2E/file").statusCode()).isEqualTo(400);
        assertThat(send("GET", FILES + "/%2E%2E/git/config").statusCode()).isEqualTo(400);
        assertThat(send("GET", FILES + "/a%00b").statusCode()).isEqualTo(400);
        assertThat(send("GET", "/versions/2020-01-01T00-00-00Z/files/").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/versions/main/files/").statusCode()).isEqualTo(404);
    }

    @Test
    void whatTheStoreHasLostIsGoneAndNoTraceOfIt() throws Exception {
        write("file", "one");
        ObjectId commit = backUp(NOON);
        json("/versions");
        try (var objects = Files.walk(store.folder().resolve("objects"))) {
            for (Path file : objects.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(commit.name().substring(2))).toList()) {
                Files.delete(file);
            }
        }
        server.close();
        server = HistoryServer.start(0, store.folder(), "main", new StubBackups());

        HttpResponse<String> answer = send("GET", FILES + "/file");

        assertThat(answer.statusCode()).isEqualTo(410);
        assertThat(answer.body()).isEqualTo("the git store does not have this any more\n");
    }

    private byte[] bytes(String path, String range) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("Range", range).build();
        return client.send(request, BodyHandlers.ofByteArray()).body();
    }

    private static JsonNode entry(JsonNode entries, String name) {
        for (JsonNode entry : entries) {
            if (entry.path("name").asString().equals(name)) {
                return entry;
            }
        }
        throw new AssertionError("no " + name + " in " + entries);
    }
}
