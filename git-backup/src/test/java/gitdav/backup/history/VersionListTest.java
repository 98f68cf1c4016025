package gitdav.backup.history;

import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import java.nio.file.Files;

import static org.assertj.core.api.Assertions.assertThat;

class VersionListTest extends HistoryTest {

    @Test
    void storeWithoutCommitsHasNoVersions() throws Exception {
        JsonNode answer = json("/versions");

        assertThat(answer.path("versions").size()).isZero();
        assertThat(answer.path("complete").asBoolean()).isTrue();
    }

    @Test
    void versionsAreListedNewestFirstWithWhatChanged() throws Exception {
        write("one.txt", "one");
        write("two.txt", "two");
        backUp(NOON);
        write("one.txt", "another");
        Files.delete(volume.root().resolve("two.txt"));
        ObjectId second = backUp(NOON.plusSeconds(60));

        JsonNode versions = json("/versions").path("versions");

        assertThat(each(versions, "name")).containsExactly("2026-11-28T12-01-00Z", "2026-11-28T12-00-00Z");
        assertThat(each(versions, "time")).containsExactly("2026-11-28T12:01:00Z", "2026-11-28T12:00:00Z");
        assertThat(each(versions, "commit")).startsWith(second.name());
        assertThat(each(versions, "author")).containsOnly("git-backup");
        assertThat(versions.get(0).path("message").asString()).startsWith("0 added, 1 changed, 1 deleted");
        assertThat(each(versions, "added")).containsExactly("0", "2");
        assertThat(each(versions, "changed")).containsExactly("1", "0");
        assertThat(each(versions, "deleted")).containsExactly("1", "0");
    }

    @Test
    void statusIsReadAndABackupNowIsAllThatCanBeAskedFor() throws Exception {
        assertThat(json("/status").path("state").asString()).isEqualTo("ok");

        assertThat(send("POST", "/backup").statusCode()).isEqualTo(202);
        assertThat(backups.asked()).isEqualTo(1);
        assertThat(send("POST", "/backup", "Origin", "https://evil.example").statusCode()).isEqualTo(403);
        assertThat(send("POST", "/status").statusCode()).isEqualTo(405);
        assertThat(send("POST", "/versions").statusCode()).isEqualTo(405);
        assertThat(send("DELETE", "/backup").statusCode()).isEqualTo(405);
        assertThat(backups.asked()).isEqualTo(1);
    }

    @Test
    void newVersionIsThereAtOnce() throws Exception {
        write("file", "one");
        backUp(NOON);
        json("/versions");
        write("file", "two");
        backUp(NOON.plusSeconds(60));

        assertThat(each(json("/versions?details=false").path("versions"), "name"))
                .containsExactly("2026-11-28T12-01-00Z", "2026-11-28T12-00-00Z");
    }

    @Test
    void pagesFollowOneAnotherWithoutGapAndOverlap() throws Exception {
        for (int i = 0; i < 5; i++) {
            write("file", "version " + i);
            backUp(NOON.plusSeconds(60L * i));
        }

        assertThat(each(json("/versions?limit=2").path("versions"), "name")).containsExactly("2026-11-28T12-04-00Z",
                "2026-11-28T12-03-00Z");
        assertThat(each(json("/versions?limit=2&before=2026-11-28T12-03-00Z").path("versions"), "name"))
                .containsExactly("2026-11-28T12-02-00Z", "2026-11-28T12-01-00Z");
        assertThat(each(json("/versions?before=2026-11-28T12-00-30Z").path("versions"), "name"))
                .containsExactly("2026-11-28T12-00-00Z");
    }

    @Test
    void versionsOfOneSecondHaveNamesThatStay() throws Exception {
        write("file", "one");
        backUp(NOON);
        write("file", "two");
        ObjectId second = backUp(NOON);
        String name = "2026-11-28T12-00-00Z";

        assertThat(each(json("/versions").path("versions"), "name"))
                .containsExactly(name + "-" + second.abbreviate(10).name(), name);
        assertThat(send("GET", "/versions/" + name + "/files/file").body()).isEqualTo("one");
        assertThat(send("GET", "/versions/" + name + "-" + second.abbreviate(10).name() + "/files/file").body())
                .isEqualTo("two");
    }

    @Test
    void timesThatGoBackHideNoVersion() throws Exception {
        write("file", "one");
        backUp(NOON);
        write("file", "two");
        backUp(NOON.minusSeconds(3600));
        write("file", "three");
        backUp(NOON.plusSeconds(60));

        assertThat(each(json("/versions?before=2026-11-28T12-01-00Z").path("versions"), "name"))
                .containsExactly("2026-11-28T11-00-00Z", "2026-11-28T12-00-00Z");
    }

    @Test
    void historyThatIsCutOffSaysSo() throws Exception {
        write("file", "one");
        backUp(NOON);
        write("file", "two");
        ObjectId second = backUp(NOON.plusSeconds(60));
        store.history().cutOffBefore(second);

        JsonNode answer = json("/versions");

        assertThat(answer.path("complete").asBoolean(true)).isFalse();
        assertThat(answer.path("oldest").asString()).isEqualTo("2026-11-28T12-01-00Z");
        assertThat(each(answer.path("versions"), "name")).containsExactly("2026-11-28T12-01-00Z");
        assertThat(answer.path("versions").get(0).has("added")).isFalse();
    }

    @Test
    void parametersThatMeanNothingAreRefused() throws Exception {
        assertThat(send("GET", "/versions?limit=many").statusCode()).isEqualTo(400);
        assertThat(send("GET", "/versions?before=yesterday").body()).contains("'yesterday' is no time such as");
        assertThat(send("GET", "/").body()).contains("/versions");
    }

    @Test
    void historyIsOnlyRead() throws Exception {
        write("file", "one");
        backUp(NOON);

        assertThat(send("PUT", "/versions/2026-11-28T12-00-00Z/files/file").statusCode()).isEqualTo(405);
        assertThat(send("DELETE", "/versions").headers().firstValue("Allow")).contains("GET, HEAD");
    }

    @Test
    void webPagesOfOtherSitesAreRefused() throws Exception {
        assertThat(send("GET", "/versions", "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
    }
}
