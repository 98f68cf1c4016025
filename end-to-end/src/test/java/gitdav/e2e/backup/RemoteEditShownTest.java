package gitdav.e2e.backup;

import gitdav.e2e.pod.Http;
import gitdav.e2e.pod.ProgramLoop;
import gitdav.e2e.pod.ProgramProcess;
import gitdav.files.QuietTime;
import gitdav.servers.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// git-backup writes what a person has pushed into the volume, and webdav-app, which remembers what it has answered, shows
/// that at once.
class RemoteEditShownTest {

    @TempDir
    private Path dir;
    private final Http http = new Http();

    @AfterEach
    void closeClient() {
        http.close();
    }

    @Test
    void whatAPersonPushesIsServedAsSoonAsTheBackupIsDone() throws Exception {
        Path data = Files.createDirectory(dir.resolve("data"));
        Map<String, String> settings = Map.of("DATA_DIR", data.toString(), "GIT_STORE", dir.resolve("git").toString(),
                "GIT_URL", dir.resolve("content.git").toUri().toString());
        ProgramLoop.shared().succeed("git-init", settings, "--git-create-remote", "true");
        try (var gitBackup = ProgramProcess.start("git-backup", settings, "--runat", "1d", "--management-port", "0");
                var webdavApp = ProgramProcess.start("webdav-app", Map.of("DATA_DIR", data.toString(), "PORT", "0",
                        "MANAGEMENT_PORT", "0"))) {
            URI share = webdavApp.uri();
            URI backup = gitBackup.management().resolve("backup");
            http.send("MKCOL", share.resolve("folder/"), "", "Depth", "0");
            for (String name : new String[]{"edited", "deleted"}) {
                assertThat(http.send("PUT", share.resolve("folder/" + name), "ours", "Depth", "0").statusCode())
                        .isEqualTo(201);
            }
            assertThat(http.send("POST", backup, "", "Depth", "0").body()).startsWith("backed up: ");
            QuietTime.await();
            pushByAPerson();
            String etag = seenUntilItIsRemembered(share);

            assertThat(http.send("POST", backup, "", "Depth", "0").statusCode()).isEqualTo(200);

            HttpResponse<String> edited = http.send("GET", share.resolve("folder/edited"), "", "Depth", "0");
            assertThat(edited.body()).isEqualTo("by a person");
            String fresh = edited.headers().firstValue("ETag").orElseThrow();
            assertThat(fresh).isNotEqualTo(etag);
            assertThat(http.send("PROPFIND", share.resolve("folder/edited"), "", "Depth", "0").body())
                    .contains(">11</", fresh).doesNotContain(etag);
            assertThat(http.send("PROPFIND", share.resolve("folder/"), "", "Depth", "1").body())
                    .contains(fresh, "/folder/added<").doesNotContain(etag, "/folder/deleted<");
            assertThat(http.send("GET", share.resolve("folder/added"), "", "Depth", "0").body()).isEqualTo("added");
            assertThat(http.send("GET", share.resolve("folder/deleted"), "", "Depth", "0").statusCode()).isEqualTo(404);
        }
    }

    /// @return the file's ETag
    private String seenUntilItIsRemembered(URI share) throws IOException, InterruptedException {
        String etag = "";
        for (int i = 0; i < 20; i++) {
            HttpResponse<String> answer = http.send("GET", share.resolve("folder/edited"), "", "Depth", "0");
            assertThat(answer.body()).isEqualTo("ours");
            etag = answer.headers().firstValue("ETag").orElseThrow();
            assertThat(http.send("PROPFIND", share.resolve("folder/edited"), "", "Depth", "0").body()).contains(etag);
            assertThat(http.send("PROPFIND", share.resolve("folder/"), "", "Depth", "1").body()).contains(etag,
                    "/folder/deleted<");
        }
        return etag;
    }

    private void pushByAPerson() throws IOException {
        Path clone = dir.resolve("clone");
        Command.run("git", "clone", "--quiet", dir.resolve("content.git").toString(), clone.toString());
        Files.writeString(clone.resolve("folder/edited"), "by a person");
        Files.writeString(clone.resolve("folder/added"), "added");
        Files.delete(clone.resolve("folder/deleted"));
        git(clone, "add", "--all");
        git(clone, "-c", "user.name=p", "-c", "user.email=p@localhost", "commit", "--quiet", "--message", "person");
        git(clone, "push", "--quiet", "origin", "main");
    }

    private static void git(Path clone, String... arguments) throws IOException {
        Command.run(Stream.concat(Stream.of("git", "-C", clone.toString()), Stream.of(arguments))
                .toArray(String[]::new));
    }
}
