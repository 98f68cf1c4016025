package gitdav.backup;

import gitdav.remote.RemoteOptions;
import gitdav.volume.store.GitStore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;

/// `--once` against native git behind a line that has every trouble a line can have: what is backed up stays whole, what
/// is not waits in the git store, and the next run makes up for it.
@Timeout(120)
@Tag("long")
class RemoteTroubleTest extends RemoteTroubleFixture {

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
            // JGit alone would take ten times as long as GIT_TIMEOUT.
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
}
