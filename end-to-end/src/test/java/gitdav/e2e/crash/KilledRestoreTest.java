package gitdav.e2e.crash;

import gitdav.e2e.pod.PodUser;
import gitdav.e2e.pod.ProcessPod;
import gitdav.e2e.pod.VolumeShape;
import gitdav.files.FileTree;
import gitdav.volume.DataVolume;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/// `kill -9` of git-init at a random moment of a restore: the next run ends with exactly what the remote has. The rounds take
/// turns on the volumes that clusters hand out.
///
/// `-Drounds=200` for more rounds, `-Dseed=...` for the same moments once more.
@Tag("long")
class KilledRestoreTest {

    private static final int ROUNDS = 4;
    private static final int FILES = 400;
    /// In milliseconds, from the moment when its staging folder is there.
    private static final int LONGEST_RESTORE = 400;

    @TempDir
    private Path dir;

    @Test
    void nextRunEndsWithTheExactContent() throws Exception {
        var rounds = Rounds.of(ROUNDS);
        var random = rounds.random();
        PodUser.letIn(dir);
        Map<String, String> content = remoteWithManyFiles();
        for (int round = 1; round <= rounds.number(); round++) {
            killAndRunAgain(VolumeShape.inTurn(round), Duration.ofMillis(random.nextInt(LONGEST_RESTORE)), content);
            FileTree.delete(dir.resolve("data"));
            FileTree.delete(dir.resolve("git"));
        }
    }

    private void killAndRunAgain(VolumeShape shape, Duration staging, Map<String, String> content)
            throws Exception {
        var pod = new ProcessPod(shape.make(dir.resolve("data")), shape.makeWithoutEntries(dir.resolve("git")),
                dir.resolve("content.git"));

        boolean killed;
        try (var gitInit = pod.begin("git-init")) {
            killed = gitInit.killAfter(() -> Files.exists(pod.data().resolve(".gitdav/staging")), staging);
        }
        String said = pod.start();
        System.out.printf("%s, killed: %s %d ms after staging began, then %s%n", shape, killed, staging.toMillis(),
                said.replaceFirst("(?s).*?/data is (\\w+).*", "$1"));

        var expected = new TreeMap<>(content);
        expected.putAll(shape.foreign());
        assertThat(pod.files()).isEqualTo(expected);
        assertThat(pod.data().resolve(".gitdav/staging")).doesNotExist();
        shape.assertUntouched(pod.data());
    }

    private Map<String, String> remoteWithManyFiles() throws IOException {
        var content = new TreeMap<String, String>();
        Path source = Files.createDirectory(dir.resolve("source"));
        for (int i = 0; i < FILES; i++) {
            String name = (i % 4 == 0 ? "folder " + i % 30 + "/" : "") + "file " + i;
            Files.createDirectories(source.resolve(name).getParent());
            Files.writeString(source.resolve(name), "content " + i);
            content.put(name, "content " + i);
        }
        try (var remote = GitStore.open(dir.resolve("content.git"), "main")) {
            var tree = Snapshotter.take(new DataVolume(source), remote, Optional.empty()).tree();
            remote.commit(tree, new PersonIdent("test", "test"), "content\n");
        }
        return content;
    }
}
