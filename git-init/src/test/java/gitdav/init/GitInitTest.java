package gitdav.init;

import gitdav.files.FileTree;
import gitdav.program.Program;
import gitdav.servers.GitServer;
import gitdav.servers.SshKey;
import gitdav.volume.DataVolume;
import gitdav.volume.Marker;
import gitdav.volume.restore.Checkout;
import gitdav.volume.restore.UpdateJournal;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// The whole program, against a real SSH git server.
class GitInitTest {

    private static final SshKey DEPLOY_KEY = SshKey.generate();
    private static final SshKey HOST_KEY = SshKey.generate();
    private static final PersonIdent AUTHOR = new PersonIdent("test", "test@localhost");
    private static final Map<String, String> CONTENT = Map.of("a.txt", "A", "folder/b ü.txt", "B", "folder/deep/c", "C",
            "z", "Z");

    @TempDir
    private Path dir;
    private DataVolume volume;
    private GitServer server;

    @BeforeEach
    void emptyVolumeAndRemoteWithContent() throws IOException {
        volume = new DataVolume(Files.createDirectory(dir.resolve("data")));
        server = GitServer.start(dir.resolve("remotes"), HOST_KEY, List.of(DEPLOY_KEY));
        Files.writeString(dir.resolve("known_hosts"), server.knownHost());
        commitTo("remotes/content.git", CONTENT);
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
    }

    @Test
    void emptyVolumeIsRestored() throws IOException {
        assertThat(gitInit()).isZero();

        assertThat(files()).isEqualTo(CONTENT);
        assertThat(volume.marker()).isPresent();
        assertThat(UpdateJournal.in(volume)).isEmpty();
        assertThat(volume.staging()).doesNotExist();
    }

    @Test
    void lostAndFoundDoesNotCountAsAFile() throws IOException {
        Files.createDirectory(volume.root().resolve("lost+found"));

        assertThat(gitInit()).isZero();

        assertThat(files()).isEqualTo(CONTENT);
    }

    @Test
    void markedVolumeIsLeftAloneAndNeedsNoRemote() throws IOException {
        gitInit();
        Files.writeString(volume.root().resolve("a.txt"), "changed since");
        Files.delete(volume.root().resolve("z"));
        Map<String, String> before = files();
        Marker marker = volume.marker().orElseThrow();
        server.close();

        assertThat(gitInit()).isZero();

        assertThat(files()).isEqualTo(before);
        assertThat(volume.marker()).contains(marker);
    }

    @Test
    void remoteWithoutCommitsStartsEmpty() throws IOException {
        GitStore.open(dir.resolve("remotes/empty.git"), "main").close();

        assertThat(gitInit("--git-url", server.url("empty.git", DEPLOY_KEY))).isZero();

        assertThat(files()).isEmpty();
        assertThat(volume.marker()).isPresent();
    }

    @Test
    void remoteInAFolderIsMadeOnlyWhenAskedFor() throws IOException {
        String url = dir.resolve("new.git").toUri().toString();

        assertThat(gitInit("--git-url", url)).isEqualTo(1);
        assertThat(dir.resolve("new.git")).doesNotExist();
        assertThat(volume.marker()).isEmpty();

        assertThat(gitInit("--git-url", url, "--git-create-remote=true")).isZero();
        assertThat(dir.resolve("new.git/objects")).isDirectory();
        assertThat(volume.marker()).isPresent();
    }

    @Test
    void serversRepositoryIsNeverMade() {
        assertThat(gitInit("--git-create-remote=true")).isEqualTo(2);
    }

    @Test
    void emptyVolumeNeverStartsWithoutItsRemote() throws IOException {
        server.close();

        assertThat(gitInit()).isEqualTo(1);

        assertThat(volume.marker()).isEmpty();
    }

    @Test
    void restoreKilledBeforeItMovedAnythingStartsOver() throws IOException {
        Path rubbish = volume.staging().resolve("folder/half a file");
        Files.createDirectories(rubbish.getParent());
        Files.writeString(rubbish, "hal");

        assertThat(gitInit()).isZero();

        assertThat(files()).isEqualTo(CONTENT);
    }

    @Test
    void restoreKilledWhileMovingIsFinished() throws IOException {
        ObjectId commit;
        try (var store = GitStore.open(dir.resolve("git"), "main");
                var theirs = GitStore.open(dir.resolve("remotes/content.git"), "main")) {
            commit = theirs.head().orElseThrow();
            volume.clearStaging();
            Checkout.write(theirs, commit, volume.staging());
            assertThat(store.head()).isEmpty();
        }
        new UpdateJournal(Optional.of(commit), "now", List.of(), List.of()).begin(volume);
        Files.move(volume.staging().resolve("folder"), volume.root().resolve("folder"));

        assertThat(gitInit()).isZero();

        assertThat(files()).isEqualTo(CONTENT);
        assertThat(UpdateJournal.in(volume)).isEmpty();
        try (var store = GitStore.open(dir.resolve("git"), "main")) {
            assertThat(store.head()).contains(commit);
        }
    }

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

    @Test
    void storeOfAnotherVolumeIsRefused() throws IOException {
        gitInit();
        volume.mark(new Marker(UUID.randomUUID(), Marker.CURRENT_LAYOUT));

        assertThat(gitInit()).isEqualTo(1);

        assertThat(files()).isEqualTo(CONTENT);
    }

    @Test
    void volumeOfANewerLayoutIsRefused() throws IOException {
        gitInit();
        volume.mark(new Marker(volume.marker().orElseThrow().volumeId(), 99));

        assertThat(gitInit()).isEqualTo(1);
    }

    @Test
    void checkOnlyPrintsTheVerdict() throws IOException {
        PrintStream out = System.out;
        var printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            assertThat(gitInit("--check")).isZero();
        } finally {
            System.setOut(out);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8)).startsWith("empty: to be restored from commit ");
        assertThat(volume.root()).isEmptyDirectory();
    }

    private int gitInit(String... arguments) {
        var environment = Map.of("GIT_URL", server.url("content.git", DEPLOY_KEY), "DATA_DIR", volume.root().toString(),
                "GIT_STORE", dir.resolve("git").toString(), "SSH_KNOWN_HOSTS_FILE",
                dir.resolve("known_hosts").toString());
        return Program.run(new GitInit(), environment, arguments);
    }

    /// Makes a commit with exactly these files.
    private void commitTo(String store, Map<String, String> files) throws IOException {
        Path folder = Files.createTempDirectory(dir, "content");
        for (var file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        try (var opened = GitStore.open(dir.resolve(store), "main")) {
            ObjectId tree = Snapshotter.take(new DataVolume(folder), opened, Optional.empty()).tree();
            opened.commit(tree, AUTHOR, "test");
        }
    }

    /// The users' files with their content.
    private Map<String, String> files() throws IOException {
        var files = new TreeMap<String, String>();
        try (Stream<Path> paths = Files.walk(volume.root())) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                String name = volume.root().relativize(path).toString();
                if (!name.startsWith(".gitdav")) {
                    files.put(name, Files.readString(path));
                }
            }
        }
        return files;
    }
}
