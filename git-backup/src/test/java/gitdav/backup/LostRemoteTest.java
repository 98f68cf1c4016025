package gitdav.backup;

import gitdav.files.FileTree;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

/// `--once` against native git that has lost its repository, or has another history.
@Timeout(120)
@Tag("long")
class LostRemoteTest extends RemoteTroubleFixture {

    @Test
    void remoteThatComesBackEmptyGetsEverything() throws IOException {
        String before = server.git("rev-parse", "main");
        FileTree.delete(dir.resolve("content.git"));
        assertThat(gitBackup()).isEqualTo(1);
        server.createRepository();

        assertThat(gitBackup()).isZero();

        assertThat(server.git("rev-parse", "main")).isEqualTo(before);
        server.fsck();
    }

    /// As after a restore with `GIT_DEPTH=1`: what came before is nowhere any more.
    @Test
    void remoteThatComesBackEmptyGetsAShallowStoresNewest() throws IOException {
        writeMuch("large");
        assertThat(gitBackup()).isZero();
        FileTree.delete(dir.resolve("git"));
        try (var store = store()) {
            store.bind(volume.marker().orElseThrow().volumeId());
        }
        assertThat(gitBackup()).isZero();
        FileTree.delete(dir.resolve("content.git"));
        server.createRepository();
        write("last", "word".getBytes(StandardCharsets.UTF_8));

        assertThat(gitBackup()).isZero();

        assertThat(server.git("ls-tree", "--name-only", "main")).contains("first", "large", "last");
        server.fsck();
    }

    @Test
    void remoteThatWasRewrittenIsNeverForced() throws IOException {
        String tree = server.git("rev-parse", "main^{tree}");
        String rewritten = server.git("-c", "user.name=else", "-c", "user.email=else", "commit-tree", "-m", "else",
                tree);
        server.git("update-ref", "refs/heads/main", rewritten);
        writeMuch("large");

        gitBackup();

        assertThat(server.git("rev-list", "main")).contains(rewritten);
        try (var store = store()) {
            assertThat(store.repository().resolve("main:large")).isNotNull();
        }
    }
}
