package gitdav.remote;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/// How many packs pushes leave in a repository in a folder.
@Timeout(120)
class FolderPushPacksTest extends FolderPushFixture {

    @Test
    void manyPushesDoNotLeaveManyPacks() throws Exception {
        Path kept = packs().iterator().next().getPackFile().toPath();
        Files.createFile(Path.of(kept.toString().replace(".pack", ".keep")));
        for (int i = 0; i < 60; i++) {
            write("file", "version " + i);
            commit();
            assertThat(push()).isTrue();
        }

        assertThat(packs()).hasSizeLessThan(50).anySatisfy(pack -> assertThat(pack.getPackFile()).hasFileName(
                kept.getFileName().toString()));
        assertThat(git("rev-list", "--count", "main")).isEqualTo("61");
        assertThat(git("show", "main~30:file")).isEqualTo("version 29");
        assertWhole();
    }

    @Test
    void packsOfAPersonWhoHasOneIndexOfAllAreLeftAlone() throws Exception {
        Files.createFile(theirs.folder().resolve("objects/pack/multi-pack-index"));
        for (int i = 0; i < 60; i++) {
            write("file", "version " + i);
            commit();
            assertThat(push()).isTrue();
        }

        assertThat(packs()).hasSize(61);
    }

    /// A server that JGit is in this process would write the whole repository again, and hold it in memory for that.
    @Test
    void pushByTheProtocolDoesNotTidyUpTheRemote() throws Exception {
        for (int i = 0; i < 60; i++) {
            write("file", "version " + i);
            commit();
            transport().push(() -> {});
        }

        assertThat(packs()).hasSize(61);
    }
}
