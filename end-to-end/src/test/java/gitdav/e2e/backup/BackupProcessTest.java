package gitdav.e2e.backup;

import gitdav.e2e.pod.Http;
import gitdav.e2e.pod.PodUser;
import gitdav.e2e.pod.ProgramLoop;
import gitdav.e2e.pod.ProgramProcess;
import gitdav.e2e.pod.VolumeShape;
import gitdav.files.FileTree;
import gitdav.servers.Command;
import gitdav.volume.store.GitStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// git-backup as a process beside the application: when it backs up, and what it tells of that.
class BackupProcessTest {

    private static final VolumeShape SHAPE = VolumeShape.inTurn(0);

    @TempDir
    private Path dir;
    private final Http http = new Http();
    private Map<String, String> settings;

    @BeforeEach
    void volumeThatGitInitHasMadeUsable() throws Exception {
        PodUser.letIn(dir);
        VolumeShape.OWN.makeWithoutEntries(dir.resolve("backup"));
        settings = Map.of("DATA_DIR", SHAPE.make(dir.resolve("data")).toString(), "GIT_STORE",
                SHAPE.makeWithoutEntries(dir.resolve("git")).toString(), "GIT_URL",
                dir.resolve("backup/content.git").toUri().toString());
        ProgramLoop.sharedInPod().succeed("git-init", settings, "--git-create-remote", "true");
    }

    @Test
    void changeIsBackedUpOnceTheVolumeIsQuiet() throws Exception {
        try (var gitBackup = started("--runat", "1d", "--backup-on-change", "1s")) {
            Files.writeString(dir.resolve("data/change"), "word");

            await().atMost(Duration.ofSeconds(20)).until(() -> gitBackup.output().contains("added change"));
        }
    }

    @Test
    void runThatWasMissedIsMadeUpForAtTheStart() throws Exception {
        Files.writeString(dir.resolve("data/first"), "word");
        backUpOnce();
        Files.writeString(dir.resolve("data/missed"), "word");
        Files.writeString(dir.resolve("git/gitdav-backed-up"), Instant.now().minus(Duration.ofDays(2)) + "\n");
        try (var gitBackup = started("--runat", "03:15")) {
            await().until(() -> gitBackup.output().contains("added missed"));
            assertThat(gitBackup.output()).contains("backing up every day at 03:15, next now;");
            // And then no other before the next night.
            assertThat(status(gitBackup).get("next").asString()).isGreaterThan(Instant.now().toString());
        }
    }

    @Test
    void volumeWithFilesThatWasNeverBackedUpIsBackedUpAtOnce() throws Exception {
        Files.writeString(dir.resolve("data/adopted"), "word");
        try (var gitBackup = started("--runat", "03:15")) {
            await().until(() -> gitBackup.output().contains("added adopted"));
        }
    }

    @Test
    void statusSaysHowItGoes() throws Exception {
        try (var gitBackup = started("--runat", "1d", "--git-author-name", "Ann", "--git-author-email",
                "ann@example.org")) {
            assertThat(status(gitBackup).get("state").asString()).isEqualTo("waiting");
            Files.writeString(dir.resolve("data/<b>&file"), "word");
            makePipe("pipe\n<script>");
            assertThat(post(gitBackup)).startsWith("backed up: commit ");

            JsonNode status = status(gitBackup);
            assertThat(status.get("state").asString()).isEqualTo("ok");
            assertThat(status.get("files").asInt()).isEqualTo(1);
            assertThat(status.get("bytes").asInt()).isEqualTo(4);
            assertThat(status.get("unpushedCommits").asInt()).isZero();
            assertThat(status.get("skipped").get(0).asString()).contains("pipe\n<script>");
            assertThat(metrics(gitBackup)).contains("backup_skipped_files 1.0");
            assertThat(status.get("ageSeconds").asInt()).isLessThan(60);
            assertThat(Instant.parse(status.get("next").asString())).isAfter(Instant.now().plus(Duration.ofHours(23)));
            assertThat(get(gitBackup, "/status", "text/html,*/*")).contains("<!DOCTYPE html>", "git-backup: ok",
                    "added &lt;b&gt;&amp;file", "pipe\n&lt;script&gt;").doesNotContain("<script>");
            try (var remote = GitStore.open(dir.resolve("backup/content.git"), "main")) {
                assertThat(remote.repository().parseCommit(remote.head().orElseThrow()).getAuthorIdent()
                        .toExternalString()).startsWith("Ann <ann@example.org>");
            }
        }
    }

    /// A name that is too long for a file here, committed in the remote.
    @Test
    void whatACommitHasAndTheVolumeCannotHoldIsInTheStatus() throws Exception {
        Files.writeString(dir.resolve("data/file"), "word");
        backUpOnce();
        String name = "\u4e2d".repeat(100) + ".txt";
        commitInTheRemote(name);
        try (var gitBackup = started("--runat", "1d")) {
            assertThat(post(gitBackup)).contains("1 entry skipped");

            assertThat(status(gitBackup).get("skipped").get(0).asString()).contains(name.substring(0, 20),
                    "more than 255 bytes");
            assertThat(metrics(gitBackup)).contains("backup_skipped_files 1.0");
            assertThat(post(gitBackup)).startsWith("nothing to do").contains("1 entry skipped");
            assertThat(status(gitBackup).get("skipped")).hasSize(1);
        }
    }

    @Test
    void failuresAreCountedByCauseAndCommitsThatWait() throws Exception {
        try (var gitBackup = started("--runat", "1d")) {
            assertThat(metrics(gitBackup)).contains("backup_failures_total{cause=\"missing\"} 0.0",
                    "backup_last_success_timestamp_seconds NaN");
            assertThat(post(gitBackup)).startsWith("backed up: commit ");
            Files.move(dir.resolve("backup/content.git"), dir.resolve("elsewhere.git"));
            Files.writeString(dir.resolve("data/file"), "word");
            assertThat(post(gitBackup)).startsWith("backup failed: cannot fetch from file:/");

            assertThat(status(gitBackup).get("state").asString()).isEqualTo("failing");
            assertThat(metrics(gitBackup)).contains("backup_failures_total{cause=\"missing\"} 1.0",
                    "backup_unpushed_commits 1.0", "backup_success 0.0");
            Files.move(dir.resolve("elsewhere.git"), dir.resolve("backup/content.git"));
            assertThat(post(gitBackup)).startsWith("backed up: commit ").contains("pushed what was left");
            assertThat(metrics(gitBackup)).contains("backup_unpushed_commits 0.0", "backup_success 1.0",
                    "backup_files 1.0", "backup_size_bytes 4.0", "backup_skipped_files 0.0")
                    .anyMatch(line -> line.matches("backup_last_success_timestamp_seconds \\d.*"))
                    .anyMatch(line -> line.matches("backup_store_bytes [1-9].*"));
        }
    }

    @Test
    void cloneOfTheRemoteIsFoundWholeAndRemembered() throws Exception {
        Files.writeString(dir.resolve("data/file"), "word");
        backUpOnce();
        try (var gitBackup = started("--runat", "1d", "--verify-backup", "1s")) {
            await().until(() -> gitBackup.output().contains("verified: a clone of commit"));

            await().until(() -> status(gitBackup).has("verified"));
            assertThat(status(gitBackup).get("verified").get("ok").asBoolean()).isTrue();
            assertThat(metrics(gitBackup)).contains("backup_verified_success 1.0");
        }
        try (var store = GitStore.open(dir.resolve("git"), "main")) {
            assertThat(store.proven()).isEqualTo(store.head());
        }
    }

    @Test
    @Tag("long")
    void remoteThatIsBrokenIsFoundOut() throws Exception {
        Files.writeString(dir.resolve("data/file"), "word");
        backUpOnce();
        try (Stream<Path> objects = Files.walk(dir.resolve("backup/content.git/objects"))) {
            for (Path object : objects.filter(Files::isRegularFile).toList()) {
                Files.delete(object);
            }
        }
        try (var gitBackup = started("--runat", "1d", "--verify-backup", "1s")) {
            await().until(() -> gitBackup.output().contains("ERROR the remote could not be verified"));
            assertThat(status(gitBackup).get("verified").get("ok").asBoolean()).isFalse();
        }
        try (var store = GitStore.open(dir.resolve("git"), "main")) {
            assertThat(store.proven()).isEmpty();
        }
    }

    @Test
    @Tag("long")
    void secondSigtermAndTheDeadlineCorruptNothing() throws Exception {
        for (int i = 0; i < 300; i++) {
            Files.writeString(dir.resolve("data/file " + i), "content " + i);
        }
        try (var gitBackup = started("--runat", "1d", "--final-backup-timeout", "100ms")) {
            gitBackup.sigterm();
            gitBackup.sigterm();
            gitBackup.exitCode();
        }
        backUpOnce();
        try (var remote = GitStore.open(dir.resolve("backup/content.git"), "main")) {
            assertThat(remote.repository().resolve("main:file 299")).isNotNull();
        }
        FileTree.delete(dir.resolve("data"));
        SHAPE.make(dir.resolve("data"));
        ProgramLoop.sharedInPod().succeed("git-init", settings);
        assertThat(dir.resolve("data/file 299")).hasContent("content 299");
    }

    private void backUpOnce() throws Exception {
        ProgramLoop.sharedInPod().succeed("git-backup", settings, "--once");
    }

    private void makePipe(String name) throws IOException {
        Command.run("mkfifo", dir.resolve("data").resolve(name).toString());
    }

    private void commitInTheRemote(String name) throws IOException {
        Command.run("sh", "-ec", """
                cd "$0"
                git() { command git -c safe.directory=* -c user.name=p -c user.email=p@localhost "$@"; }
                git read-tree main
                git update-index --add --cacheinfo "100644,$(git hash-object -w --stdin </dev/null),$1"
                git update-ref refs/heads/main "$(git commit-tree -p main -m theirs "$(git write-tree)")"
                """, dir.resolve("backup/content.git").toString(), name);
        PodUser.own(dir.resolve("backup"));
    }

    private JsonNode status(ProgramProcess gitBackup) throws Exception {
        return JsonMapper.shared().readTree(get(gitBackup, "/status", "*/*"));
    }

    private List<String> metrics(ProgramProcess gitBackup) throws Exception {
        return get(gitBackup, "/metrics", "*/*").lines().toList();
    }

    private String get(ProgramProcess gitBackup, String path, String accepted) throws Exception {
        return http.send("GET", gitBackup.management().resolve(path), "", "Accept", accepted).body();
    }

    private String post(ProgramProcess gitBackup) throws Exception {
        return http.send("POST", gitBackup.management().resolve("backup"), "").body();
    }

    private ProgramProcess started(String... arguments) throws IOException {
        var all = new HashMap<>(settings);
        all.put("MANAGEMENT_PORT", "0");
        return ProgramProcess.startInPod("git-backup", all, arguments).atWork();
    }
}
