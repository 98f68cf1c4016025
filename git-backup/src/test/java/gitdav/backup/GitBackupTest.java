package gitdav.backup;

import gitdav.container.Program;
import gitdav.files.FileTree;
import gitdav.server.GitServer;
import gitdav.server.SshKey;
import gitdav.servers.Command;
import gitdav.volume.DataVolume;
import gitdav.volume.Marker;
import gitdav.volume.restore.Restoring;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// The whole program with `--once`, against a real SSH git server.
class GitBackupTest {

    private static final SshKey DEPLOY_KEY = SshKey.generate();
    private static final SshKey HOST_KEY = SshKey.generate();

    @TempDir
    private Path dir;
    private DataVolume volume;
    private GitServer server;
    private GitStore remote;

    @BeforeEach
    void completeVolumeAndEmptyRemote() throws IOException {
        volume = new DataVolume(Files.createDirectory(dir.resolve("data")));
        Marker marker = Marker.fresh();
        volume.mark(marker);
        try (var store = GitStore.open(dir.resolve("git"), "main")) {
            store.bind(marker.volumeId());
        }
        remote = GitStore.open(dir.resolve("remotes/content.git"), "main");
        startServer();
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
        remote.close();
    }

    @Test
    void whatChangedIsCommittedAndInTheRemote() throws IOException {
        write("notes.txt", "one");
        assertThat(gitBackupOnce()).isZero();
        write("notes.txt", "two");
        write("folder/new ü.txt", "new");
        assertThat(gitBackupOnce()).isZero();

        assertThat(messages()).containsExactly("1 added, 1 changed, 0 deleted", "added notes.txt");
        assertThat(inRemote("folder/new ü.txt")).isEqualTo("new");
        assertThat(inRemote("notes.txt")).isEqualTo("two");
    }

    @Test
    void nothingChangedIsNoCommit() throws IOException {
        write("notes.txt", "one");
        gitBackupOnce();
        Optional<ObjectId> before = remote.head();

        assertThat(gitBackupOnce()).isZero();

        assertThat(remote.head()).isEqualTo(before);
    }

    @Test
    void deletedFileIsDeletedInTheNextCommitAndKeptInHistory() throws IOException {
        write("a", "a");
        write("b", "b");
        gitBackupOnce();
        Files.delete(volume.root().resolve("a"));

        assertThat(gitBackupOnce()).isZero();

        assertThat(messages()).startsWith("deleted a");
        assertThat(inRemote("b")).isEqualTo("b");
    }

    @Test
    void commitThatCouldNotBePushedIsPushedByTheNextRun() throws IOException {
        write("notes.txt", "one");
        gitBackupOnce();
        write("notes.txt", "two");
        server.close();
        assertThat(gitBackupOnce()).isEqualTo(1);
        assertThat(inRemote("notes.txt")).isEqualTo("one");
        startServer();

        assertThat(gitBackupOnce()).isZero();

        assertThat(inRemote("notes.txt")).isEqualTo("two");
        assertThat(messages()).containsExactly("changed notes.txt", "added notes.txt");
    }

    @Test
    void storeWithoutHistoryContinuesTheRemotesHistory() throws IOException {
        write("notes.txt", "one");
        gitBackupOnce();
        FileTree.delete(dir.resolve("git"));
        try (var store = GitStore.open(dir.resolve("git"), "main")) {
            store.bind(volume.marker().orElseThrow().volumeId());
        }
        write("notes.txt", "two");

        assertThat(gitBackupOnce()).isZero();

        assertThat(messages()).containsExactly("changed notes.txt", "added notes.txt");
    }

    @Test
    void anotherRemoteGetsEverythingAlthoughNothingChanged() throws IOException {
        write("notes.txt", "one");
        gitBackupOnce();
        try (var other = GitStore.open(dir.resolve("remotes/other.git"), "main")) {
            assertThat(gitBackupOnce("--git-url", server.url("other.git", DEPLOY_KEY))).isZero();

            assertThat(other.head()).isPresent().isEqualTo(remote.head());
        }
    }

    @Test
    void remoteThatWasLostAndMadeAnewGetsEverythingAgain() throws IOException {
        write("notes.txt", "one");
        gitBackupOnce();
        Optional<ObjectId> before = remote.head();
        remote.close();
        FileTree.delete(dir.resolve("remotes/content.git"));
        remote = GitStore.open(dir.resolve("remotes/content.git"), "main");

        assertThat(gitBackupOnce()).isZero();

        assertThat(remote.head()).isEqualTo(before);
    }

    @Test
    void whatAKilledProcessLeftIsClearedAway() throws IOException {
        write("notes.txt", "one");
        gitBackupOnce();
        for (String lock : List.of("refs/heads/main.lock", "refs/remotes/origin/main.lock", "packed-refs.lock")) {
            Files.createFile(dir.resolve("git").resolve(lock));
        }
        Files.createDirectories(dir.resolve("git/scratch/objects"));
        write("notes.txt", "two");

        assertThat(gitBackupOnce()).isZero();

        assertThat(inRemote("notes.txt")).isEqualTo("two");
        assertThat(dir.resolve("git/refs/heads/main.lock")).doesNotExist();
        assertThat(dir.resolve("git/scratch")).doesNotExist();
    }

    @Test
    void volumeWithoutMarkerIsNotBackedUpAsDeletions() throws IOException {
        write("notes.txt", "one");
        gitBackupOnce();
        Optional<ObjectId> before = remote.head();
        FileTree.delete(volume.root());
        Files.createDirectory(volume.root());

        assertThat(gitBackupOnce()).isEqualTo(1);

        assertThat(remote.head()).isEqualTo(before);
    }

    @Test
    void historyThatWasLeftOutAtTheRestoreIsFetchedWhenAskedFor() throws IOException {
        for (String version : List.of("one", "two", "three")) {
            write("notes.txt", version);
            gitBackupOnce();
        }
        FileTree.delete(dir.resolve("git"));
        try (var store = GitStore.open(dir.resolve("git"), "main")) {
            store.bind(volume.marker().orElseThrow().volumeId());
        }

        assertThat(gitBackupOnce()).isZero();
        assertThat(commitsInStore()).isEqualTo(1);
        assertThat(gitBackupOnce("--git-depth", "0")).isZero();
        assertThat(commitsInStore()).isEqualTo(3);
    }

    @Test
    void halfRestoredVolumeIsNotBackedUp() throws IOException {
        new Restoring(Optional.empty(), "now", List.of()).begin(volume);

        assertThat(gitBackupOnce()).isEqualTo(1);

        assertThat(remote.head()).isEmpty();
    }

    @Test
    void volumeOfAnotherStoreIsNotBackedUp() throws IOException {
        volume.mark(new Marker(UUID.randomUUID(), Marker.CURRENT_LAYOUT));

        assertThat(gitBackupOnce()).isEqualTo(1);

        assertThat(remote.head()).isEmpty();
    }

    @Test
    void fileThatCannotBeBackedUpDoesNotKeepTheOthersFromIt() throws IOException {
        write("notes.txt", "one");
        Command.run("mkfifo", volume.root().resolve("pipe").toString());

        assertThat(gitBackupOnce()).isZero();

        assertThat(inRemote("notes.txt")).isEqualTo("one");
    }

    private void startServer() throws IOException {
        server = GitServer.start(dir.resolve("remotes"), HOST_KEY, List.of(DEPLOY_KEY));
        Files.writeString(dir.resolve("known_hosts"), server.knownHost());
    }

    private int gitBackupOnce(String... arguments) {
        var environment = Map.of("GIT_URL", server.url("content.git", DEPLOY_KEY), "DATA_DIR", volume.root().toString(),
                "GIT_STORE", dir.resolve("git").toString(), "SSH_KNOWN_HOSTS_FILE",
                dir.resolve("known_hosts").toString());
        return Program.run(new GitBackup(), environment,
                Stream.concat(Stream.of("--once"), Stream.of(arguments)).toArray(String[]::new));
    }

    private void write(String name, String content) throws IOException {
        Path file = volume.root().resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    /// The commits' subjects in the remote, newest first.
    private List<String> messages() throws IOException {
        return messages(remote);
    }

    private int commitsInStore() throws IOException {
        try (var store = GitStore.open(dir.resolve("git"), "main")) {
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
        return new String(remote.repository().open(id).getBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
