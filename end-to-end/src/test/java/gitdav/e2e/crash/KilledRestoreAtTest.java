package gitdav.e2e.crash;

import gitdav.e2e.pod.PodUser;
import gitdav.e2e.pod.ProcessPod;
import gitdav.e2e.pod.VolumeShape;
import gitdav.files.FileTree;
import gitdav.servers.Command;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/// The share goes back to an old version, and git-init is killed by `kill -9` at a random moment of that: the next run ends
/// with exactly that version, and what the share was before is in the remote. The rounds take turns on the volumes that
/// clusters hand out.
///
/// `-Drounds=200` for more rounds, `-Dseed=...` for the same moments once more.
@Tag("long")
class KilledRestoreAtTest {

    private static final int ROUNDS = 4;
    private static final int FILES = 200;
    /// In milliseconds, from the line that says what is to be done.
    private static final int LONGEST_RESTORE = 600;

    @TempDir
    private Path dir;
    private VolumeShape shape;
    private ProcessPod pod;

    @Test
    void nextRunEndsWithThatVersionAndNothingIsLost() throws Exception {
        var rounds = Rounds.of(ROUNDS);
        var random = rounds.random();
        PodUser.letIn(dir);
        for (int round = 0; round < rounds.number(); round++) {
            shape = VolumeShape.inTurn(round);
            Map<String, String> old = preparedVersion();
            String version = remote("rev-parse", "main");
            Map<String, String> present = changed(old);
            kill(version, Duration.ofMillis(random.nextInt(LONGEST_RESTORE)));
            // A push that is killed may leave the branch locked, for a person to delete the lock (docs/remotes.md).
            Files.deleteIfExists(pod.remote().resolve("refs/heads/main.lock"));
            pod.start("--restore-at", version);
            check(old);
            checkWhatWasBefore(present);
            clear();
        }
    }

    /// The same without a kill: else it could be the second run alone that does everything.
    @Test
    void firstRunEndsWithThatVersionUnlessItIsKilled() throws Exception {
        PodUser.letIn(dir);
        shape = VolumeShape.HOST_PATH;
        Map<String, String> old = preparedVersion();
        String version = remote("rev-parse", "main");
        Map<String, String> present = changed(old);

        pod.start("--restore-at", version);

        check(old);
        checkWhatWasBefore(present);
    }

    private void checkWhatWasBefore(Map<String, String> present) throws IOException {
        pod.backUp();
        pod.start("--restore-at", remote("log", "-1", "--format=%H", "--grep=^What was changed before"));
        check(present);
    }

    private void kill(String version, Duration after) throws Exception {
        try (var gitInit = pod.begin("git-init", "--restore-at", version)) {
            boolean killed = gitInit.killAfter(() -> !gitInit.output().isEmpty(), after);
            System.out.printf("%s, %s %d ms after the first line%n", shape, killed ? "killed" : "done before",
                    after.toMillis());
        }
    }

    private Map<String, String> preparedVersion() throws Exception {
        Path backup = VolumeShape.OWN.makeWithoutEntries(dir.resolve("backup"));
        pod = new ProcessPod(shape.make(dir.resolve("data")), shape.makeWithoutEntries(dir.resolve("git")),
                backup.resolve("content.git"));
        pod.start("--git-create-remote", "true");
        var files = new TreeMap<>(shape.foreign());
        for (int i = 0; i < FILES; i++) {
            write(files, "folder " + i % 7 + "/file " + i, "old " + i);
        }
        PodUser.own(pod.data());
        pod.backUp();
        return files;
    }

    private Map<String, String> changed(Map<String, String> old) throws IOException {
        var files = new TreeMap<>(old);
        for (int i = 0; i < FILES; i += 2) {
            write(files, "folder " + i % 7 + "/file " + i, "present " + i);
            write(files, "new " + i % 5 + "/file " + i, "present " + i);
        }
        Files.delete(pod.data().resolve("folder 1/file 1"));
        files.remove("folder 1/file 1");
        PodUser.own(pod.data());
        return files;
    }

    private void write(Map<String, String> files, String name, String content) throws IOException {
        Path file = pod.data().resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        files.put(name, content);
    }

    private void check(Map<String, String> expected) throws IOException {
        assertThat(pod.files()).isEqualTo(expected);
        assertThat(pod.data().resolve(".gitdav/staging")).doesNotExist();
        shape.assertUntouched(pod.data());
    }

    private String remote(String... command) throws IOException {
        var all = new ArrayList<>(List.of("git", "-c", "safe.directory=*", "--git-dir",
                pod.remote().toString()));
        all.addAll(List.of(command));
        return Command.run(all.toArray(String[]::new)).strip();
    }

    private void clear() throws IOException {
        for (String folder : new String[]{"data", "git", "backup"}) {
            FileTree.delete(dir.resolve(folder));
        }
    }
}
