package gitdav.e2e.history;

import gitdav.e2e.pod.PodUser;
import gitdav.e2e.pod.ProcessPod;
import gitdav.e2e.pod.ProgramProcess;
import gitdav.e2e.pod.Requirement;
import gitdav.e2e.pod.VolumeShape;
import gitdav.servers.Command;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/// The share as it was, in `/.history/`: webdav-app shows what git-backup hands out, both as processes.
class PastShareTest {

    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2001-02-03T04:05:06.123456789Z"));
    private static final byte[] FILM = new byte[20_000_000];

    @TempDir
    private static Path dir;
    private static Path data;
    private static PastPod pod;
    /// The version with all of these files, as a path in the share.
    private static String past;

    @BeforeAll
    static void twoVersions() throws Exception {
        PodUser.letIn(dir);
        data = VolumeShape.inTurn(0).make(dir.resolve("data"));
        new Random(1).nextBytes(FILM);
        Path folder = Files.createDirectories(data.resolve("folder/deeper"));
        file(data.resolve("folder/notes.txt"), "as it was");
        file(folder.resolve("100% Grüße #1?.txt"), "odd");
        Files.setPosixFilePermissions(file(folder.resolve("run"), "#!/bin/sh"),
                PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.write(data.resolve("folder/film.mp4"), FILM);
        Files.createSymbolicLink(data.resolve("folder/link"), Path.of("/etc/passwd"));
        file(data.resolve(".history"), "a user's own");
        PodUser.own(data);
        Path backup = VolumeShape.OWN.makeWithoutEntries(dir.resolve("backup"));
        pod = PastPod.start(new ProcessPod(data, backup.resolve("git"), backup.resolve("content.git")),
                "--webdav-propfind-infinity", "true");
        past = "/.history/" + pod.version() + "/";
        assertThat(put("folder/notes.txt", "as it is")).isEqualTo(204);
        assertThat(pod.http().send("POST", pod.gitBackup().management().resolve("backup"), "").body())
                .startsWith("backed up: ");
    }

    @AfterAll
    static void stop() throws IOException {
        if (pod != null) {
            pod.close();
        }
    }

    @Test
    void everyBackupIsAFolderThatIsNotListedInTheRoot() throws Exception {
        assertThat(versions()).hasSizeGreaterThanOrEqualTo(2).contains(past);
        assertThat(pod.send("PROPFIND", "/", "Depth", "1").body()).doesNotContain(".history");
        assertThat(pod.send("GET", "/").body()).doesNotContain(".history");
    }

    @Test
    void fileIsReadAsItWas() throws Exception {
        HttpResponse<String> answer = pod.send("GET", past + "folder/notes.txt");

        assertThat(answer.body()).isEqualTo("as it was");
        assertThat(answer.headers().firstValue("Last-Modified")).contains("Sat, 03 Feb 2001 04:05:06 GMT");
        String etag = answer.headers().firstValue("ETag").orElseThrow();
        assertThat(pod.send("GET", past + "folder/notes.txt", "If-None-Match", etag).statusCode())
                .isEqualTo(304);
        assertThat(pod.send("GET", past + "folder/notes.txt", "Range", "bytes=0-1,6-").body())
                .contains("Content-Range: bytes 0-1/9", "Content-Range: bytes 6-8/9");
        assertThat(pod.send("HEAD", past + "folder/notes.txt").headers().firstValue("Content-Length"))
                .contains("9");
    }

    @Test
    void folderIsListedForProgramsAndForPeople() throws Exception {
        HttpResponse<String> listing = pod.send("PROPFIND", past + "folder/", "Depth", "1");
        assertThat(listing.statusCode()).isEqualTo(207);
        assertThat(listing.body()).contains(past + "folder/notes.txt<", ">9</D:getcontentlength>",
                past + "folder/deeper/<", "<D:supportedlock></D:supportedlock>").doesNotContain("link<");
        assertThat(pod.send("GET", past + "folder/").body()).contains("href=\"notes.txt\"",
                "href=\"deeper/\"");
        assertThat(pod.send("PROPFIND", past + "folder/link", "Depth", "0").statusCode()).isEqualTo(404);
        assertThat(pod.send("PROPFIND", past + ".gitdav/", "Depth", "0").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "MKCOL", "MOVE", "LOCK", "UNLOCK", "PROPPATCH"})
    void pastIsOnlyRead(String method) throws Exception {
        HttpResponse<String> answer = pod.send(method, past + "folder/notes.txt", "Destination", "/moved");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).startsWith("What was is only read");
        assertThat(pod.send("OPTIONS", past).headers().firstValue("Allow"))
                .contains("COPY, GET, HEAD, OPTIONS, PROPFIND");
    }

    @Test
    void nothingGoesIntoThePast() throws Exception {
        put("today", "today");

        assertThat(pod.send("COPY", "today", "Destination", past + "today").statusCode()).isEqualTo(403);
        assertThat(pod.send("MOVE", "today", "Destination", "/.history").statusCode()).isEqualTo(403);
    }

    @Test
    void pastIsNeverListedAllTheWayDown() throws Exception {
        HttpResponse<String> answer = pod.send("PROPFIND", "/.history/");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("propfind-finite-depth");
    }

    @Test
    void copyingAFileRestoresItWithItsTime() throws Exception {
        put("restored.txt", "something else");
        send("PROPPATCH", "restored.txt", """
                <D:propertyupdate xmlns:D="DAV:"><D:set><D:prop><note xmlns="urn:x">kept</note></D:prop></D:set>\
                </D:propertyupdate>""");

        assertThat(pod.send("COPY", past + "folder/notes.txt", "Destination", "/restored.txt",
                "Overwrite", "F").statusCode()).isEqualTo(412);
        assertThat(pod.send("COPY", past + "folder/notes.txt", "Destination", "/restored.txt")
                .statusCode()).isEqualTo(204);

        assertThat(data.resolve("restored.txt")).hasContent("as it was");
        assertThat(Files.getLastModifiedTime(data.resolve("restored.txt"))).isEqualTo(LONG_AGO);
        assertThat(pod.send("PROPFIND", "restored.txt", "Depth", "0").body()).contains(">kept<");
    }

    @Test
    void copyingAFolderRestoresAllOfIt() throws Exception {
        assertThat(pod.send("COPY", past + "folder", "Destination", "/restored").statusCode()).isEqualTo(201);

        Path restored = data.resolve("restored");
        assertThat(restored.resolve("deeper/100% Grüße #1?.txt")).hasContent("odd");
        assertThat(restored.resolve("film.mp4")).hasBinaryContent(FILM);
        assertThat(restored.resolve("link")).doesNotExist();
        assertThat(Files.isExecutable(restored.resolve("deeper/run"))).isTrue();
        assertThat(Files.isExecutable(restored.resolve("notes.txt"))).isFalse();
        assertThat(Files.getLastModifiedTime(restored.resolve("deeper/run"))).isEqualTo(LONG_AGO);
        assertThat(pod.send("COPY", past + "folder/absent", "Destination", "/x").statusCode()).isEqualTo(404);
        try (var left = Files.list(data.resolve(".gitdav/uploads"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void rcloneCopiesAnOldVersionOutAndBackIntoTheShare() throws Exception {
        require("/usr/bin/rclone");
        Path copy = dir.resolve("rclone");

        rcloneCopy(":webdav:" + past.substring(1) + "folder", copy.toString());
        rcloneCopy(":webdav:" + past.substring(1) + "folder/deeper", ":webdav:from-rclone");

        assertThat(data.resolve("from-rclone/100% Grüße #1?.txt")).hasContent("odd");
        assertThat(copy.resolve("notes.txt")).hasContent("as it was");
        assertThat(copy.resolve("film.mp4")).hasBinaryContent(FILM);
        assertThat(copy.resolve("deeper/100% Grüße #1?.txt")).hasContent("odd");
    }

    @Test
    void cadaverCopiesAnOldVersionOutAndBackIntoTheShare() throws Exception {
        require("/usr/bin/cadaver");
        Path got = dir.resolve("cadaver.txt");
        Path script = Files.writeString(dir.resolve("cadaver.rc"), "cd " + past + "folder\nls\nget notes.txt " + got
                + "\ncopy notes.txt /from-cadaver.txt\nquit\n");

        String said = Command.run("/usr/bin/cadaver", "--rcfile=" + script, pod.root().toString());

        assertThat(got).as(said).hasContent("as it was");
        assertThat(data.resolve("from-cadaver.txt")).as(said).hasContent("as it was");
    }

    @Test
    void usersOwnFileOfThatNameIsHiddenAndStays() throws Exception {
        assertThat(data.resolve(".history")).hasContent("a user's own");
        assertThat(put("/.history", "lost?")).isEqualTo(403);
        assertThat(Command.run("git", "-c", "safe.directory=*", "--git-dir",
                dir.resolve("backup/content.git").toString(), "show", "main:.history"))
                .isEqualTo("a user's own");
    }

    @Test
    void withoutGitBackupThereIsNoPastAndTheShareGoesOn() throws Exception {
        try (var alone = ProgramProcess.startInPod("webdav-app", Map.of("DATA_DIR",
                VolumeShape.inTurn(1).make(dir.resolve("alone")).toString(), "PORT", "0", "MANAGEMENT_PORT", "0",
                "HISTORY_URL", "http://127.0.0.1:1"))) {
            URI here = alone.uri();
            for (String method : new String[]{"GET", "PROPFIND", "COPY"}) {
                HttpResponse<String> answer = pod.http().send(method, here.resolve(past + "folder/notes.txt"), "",
                        "Depth", "0", "Destination", "/copy");
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).startsWith("Old versions come from git-backup");
            }
            assertThat(pod.http().send("PUT", here.resolve("file"), "today").statusCode()).isEqualTo(201);
            assertThat(pod.http().get(here.resolve("file")).body()).isEqualTo("today");
        }
    }

    private static List<String> versions() throws Exception {
        String all = pod.send("PROPFIND", "/.history/", "Depth", "1").body();
        return Pattern.compile("/\\.history/[^<]+/").matcher(all).results().map(MatchResult::group).sorted().toList();
    }

    private static Path file(Path file, String content) throws IOException {
        Files.writeString(file, content);
        Files.setLastModifiedTime(file, LONG_AGO);
        return file;
    }

    private static int put(String path, String content) throws Exception {
        return send("PUT", path, content).statusCode();
    }

    private static HttpResponse<String> send(String method, String path, String body) throws Exception {
        return pod.http().send(method, pod.root().resolve(path), body);
    }

    private static void rcloneCopy(String from, String to) throws IOException {
        Command.run("/usr/bin/rclone", "--config", dir.resolve("none").toString(), "--webdav-url",
                pod.root().toString(), "--retries", "1", "copy", from, to);
    }

    private static void require(String program) {
        Requirement.present(Files.isExecutable(Path.of(program)), program + " is not installed");
    }
}
