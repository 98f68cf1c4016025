package gitdav.backup;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import gitdav.program.ManagementServer.Answer;
import gitdav.remote.GitRemote;
import gitdav.remote.RemoteOptions;
import gitdav.volume.DataVolume;
import gitdav.volume.Marker;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// What is said of runs against native git.
class RunsTest {

    @TempDir
    private Path dir;
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger(Runs.class);
    private NativeGitServer server;
    private GitStore store;
    private GitRemote remote;
    private Status status;
    private Runs runs;

    @BeforeEach
    void volumeWithAFile() throws IOException {
        server = NativeGitServer.start(dir.resolve("content.git"));
        var volume = new DataVolume(Files.createDirectory(dir.resolve("data")));
        Marker marker = Marker.fresh();
        volume.mark(marker);
        store = GitStore.open(dir.resolve("git"), "main");
        store.bind(marker.volumeId());
        Files.writeString(dir.resolve("data/first"), "one");
        Path knownHosts = Files.writeString(dir.resolve("known_hosts"), server.knownHost(server.port()));
        RemoteOptions options = CommandLine.populateCommand(new RemoteOptions(),
                "--git-url=" + server.url(server.port()),
                "--ssh-known-hosts-file=" + knownHosts);
        remote = options.remote(store);
        var timetable = new Timetable(new ScheduleConverter().convert("03:15"), Optional.empty());
        status = new Status(timetable::due, Optional.empty());
        var backup = new Backup(volume, store, remote, options.depth(), options.depth(),
                new PersonIdent("test", "test"), false,
                new ReentrantLock());
        runs = new Runs(backup, store, timetable, new ChangeWatch(volume, Optional.empty()), status,
                new Deepening(store, options, options.depth(), new ReentrantLock()));
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void stop() throws IOException {
        log.detachAppender(lines);
        remote.close();
        store.close();
        server.close();
    }

    @Test
    void everyRunIsOneLineWithTheTimeOfTheNext() {
        assertThat(runs.run()).isTrue();
        assertThat(runs.run()).isTrue();

        assertThat(lines()).hasSize(2);
        assertThat(lines().getFirst())
                .matches("INFO backed up: commit .*, added first, 1 files, 3 bytes, \\d+ ms; next at .*");
        assertThat(lines().getLast()).matches("INFO nothing to do: commit .* has everything; next at .*T03:15.*");
    }

    @Test
    void keyThatMayOnlyReadIsSaidOnceAndStaysInTheStatus() throws IOException {
        server.readOnly(true);
        assertThat(runs.run()).isFalse();
        Files.writeString(dir.resolve("data/second"), "two");
        assertThat(runs.run()).isFalse();

        assertThat(lines()).hasSize(1);
        assertThat(lines().getFirst()).startsWith("WARN backup failed: cannot push to ssh://git@127.0.0.1")
                .contains("the key or login may only read");
        assertThat(status.failures()).containsEntry("read-only", 2L);
        assertThat(status.unpushed()).isEqualTo(2);
        assertThat(StatusPage.of(status)).contains("git-backup: failing", "the key or login may only read");
        server.readOnly(false);
        assertThat(runs.run()).isTrue();
        assertThat(status.unpushed()).isZero();
    }

    @Test
    void whatIsGivenUpStaysGivenUpUntilTheFinalBackup() {
        remote.giveUp();
        assertThat(runs.run()).isFalse();
        assertThat(status.failures()).containsEntry("given-up", 1L);

        assertThat(runs.last(remote, Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void finalBackupEndsItselfBeforeItIsEnded() throws IOException {
        assertThat(runs.run()).isTrue();
        server.hook("pre-receive", "sleep 20");
        Files.writeString(dir.resolve("data/last"), "word");
        long begin = System.nanoTime();

        assertThat(runs.last(remote, Duration.ofSeconds(4))).isFalse();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        assertThat(lines().getLast()).startsWith("ERROR backup failed: cannot push to")
                .endsWith("given up, to make way for a backup; 1 commit waits in the git store");
    }

    @Test
    void requestsThatWaitAreOneRun() throws Exception {
        server.hook("pre-receive", "while [ ! -e " + dir.resolve("go") + " ]; do sleep 0.1; done");
        var first = asking();
        await().until(this::isRunning);
        Files.writeString(dir.resolve("data/second"), "two");
        var others = IntStream.range(0, 50).mapToObj(_ -> asking()).toList();
        await().until(() -> others.stream().allMatch(RunsTest::waits));
        Files.createFile(dir.resolve("go"));

        assertThat(first.answer().get(30, SECONDS).status()).isEqualTo(200);
        for (Asking other : others) {
            assertThat(other.answer().get(30, SECONDS).text()).contains("added second");
        }
        assertThat(lines()).hasSize(2);
    }

    @Test
    void whoWaitsWhenTheProgramIsToEndGetsNoRun() throws Exception {
        server.hook("pre-receive", "while [ ! -e " + dir.resolve("go") + " ]; do sleep 0.1; done");
        var first = asking();
        await().until(this::isRunning);
        var other = asking();
        await().until(() -> waits(other));

        runs.end();
        remote.giveUp();
        Files.createFile(dir.resolve("go"));

        assertThat(runs.answer().status()).isEqualTo(503);
        assertThat(other.answer().get(30, SECONDS).status()).isEqualTo(503);
        assertThat(first.answer().get(30, SECONDS).status()).isEqualTo(503);
        assertThat(status.failures().values()).containsExactly(1L);
        assertThat(runs.last(remote, Duration.ofSeconds(30))).isTrue();
    }

    /// A client that asks for a backup.
    private record Asking(Thread thread, CompletableFuture<Answer> answer) {}

    private Asking asking() {
        var answer = new CompletableFuture<Answer>();
        return new Asking(Thread.ofPlatform().daemon().start(() -> answer.complete(runs.answer())), answer);
    }

    private static boolean waits(Asking asking) {
        return asking.thread().getState() == Thread.State.WAITING;
    }

    private boolean isRunning() throws IOException {
        return store.unpushed() == 1;
    }

    private List<String> lines() {
        return lines.list.stream().map(line -> line.getLevel() + " " + line.getFormattedMessage()).toList();
    }
}
