package gitdav.e2e.share;

import gitdav.e2e.pod.Http;
import gitdav.e2e.pod.PodUser;
import gitdav.e2e.pod.ProgramProcess;
import gitdav.e2e.pod.VolumeShape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// A share with files and folders of root in it, served by another user: what that user may not do is refused in a
/// sentence, said in the log, and changes nothing.
@Tag("long")
class ForeignFilesTest {

    private static final String TIME = "<propertyupdate xmlns='DAV:'><set><prop>"
            + "<Win32LastModifiedTime xmlns='urn:schemas-microsoft-com:'>Mon, 01 Jan 2001 00:00:00 GMT"
            + "</Win32LastModifiedTime></prop></set></propertyupdate>";

    /// Whether a COPY cannot make a second name of another user's file, but has to write another file (proc_sys_fs(5)).
    private static final boolean LINKS_ARE_PROTECTED = isSet(Path.of("/proc/sys/fs/protected_hardlinks"));

    @TempDir
    private Path dir;
    private ProgramProcess share;
    private final Http http = new Http();

    @BeforeEach
    void start() throws IOException {
        PodUser.letIn(dir);
        Path data = VolumeShape.FOREIGN_ENTRIES.make(dir.resolve("data"));
        share = ProgramProcess.startInPod("webdav-app",
                Map.of("DATA_DIR", data.toString(), "PORT", "0", "MANAGEMENT_PORT", "0")).atWork();
    }

    @AfterEach
    void stop() throws Exception {
        http.close();
        if (share != null) {
            share.close();
        }
    }

    @Test
    void whatAnotherUserMayNotDoIsRefusedAndChangesNothing() throws Exception {
        assertRefused("GET", "/root-0600", "");
        assertRefused("PROPPATCH", "/root-0644", TIME);
        assertRefused("PROPPATCH", "/root-0755/", TIME);
        assertRefused("PUT", "/root-0755/new", "x");
        assertRefused("PUT", "/root-0755/file", "x");
        assertRefused("MKCOL", "/root-0755/new", "");
        assertRefused("DELETE", "/root-0755/file", "");
        assertRefused("DELETE", "/root-0755", "");
        assertRefused("DELETE", "/root-0555", "");
        assertRefused("MOVE", "/root-0755/file", "");
        assertRefused("COPY", "/root-0600", "");
        assertThat(send("COPY", "/root-0555", "").statusCode()).isEqualTo(207);

        for (Map.Entry<String, String> file : VolumeShape.FOREIGN_ENTRIES.foreign().entrySet()) {
            assertThat(dir.resolve("data/" + file.getKey())).hasContent(file.getValue());
        }
        assertThat(dir.resolve("data/destination")).doesNotExist();
        assertThat(dir.resolve("data/.gitdav/uploads")).isEmptyDirectory();
        assertThat(Files.getLastModifiedTime(dir.resolve("data/root-0644")).toString()).doesNotStartWith("2001");
    }

    @Test
    void whatAnotherUserMayDoIsDone() throws Exception {
        assertThat(send("GET", "/root-0644", "").body()).isEqualTo("root\n");
        assertThat(send("COPY", "/root-0644", "").statusCode()).isEqualTo(201);
        assertThat(dir.resolve("data/destination")).hasContent("root");
        if (LINKS_ARE_PROTECTED) {
            assertThat(Files.getAttribute(dir.resolve("data/root-0644"), "unix:nlink")).isEqualTo(1);
        }
        assertThat(send("PUT", "/root-0644", "ours").statusCode()).isEqualTo(204);
        assertThat(send("PROPPATCH", "/root-0644", TIME).statusCode()).isEqualTo(207);
        assertThat(Files.getLastModifiedTime(dir.resolve("data/root-0644")).toString()).startsWith("2001");
        assertThat(send("DELETE", "/root-0600", "").statusCode()).isEqualTo(204);
    }

    @Test
    void rootOfTheShareTakesPropertiesAndNoTime() throws Exception {
        assertThat(send("PROPPATCH", "/", TIME).statusCode()).isEqualTo(207);
        assertThat(send("PROPFIND", "/", "").body()).contains("Win32LastModifiedTime");
        assertThat(Files.getLastModifiedTime(dir.resolve("data")).toString()).doesNotStartWith("2001");
    }

    private static boolean isSet(Path setting) {
        try {
            return Files.exists(setting) && Files.readString(setting).strip().equals("1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertRefused(String method, String path, String body) throws Exception {
        long lines = share.output().lines().count();
        var answer = send(method, path, body);
        assertThat(answer.statusCode()).as(method + " " + path + ": " + answer.body()).isEqualTo(403);
        assertThat(answer.body()).contains("another user");
        await().untilAsserted(() -> assertThat(share.output().lines().skip(lines)).singleElement().asString()
                .contains(method + " " + path, "another user"));
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        String[] header = method.equals("PROPFIND")
                ? new String[]{"Depth", "0"}
                : new String[]{"Destination", "/destination"};
        return http.send(method, share.uri().resolve(path), body, header);
    }
}
