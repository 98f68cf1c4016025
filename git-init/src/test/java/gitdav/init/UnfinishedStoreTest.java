package gitdav.init;

import gitdav.volume.store.GitStore;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// git-init was killed while it made the git store: the next one makes it, and restores.
class UnfinishedStoreTest {

    /// What JGit makes of a bare repository, in its order; a name that ends with a slash is a folder.
    private static final List<String> STEPS = List.of("refs/", "refs/heads/", "refs/tags/", "objects/", "objects/info/",
            "objects/pack/", "branches/", "hooks/", "HEAD", "config");

    private static final Map<String, String> CONTENT = Map.of("a", "a", "folder/b", "b");

    @TempDir
    private Path dir;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void storeIsMadeAndTheVolumeRestored(int steps) throws IOException {
        var pod = new PodFolder(dir);
        pod.commitToRemote(CONTENT);
        makeSome(pod.store(), steps);

        pod.start();

        assertThat(pod.files()).isEqualTo(CONTENT);
        assertThat(pod.check()).startsWith("intact");
    }

    private void makeSome(Path store, int steps) throws IOException {
        Path whole = dir.resolve("whole");
        GitStore.open(whole, "main").close();
        Files.createDirectory(store);
        for (String step : STEPS.subList(0, steps)) {
            if (step.endsWith("/")) {
                Files.createDirectory(store.resolve(step));
            } else {
                Files.copy(whole.resolve(step), store.resolve(step));
            }
        }
    }
}
