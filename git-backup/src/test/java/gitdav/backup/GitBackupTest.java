package gitdav.backup;

import gitdav.files.FileTree;
import gitdav.servers.Command;
import gitdav.volume.DataVolume;
import gitdav.volume.Marker;
import gitdav.volume.restore.UpdateJournal;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

/// The whole program with `--once`, against a real SSH git server.
class GitBackupTest {

    @TempDir
    private Path dir;
    private DataVolume volume;
    private BackupPod pod;
    private GitStore remote;

    @BeforeEach
    void completeVolumeAndEmptyRemote() throws IOException {
        pod = new BackupPod(dir);
        volume = pod.volume();
        remote = GitStore.open(pod.repository(), "main");
    }

    @AfterEach
    void stopServer() throws IOException {
        pod.stopServer();
        remote.close();
    }

    @Test
    void whatChangedIsCommittedAndInTheRemote() throws IOException {
        pod.write("notes.txt", "one");
        assertThat(pod.gitBackup()).isZero();
        pod.write("notes.txt", "two");
        pod.write("folder/new ü.txt", "new");
        assertThat(pod.gitBackup()).isZero();

        assertThat(messages()).containsExactly("1 added, 1 changed, 0 deleted", "added notes.txt");
        assertThat(inRemote("folder/new ü.txt")).isEqualTo("new");
        assertThat(inRemote("notes.txt")).isEqualTo("two");
    }

    @Test
    void nothingChangedIsNoCommit() throws IOException {
        pod.write("notes.txt", "one");
        pod.gitBackup();
        Optional<ObjectId> before = remote.head();

        assertThat(pod.gitBackup()).isZero();

        assertThat(remote.head()).isEqualTo(before);
    }

    @Test
    void deletedFileIsDeletedInTheNextCommitAndKeptInHistory() throws IOException {
        pod.write("a", "a");
        pod.write("b", "b");
        pod.gitBackup();
        Files.delete(volume.root().resolve("a"));

        assertThat(pod.gitBackup()).isZero();

        assertThat(messages()).startsWith("deleted a");
        assertThat(inRemote("b")).isEqualTo("b");
    }

    @Test
    void commitThatCouldNotBePushedIsPushedByTheNextRun() throws IOException {
        pod.write("notes.txt", "one");
        pod.gitBackup();
        pod.write("notes.txt", "two");
        pod.stopServer();
        assertThat(pod.gitBackup()).isEqualTo(1);
        assertThat(inRemote("notes.txt")).isEqualTo("one");
        pod.startServer();

        assertThat(pod.gitBackup()).isZero();

        assertThat(inRemote("notes.txt")).isEqualTo("two");
        assertThat(messages()).containsExactly("changed notes.txt", "added notes.txt");
    }

    @Test
    void storeWithoutHistoryContinuesTheRemotesHistory() throws IOException {
        pod.write("notes.txt", "one");
        pod.gitBackup();
        FileTree.delete(dir.resolve("git"));
        try (var store = pod.store()) {
            store.bind(volume.marker().orElseThrow().volumeId());
        }
        pod.write("notes.txt", "two");

        assertThat(pod.gitBackup()).isZero();

        assertThat(messages()).containsExactly("changed notes.txt", "added notes.txt");
    }

    @Test
    void anotherRemoteGetsEverythingAlthoughNothingChanged() throws IOException {
        pod.write("notes.txt", "one");
        pod.gitBackup();
        try (var other = GitStore.open(dir.resolve("remotes/other.git"), "main")) {
            assertThat(pod.gitBackup("--git-url", pod.url("other.git"))).isZero();

            assertThat(other.head()).isPresent().isEqualTo(remote.head());
        }
    }

    @Test
    void remoteThatWasLostAndIsEmptyGetsEverythingAgain() throws IOException {
        pod.write("notes.txt", "one");
        pod.gitBackup();
        Optional<ObjectId> before = remote.head();
        remote.close();
        FileTree.delete(pod.repository());
        remote = GitStore.open(pod.repository(), "main");

        assertThat(pod.gitBackup()).isZero();

        assertThat(remote.head()).isEqualTo(before);
    }

    @Test
    void whatAKilledProcessLeftIsClearedAway() throws IOException {
        pod.write("notes.txt", "one");
        pod.gitBackup();
        for (String lock : List.of("refs/heads/main.lock", "refs/remotes/origin/main.lock", "packed-refs.lock")) {
            Files.createFile(dir.resolve("git").resolve(lock));
        }
        Files.createDirectories(dir.resolve("git/scratch/objects"));
        pod.write("notes.txt", "two");

        assertThat(pod.gitBackup()).isZero();

        assertThat(inRemote("notes.txt")).isEqualTo("two");
        assertThat(dir.resolve("git/refs/heads/main.lock")).doesNotExist();
        assertThat(dir.resolve("git/scratch")).doesNotExist();
    }

    @Test
    void volumeWithoutMarkerIsNotBackedUpAsDeletions() throws IOException {
        pod.write("notes.txt", "one");
        pod.gitBackup();
        Optional<ObjectId> before = remote.head();
        FileTree.delete(volume.root());
        Files.createDirectory(volume.root());

        assertThat(pod.gitBackup()).isEqualTo(1);

        assertThat(remote.head()).isEqualTo(before);
    }

    @Test
    void historyThatWasLeftOutAtTheRestoreIsFetchedWhenAskedFor() throws IOException {
        for (String version : List.of("one", "two", "three")) {
            pod.write("notes.txt", version);
            pod.gitBackup();
        }
        FileTree.delete(dir.resolve("git"));
        try (var store = pod.store()) {
            store.bind(volume.marker().orElseThrow().volumeId());
        }

        assertThat(pod.gitBackup()).isZero();
        assertThat(commitsInStore()).isEqualTo(1);
        assertThat(pod.gitBackup("--git-depth", "0")).isZero();
        assertThat(commitsInStore()).isEqualTo(3);
    }

    @Test
    void halfRestoredVolumeIsNotBackedUp() throws IOException {
        new UpdateJournal(Optional.empty(), "now", List.of(), List.of()).begin(volume);

        assertThat(pod.gitBackup()).isEqualTo(1);

        assertThat(remote.head()).isEmpty();
    }

    @Test
    void volumeOfAnotherStoreIsNotBackedUp() throws IOException {
        volume.mark(new Marker(UUID.randomUUID(), Marker.CURRENT_LAYOUT));

        assertThat(pod.gitBackup()).isEqualTo(1);

        assertThat(remote.head()).isEmpty();
    }

    @Test
    void fileThatCannotBeBackedUpDoesNotKeepTheOthersFromIt() throws IOException {
        pod.write("notes.txt", "one");
        Command.run("mkfifo", volume.root().resolve("pipe").toString());

        assertThat(pod.gitBackup()).isZero();

        assertThat(inRemote("notes.txt")).isEqualTo("one");
    }

    /// The commits' subjects in the remote, newest first.
    private List<String> messages() throws IOException {
        return messages(remote);
    }

    private int commitsInStore() throws IOException {
        try (var store = pod.store()) {
            return messages(store).size();
        }
    }

    private static List<String> messages(GitStore store) throws IOException {
        try (var walk = new RevWalk(store.repository())) {
            walk.markStart(walk.parseCommit(store.head().orElseThrow()));
            var messages = new ArrayList<String>();
            for (RevCommit commit : walk) {
                messages.add(commit.getShortMessage());
            }
            return messages;
        }
    }

    private String inRemote(String path) throws IOException {
        ObjectId id = remote.repository().resolve("main:" + path);
        return new String(remote.repository().open(id).getBytes(), StandardCharsets.UTF_8);
    }
}
