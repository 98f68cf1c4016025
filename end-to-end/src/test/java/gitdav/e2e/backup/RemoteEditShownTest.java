package gitdav.e2e.backup;

import gitdav.e2e.pod.ProgramLoop;
import gitdav.e2e.pod.ProgramProcess;
import gitdav.servers.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// git-backup writes what a person has pushed into the volume, and webdav-app, which remembers what it has answered, answers
/// anew at once.
class RemoteEditShownTest {

    @TempDir
    private Path dir;
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void closeClient() {
        client.close();
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
            ask("MKCOL", share.resolve("folder/"), "", "0");
            for (String name : new String[]{"edited", "deleted"}) {
                assertThat(ask("PUT", share.resolve("folder/" + name), "ours", "0").statusCode()).isEqualTo(201);
            }
            assertThat(ask("POST", backup, "", "0").body()).startsWith("backed up: ");
            awaitQuiet();
            pushByAPerson();
            String etag = seenUntilItIsRemembered(share);

            assertThat(ask("POST", backup, "", "0").statusCode()).isEqualTo(200);

            HttpResponse<String> edited = ask("GET", share.resolve("folder/edited"), "", "0");
            assertThat(edited.body()).isEqualTo("by a person");
            String fresh = edited.headers().firstValue("ETag").orElseThrow();
            assertThat(fresh).isNotEqualTo(etag);
            assertThat(ask("PROPFIND", share.resolve("folder/edited"), "", "0").body())
                    .contains(">11</", fresh).doesNotContain(etag);
            assertThat(ask("PROPFIND", share.resolve("folder/"), "", "1").body())
                    .contains(fresh, "/folder/added<").doesNotContain(etag, "/folder/deleted<");
            assertThat(ask("GET", share.resolve("folder/added"), "", "0").body()).isEqualTo("added");
            assertThat(ask("GET", share.resolve("folder/deleted"), "", "0").statusCode()).isEqualTo(404);
        }
    }

    /// @return the file's ETag
    private String seenUntilItIsRemembered(URI share) throws IOException, InterruptedException {
        String etag = "";
        for (int i = 0; i < 20; i++) {
            HttpResponse<String> answer = ask("GET", share.resolve("folder/edited"), "", "0");
            assertThat(answer.body()).isEqualTo("ours");
            etag = answer.headers().firstValue("ETag").orElseThrow();
            assertThat(ask("PROPFIND", share.resolve("folder/edited"), "", "0").body()).contains(etag);
            assertThat(ask("PROPFIND", share.resolve("folder/"), "", "1").body()).contains(etag, "/folder/deleted<");
        }
        return etag;
    }

    private HttpResponse<String> ask(String method, URI uri, String body, String depth)
            throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri).header("Depth", depth).method(method,
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString());
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

    /// What was changed a moment ago, git-backup leaves alone.
    private static void awaitQuiet() {
        Instant written = Instant.now();
        await().until(() -> Duration.between(written, Instant.now()).toMillis() > 2100);
    }
}
