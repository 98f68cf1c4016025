package gitdav.remote;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/// How many packs pushes leave in a repository in a folder.
@Timeout(120)
class FolderPushPacksTest extends FolderPushFixture {

    /// The usual `gc.autoPackLimit`.
    private static final int MANY = 50;

    @Test
    void manyPushesDoNotLeaveManyPacks() throws Exception {
        Path kept = packs().iterator().next().getPackFile().toPath();
        Files.createFile(Path.of(kept.toString().replace(".pack", ".keep")));
        haveManyPacks();
        for (int i = 0; i < 15; i++) {
            write("file", "version " + i);
            commit();
            assertThat(push()).isTrue();
        }

        assertThat(packs()).hasSizeLessThan(MANY).anySatisfy(pack -> assertThat(pack.getPackFile()).hasFileName(
                kept.getFileName().toString()));
        assertThat(git("rev-list", "--count", "main")).isEqualTo("16");
        assertThat(git("show", "main~10:file")).isEqualTo("version 4");
        assertWhole();
    }

    @Test
    void packsOfAPersonWhoHasOneIndexOfAllAreLeftAlone() throws Exception {
        Files.createFile(theirs.folder().resolve("objects/pack/multi-pack-index"));
        haveManyPacks();
        int before = packs().size();
        for (int i = 0; i < 5; i++) {
            write("file", "version " + i);
            commit();
            assertThat(push()).isTrue();
        }

        assertThat(packs()).hasSize(before + 5);
    }

    /// A server that JGit is in this process would write the whole repository again, and hold it in memory for that.
    @Test
    void pushByTheProtocolDoesNotTidyUpTheRemote() throws Exception {
        haveManyPacks();
        int before = packs().size();
        for (int i = 0; i < 5; i++) {
            write("file", "version " + i);
            commit();
            transport().push(() -> {});
        }

        assertThat(packs()).hasSize(before + 5);
    }

    /// As many packs in the remote as there are at most before it is tidied up: copies of the first, which is as good as others.
    private void haveManyPacks() throws IOException {
        Path first = packs().iterator().next().getPackFile().toPath();
        for (int i = packs().size(); i < MANY; i++) {
            Path copy = first.resolveSibling("pack-%040x.pack".formatted(i));
            Files.copy(first, copy);
            Files.copy(index(first), index(copy));
        }
    }

    private static Path index(Path pack) {
        return Path.of(pack.toString().replace(".pack", ".idx"));
    }
}
