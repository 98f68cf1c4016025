package gitdav.backup;

import gitdav.servers.Command;
import gitdav.volume.DataVolume;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// A person commits to the remote what this volume cannot hold, while it is in use.
class SkippedInMergeTest {

    private static final String LONG_NAME = "\u4e2d".repeat(100) + ".txt";
    private static final String SUBMODULE = "0123456789012345678901234567890123456789";

    @TempDir
    private Path dir;
    private DataVolume volume;
    private BackupPod pod;

    @BeforeEach
    void volumeThatIsBackedUp() throws Exception {
        pod = new BackupPod(dir);
        volume = pod.volume();
        pod.write("a.txt", "A");
        assertThat(pod.gitBackup()).isZero();
    }

    @AfterEach
    void stopServer() throws IOException {
        pod.stopServer();
    }

    @Test
    void whatTheVolumeCannotHoldStaysInTheRemote() throws Exception {
        commit("160000," + SUBMODULE + ",module", "160000," + SUBMODULE + ",new/folder/module",
                "100644,%s," + LONG_NAME, "100644,%s,new.txt",
                "100644,%s," + "\u4e2d".repeat(90) + "/file");

        assertThat(pod.gitBackup()).isZero();

        assertThat(volume.root().resolve("new.txt")).hasContent("theirs");
        String taken = git("rev-parse", "main");
        assertThat(pod.gitBackup()).isZero();
        assertThat(git("rev-parse", "main")).isEqualTo(taken);
        pod.write("more.txt", "here");
        assertThat(pod.gitBackup()).isZero();
        assertThat(git("-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", "main").lines())
                .contains("module", "new/folder/module", LONG_NAME, "new.txt", "more.txt",
                        "\u4e2d".repeat(90) + "/file");
    }

    @Test
    void skippedFileGoesWhenItIsDeletedInTheRemote() throws Exception {
        String before = git("rev-parse", "main");
        commit("100644,%s," + LONG_NAME);
        assertThat(pod.gitBackup()).isZero();
        git("read-tree", before);
        commit();

        assertThat(pod.gitBackup()).isZero();

        pod.write("more.txt", "here");
        assertThat(pod.gitBackup()).isZero();
        assertThat(git("ls-tree", "-r", "--name-only", "main").lines()).contains("more.txt").hasSizeLessThan(10)
                .noneMatch(name -> name.contains(".txt\""));
        assertThat(volume.reserved().resolve("not-applied")).doesNotExist();
    }

    @Test
    void mergeOfACommitThatIsTooDeepFailsAndLeavesNothing() throws Exception {
        commit("100644,%s," + "d/".repeat(300) + "deep", "100644,%s,new.txt");

        assertThat(pod.gitBackup()).isNotZero();

        assertThat(volume.staging()).doesNotExist();
        assertThat(volume.setAside()).doesNotExist();
        assertThat(volume.root().resolve("new.txt")).doesNotExist();
    }

    @Test
    void pathThatIsTooLongStaysInTheRemote() throws Exception {
        String longest = ("d".repeat(255) + "/").repeat(16);
        commit("100644,%s," + longest + "file", "100644,%s,new.txt");

        assertThat(pod.gitBackup()).isZero();

        assertThat(volume.root().resolve("new.txt")).hasContent("theirs");
        assertThat(Files.readString(volume.reserved().resolve("not-applied"))).contains("its path is too long");
        pod.write("more.txt", "here");
        assertThat(pod.gitBackup()).isZero();
        assertThat(git("ls-tree", "-r", "--name-only", "main").lines()).contains(longest + "file", "new.txt",
                "more.txt");
    }

    @Test
    void whatAKilledMergeHasLeftIsSweptIfTheStoreHasIt() throws Exception {
        Path left = Files.createDirectories(volume.setAside().resolve("merge-killed"));
        Files.writeString(left.resolve("1"), "A");
        Files.writeString(left.resolve("2"), "a user's only copy");
        commit("100644,%s,new.txt");

        assertThat(pod.gitBackup()).isZero();

        assertThat(left.resolve("1")).doesNotExist();
        assertThat(left.resolve("2")).exists();
    }

    /// Commits what the remote has, and these entries: `MODE,ID,PATH`, where `%s` stands for some content.
    private void commit(String... entries) throws Exception {
        Path content = Files.writeString(dir.resolve("content"), "theirs");
        String blob = git("hash-object", "-w", content.toString());
        if (entries.length > 0) {
            git("read-tree", "main");
        }
        for (String entry : entries) {
            git("update-index", "--add", "--cacheinfo", entry.formatted(blob));
        }
        String tree = git("write-tree");
        git("update-ref", "refs/heads/main",
                git("-c", "user.name=p", "-c", "user.email=p@localhost", "commit-tree", "-p", "main", "-m", "theirs",
                        tree));
    }

    private String git(String... arguments) throws Exception {
        return Command.run(Stream.concat(Stream.of("git", "-C", pod.repository().toString()), Stream.of(arguments))
                .toArray(String[]::new)).strip();
    }
}
