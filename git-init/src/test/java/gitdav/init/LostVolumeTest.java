package gitdav.init;

import gitdav.files.FileTree;
import gitdav.volume.store.GitStore;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// The data or the git store is lost. The whole program, against a real SSH git server.
class LostVolumeTest extends GitInitFixture {

    @Test
    void lostDataComesBackFromCommitsThatWereNeverPushed() throws IOException {
        gitInit();
        commitTo("git", Map.of("never pushed", "but committed"));
        FileTree.delete(volume.root());
        Files.createDirectory(volume.root());

        assertThat(gitInit()).isZero();

        assertThat(files()).isEqualTo(Map.of("never pushed", "but committed"));
    }

    @Test
    void lostDataComesBackFromTheRemoteIfThatIsNewer() throws IOException {
        gitInit();
        commitTo("remotes/content.git", Map.of("newer", "than ours"));
        FileTree.delete(volume.root());
        Files.createDirectory(volume.root());

        assertThat(gitInit()).isZero();

        assertThat(files()).isEqualTo(Map.of("newer", "than ours"));
    }

    @Test
    void lostStoreTakesTheHistoryAndLeavesTheFilesAlone() throws IOException {
        gitInit();
        Files.writeString(volume.root().resolve("new"), "not backed up yet");
        Map<String, String> before = files();
        FileTree.delete(dir.resolve("git"));

        assertThat(gitInit()).isZero();

        assertThat(files()).isEqualTo(before);
        try (var store = GitStore.open(dir.resolve("git"), "main")) {
            assertThat(store.head()).isPresent().isEqualTo(store.remoteHead());
            assertThat(store.volumeId()).contains(volume.marker().orElseThrow().volumeId());
        }
    }

    @Test
    void lostStoreIsNoReasonNotToStartWhenTheRemoteIsDown() throws IOException {
        gitInit();
        FileTree.delete(dir.resolve("git"));
        server.close();

        assertThat(gitInit()).isZero();

        assertThat(files()).isEqualTo(CONTENT);
    }
}
