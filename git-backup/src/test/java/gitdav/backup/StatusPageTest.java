package gitdav.backup;

import gitdav.backup.Outcome.Complete;
import gitdav.backup.Outcome.Failed;
import gitdav.volume.store.FoundAtStart;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/// What people see of a backup that goes well and of one that does not.
class StatusPageTest {

    private final Status status = new Status(() -> ZonedDateTime.parse("2026-11-23T03:15:00Z"), Optional.empty());

    @Test
    void beforeTheFirstBackupItWaits() {
        assertThat(StatusPage.of(status)).contains("git-backup: waiting", "none yet", "never", "2026-11-23 ")
                .doesNotContain("Skipped");
        assertThat(StatusJson.of(status)).doesNotContain("skipped");
    }

    @Test
    void whatSucceededIsShownForPeople() {
        status.ran(complete(List.of()), 0, 5_000_000);

        assertThat(StatusPage.of(status))
                .contains("git-backup: ok", "<h1 class=\"ok\">", "2 minutes ago", "1,234 files",
                        "1.5 MiB", "4.8 MiB", "0 commits")
                .doesNotContain("Skipped", "Failed");
    }

    @Test
    void whatFailedIsShownBesideWhatLastSucceeded() {
        status.ran(complete(List.of("/data/<pipe>&co is neither file, folder nor link: not backed up")), 0, 100);
        status.ran(new Failed(Instant.now(), Duration.ofSeconds(3), "unreachable", "cannot push to x: <gone>",
                Optional.empty()), 2, 100);
        status.verified(
                new RemoteVerification.Result(Instant.now(), true, "verified: a clone of commit 0123456789 is whole"));

        assertThat(StatusPage.of(status))
                .contains("git-backup: failing", "&lt;gone&gt;", "&lt;pipe&gt;&amp;co", "2 commits",
                        "1,234 files", "unreachable: 1 since the start", "is whole")
                .doesNotContain("<pipe>", "<gone>");
    }

    @Test
    void whatGitInitFoundIsShown() {
        status.started(new FoundAtStart(Instant.parse("2026-11-22T23:00:00Z"), "damaged in one place: <a>"));

        assertThat(StatusPage.of(status)).contains("<th>At the start</th>", "damaged in one place: &lt;a&gt;");
        assertThat(StatusJson.of(status)).contains("\"atStart\":{", "\"verdict\":\"damaged in one place: <a>\"",
                "\"at\":\"2026-11-22T23:00:00Z\"");
    }

    @Test
    void lastRunsAreShownTheNewestFirst() {
        for (int run = 1; run <= 12; run++) {
            status.ran(new Failed(Instant.now(), Duration.ofSeconds(3), "unreachable", "attempt " + run + " of many",
                    Optional.empty()), 2, 100);
        }

        assertThat(StatusPage.of(status))
                .containsSubsequence("Last runs", "attempt 12 of", "attempt 11 of", "attempt 3 of")
                .doesNotContain("attempt 2 of");
        assertThat(StatusJson.of(status, Optional.empty())).contains("\"runs\":[{").doesNotContain("changed");
        assertThat(StatusJson.of(status)).doesNotContain("\"runs\"");
    }

    @Test
    void jsonSaysTheSameAndStaysValidWhateverAFileIsNamed() {
        status.ran(complete(List.of("/data/\"a\"\\\n\u0001 is a pipe")), 0, 100);

        assertThat(StatusJson.of(status)).contains("\"state\":\"ok\"", "\"next\":\"2026-11-23T03:15:00Z\"",
                "\"files\":1234", "\"skipped\":[\"/data/\\\"a\\\"\\\\\\u000a\\u0001 is a pipe\"]");
    }

    @Test
    void whatWasSkippedIsShownAlsoIfTheRemoteIsGone() {
        status.ran(complete(List.of("/data/old is a pipe")), 0, 100);
        status.ran(new Failed(Instant.now(), Duration.ofSeconds(3), "unreachable", "cannot push to x",
                Optional.of(List.of("/data/new is a pipe"))), 2, 100);

        assertThat(StatusPage.of(status)).contains(
                "<th>Skipped</th><td><ul><li>/data/new is a pipe</li></ul>");
        assertThat(StatusJson.of(status)).contains("\"skipped\":[\"/data/new is a pipe\"]");
    }

    @Test
    void everythingIsSaidOnlyOfEverything() {
        assertThat(nothingToDo(List.of())).isEqualTo("nothing to do: commit 0123456789 has everything");
        assertThat(nothingToDo(List.of("/data/one is a pipe", "cannot read /data/two: permission denied")))
                .isEqualTo("nothing to do: commit 0123456789 has everything else; 2 entries skipped: "
                        + "/data/one is a pipe; cannot read /data/two: permission denied");
        assertThat(nothingToDo(List.of("a", "b", "c", "d"))).endsWith("4 entries skipped: a; b; c; and more");
    }

    private static String nothingToDo(List<String> skipped) {
        return new Complete(Instant.now(), Duration.ofMillis(5), "0123456789", "", 1, 1, skipped).line();
    }

    private static Complete complete(List<String> skipped) {
        return new Complete(Instant.now().minusSeconds(125), Duration.ofMillis(504), "0123456789",
                "3 added, 1 changed, 0 deleted", 1234, 1_600_000, skipped);
    }
}
