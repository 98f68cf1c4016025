package gitdav.backup;

import gitdav.files.FileTree;
import gitdav.program.Program;
import gitdav.remote.RemoteOptions;
import gitdav.servers.Line;
import gitdav.volume.DataVolume;
import gitdav.volume.Marker;
import gitdav.volume.store.GitStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;

/// `--once` against native git behind a line that has every trouble a line can have: what is backed up stays whole, what
/// is not waits in the git store, and the next run makes up for it.
@Timeout(120)
@Tag("long")
class RemoteTroubleTest {

    @TempDir
    private Path dir;
    private DataVolume volume;
    private NativeGitServer server;
    private Line line;

    @BeforeEach
    void volumeThatIsBackedUp() throws IOException {
        volume = new DataVolume(Files.createDirectory(dir.resolve("data")));
        Marker marker = Marker.fresh();
        volume.mark(marker);
        try (var store = store()) {
            store.bind(marker.volumeId());
        }
        server = NativeGitServer.start(dir.resolve("content.git"));
        line = new Line(server.port());
        write("first", "one".getBytes(StandardCharsets.UTF_8));
        assertThat(gitBackup()).isZero();
    }

    @AfterEach
    void stop() throws IOException {
        line.close();
        server.close();
    }

    @Test
    void firstBackupIntoAnEmptyRemoteAsksItOnceAndPushes() {
        assertThat(server.commands()).containsExactly("git-upload-pack", "git-receive-pack");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000, 4000, 200_000, 1_500_000})
    void lineThatBreaks(int afterBytes) throws IOException {
        writeMuch("large");
        line.cutAfter(afterBytes);
        assertThat(gitBackup()).isEqualTo(1);
        assertThat(server.git("ls-tree", "--name-only", "main")).doesNotContain("large");
        line.mend();

        nextRunMakesUpForIt("large");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000, 4000, 200_000, 1_500_000})
    @Timeout(30)
    void lineThatStandsStill(int afterBytes) throws IOException {
        writeMuch("large");
        line.stallAfter(afterBytes);
        assertThat(gitBackup("GIT_TIMEOUT", "2s")).isEqualTo(1);
        line.mend();

        nextRunMakesUpForIt("large");
    }

    @Test
    @Timeout(30)
    void lineThatStandsStillIsNoticedWhileAnotherTransferMovesOn() throws Exception {
        writeMuch("large");
        line.stallAfter(200_000);
        RemoteOptions direct = CommandLine.populateCommand(new RemoteOptions(),
                "--git-url=" + server.url(server.port()),
                "--ssh-host-keys=accept-new");
        direct.check();
        try (var another = GitStore.open(dir.resolve("another"), "main");
                var remote = direct.remote(another);
                var threads = Executors.newSingleThreadExecutor()) {
            long begin = System.nanoTime();
            Future<Integer> backup = threads.submit(() -> gitBackup("GIT_TIMEOUT", "2s"));
            while (!backup.isDone()) {
                remote.fetch();
            }
            assertThat(backup.get()).isEqualTo(1);
            // By itself, JGit would take ten times as long as GIT_TIMEOUT.
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
        }
        line.mend();

        nextRunMakesUpForIt("large");
    }

    @Test
    @Timeout(30)
    void hookThatHangsIsGivenUpAfterTheTimeoutAndNotTenTimesThat() throws IOException {
        server.hook("pre-receive", "sleep 20");
        writeMuch("large");
        assertThat(gitBackup("GIT_TIMEOUT", "2s")).isEqualTo(1);
        server.removeHook("pre-receive");

        nextRunMakesUpForIt("large");
    }

    @Test
    void lineThatIsSlowTakesLongerThanTheTimeoutAndIsWaitedFor() throws IOException {
        writeMuch("large");
        line.throttle(400_000);
        long begin = System.nanoTime();

        assertThat(gitBackup("GIT_TIMEOUT", "2s")).isZero();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(5));
        assertThat(server.git("ls-tree", "--name-only", "main")).contains("large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pre-receive", "update"})
    void hookThatRefuses(String hook) throws IOException {
        server.hook(hook, "echo 'no backups on Sundays' >&2; exit 1");
        writeMuch("large");
        assertThat(gitBackup()).isEqualTo(1);
        server.removeHook(hook);

        nextRunMakesUpForIt("large");
    }

    @Test
    void serverThatTakesNoMoreThanSoMuch() throws IOException {
        server.git("config", "receive.maxInputSize", "100k");
        writeMuch("large");
        assertThat(gitBackup()).isEqualTo(1);
        server.git("config", "--unset", "receive.maxInputSize");

        nextRunMakesUpForIt("large");
    }

    @Test
    void serverThatChecksEveryObjectTakesIt() throws IOException {
        server.git("config", "receive.fsckObjects", "true");
        writeMuch("large");

        assertThat(gitBackup()).isZero();
    }

    @Test
    void keyThatMayOnlyRead() throws IOException {
        server.readOnly(true);
        writeMuch("large");
        assertThat(gitBackup()).isEqualTo(1);
        server.readOnly(false);

        nextRunMakesUpForIt("large");
    }

    @Test
    void remoteThatIsGoneAndComesBackEmptyGetsEverythingAlthoughNothingHasChanged() throws IOException {
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
    void remoteThatComesBackEmptyGetsTheNewestVersionWhereTheStoreHasNoMore() throws IOException {
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

    private void nextRunMakesUpForIt(String name) throws IOException {
        try (var store = store()) {
            assertThat(store.repository().resolve("main:" + name)).as("is in the git store").isNotNull();
        }
        assertThat(gitBackup()).isZero();
        assertThat(server.git("ls-tree", "--name-only", "main")).contains(name);
        server.fsck();
    }

    private int gitBackup(String... settings) throws IOException {
        Path knownHosts = Files.writeString(dir.resolve("known_hosts"), server.knownHost(line.port()));
        var environment = new HashMap<>(Map.of("GIT_URL", server.url(line.port()), "DATA_DIR", volume.root().toString(),
                "GIT_STORE", dir.resolve("git").toString(), "SSH_KNOWN_HOSTS_FILE", knownHosts.toString()));
        for (int i = 0; i < settings.length; i += 2) {
            environment.put(settings[i], settings[i + 1]);
        }
        return Program.run(new GitBackup(), environment, "--once");
    }

    private GitStore store() throws IOException {
        return GitStore.open(dir.resolve("git"), "main");
    }

    /// More than any buffer on the way holds, and nothing that could be compressed.
    private void writeMuch(String name) throws IOException {
        byte[] content = new byte[3_000_000];
        new Random(name.hashCode()).nextBytes(content);
        write(name, content);
    }

    private void write(String name, byte[] content) throws IOException {
        Files.write(volume.root().resolve(name), content);
    }
}
