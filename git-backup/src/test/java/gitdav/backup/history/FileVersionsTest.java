package gitdav.backup.history;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import java.nio.file.Files;

import static org.assertj.core.api.Assertions.assertThat;

class FileVersionsTest extends HistoryTest {

    @Test
    void everyContentIsNamedOnceWithTheVersionThatHadItFirst() throws Exception {
        write("folder/file", "one");
        backUp(NOON);
        write("other", "something else");
        backUp(NOON.plusSeconds(60));
        write("folder/file", "two");
        backUp(NOON.plusSeconds(120));
        write("other", "something else again");
        backUp(NOON.plusSeconds(180));

        JsonNode versions = json("/file-versions?path=/folder/file").path("versions");

        assertThat(each(versions, "name")).containsExactly("2026-11-28T12-02-00Z", "2026-11-28T12-00-00Z");
        assertThat(each(versions, "path")).containsOnly("/folder/file");
        assertThat(each(versions, "size")).containsOnly("3");
        assertThat(each(versions, "modified")).containsExactly("2001-02-03T04:05:08.123456789Z",
                "2001-02-03T04:05:06.123456789Z");
    }

    @Test
    void fileThatWasDeletedStillHasItsVersions() throws Exception {
        write("file", "one");
        write("other", "stays");
        backUp(NOON);
        Files.delete(volume.root().resolve("file"));
        backUp(NOON.plusSeconds(60));
        write("file", "back");
        backUp(NOON.plusSeconds(120));

        assertThat(each(json("/file-versions?path=%2Ffile").path("versions"), "name"))
                .containsExactly("2026-11-28T12-02-00Z", "2026-11-28T12-00-00Z");
    }

    @Test
    void fileIsFollowedThroughNewNamesOfItselfAndOfItsFolder() throws Exception {
        write("old/draft.txt", "one");
        backUp(NOON);
        Files.move(volume.root().resolve("old"), volume.root().resolve("new"));
        backUp(NOON.plusSeconds(60));
        Files.move(volume.root().resolve("new/draft.txt"), volume.root().resolve("new/final.txt"));
        backUp(NOON.plusSeconds(120));

        JsonNode versions = json("/file-versions?path=/new/final.txt").path("versions");

        assertThat(each(versions, "path")).containsExactly("/new/final.txt", "/new/draft.txt", "/old/draft.txt");
    }

    @Test
    void pagesFollowOneAnother() throws Exception {
        for (int i = 0; i < 4; i++) {
            write("file", "version " + i);
            backUp(NOON.plusSeconds(60L * i));
        }

        assertThat(each(json("/file-versions?path=/file&limit=2").path("versions"), "name"))
                .containsExactly("2026-11-28T12-03-00Z", "2026-11-28T12-02-00Z");
        assertThat(each(json("/file-versions?path=/file&before=2026-11-28T12-02-00Z").path("versions"), "name"))
                .containsExactly("2026-11-28T12-01-00Z", "2026-11-28T12-00-00Z");
    }

    @Test
    void nextPageGoesOnWhereTheFileHadAnotherName() throws Exception {
        for (int i = 0; i < 2; i++) {
            write("old", "version " + i);
            backUp(NOON.plusSeconds(60L * i));
        }
        Files.move(volume.root().resolve("old"), volume.root().resolve("new"));
        backUp(NOON.plusSeconds(120));
        write("new", "version 2");
        backUp(NOON.plusSeconds(180));

        JsonNode first = json("/file-versions?path=/new&limit=2").path("versions");
        JsonNode second = json("/file-versions?path=/new&limit=1&before=2026-11-28T12-02-00Z").path("versions");
        JsonNode third = json("/file-versions?path=/old&before=2026-11-28T12-01-00Z").path("versions");

        assertThat(each(first, "path")).containsExactly("/new", "/new");
        assertThat(each(second, "path")).containsExactly("/old");
        assertThat(each(second, "name")).containsExactly("2026-11-28T12-01-00Z");
        assertThat(each(third, "name")).containsExactly("2026-11-28T12-00-00Z");
    }

    @Test
    void fileThatNeverWasHasNone() throws Exception {
        write("file", "one");
        backUp(NOON);

        assertThat(json("/file-versions?path=/file/below").path("versions").size()).isZero();
        assertThat(json("/file-versions?path=/absent").path("versions").size()).isZero();
        assertThat(send("GET", "/file-versions").statusCode()).isEqualTo(400);
        assertThat(send("GET", "/file-versions?path=/").statusCode()).isEqualTo(400);
    }
}
