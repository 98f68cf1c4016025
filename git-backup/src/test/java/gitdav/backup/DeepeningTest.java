package gitdav.backup;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import gitdav.program.Termination;
import gitdav.remote.GitRemote;
import gitdav.remote.RemoteOptions;
import gitdav.servers.Command;
import gitdav.volume.DataVolume;
import gitdav.volume.Marker;
import gitdav.volume.history.Versions;
import gitdav.volume.store.GitStore;
import gitdav.volume.store.History;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// A store with the newest version alone gets the others from a native git server, by SSH, while backups are made.
@Timeout(180)
@Tag("long")
class DeepeningTest {

    private static final int VERSIONS = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    @TempDir
    private Path dir;
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger(Deepening.class);
    private final ReentrantLock tidyingUp = new ReentrantLock();
    private final Termination sigterm = Termination.awaitable(Duration.ofMinutes(1));
    private NativeGitServer server;
    private RemoteOptions remotes;
    private GitStore store;
    private GitStore second;
    private GitRemote remote;

    @BeforeEach
    void remoteWithHistoryAndStoreWithoutIt() throws IOException {
        server = NativeGitServer.start(dir.resolve("content.git"));
        var volume = new DataVolume(Files.createDirectory(dir.resolve("data")));
        Marker marker = Marker.fresh();
        volume.mark(marker);
        try (GitStore theirs = GitStore.open(dir.resolve("content.git"), "main")) {
            ObjectId tree = ObjectId.fromString(server.git("hash-object", "-t", "tree", "-w", "/dev/null"));
            for (int i = 0; i < VERSIONS; i++) {
                theirs.commit(tree, new PersonIdent(new PersonIdent("test", "test"), NOON.plusSeconds(i)),
                        "version " + i);
            }
        }
        remotes = CommandLine.populateCommand(new RemoteOptions(), "--git-url=" + server.url(server.port()),
                "--ssh-host-keys=accept-new", "--git-timeout=100s");
        store = GitStore.open(dir.resolve("git"), "main");
        second = GitStore.open(dir.resolve("git"), "main");
        store.bind(marker.volumeId());
        remote = remotes.remote(store);
        remote.fetch(1);
        store.takeRemoteHistory();
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void close() throws IOException {
        log.detachAppender(lines);
        sigterm.close();
        remote.close();
        store.close();
        second.close();
        server.close();
    }

    @Test
    void allVersionsComeInStepsAndEachIsALine() throws IOException {
        deepening(History.WHOLE).start(sigterm);

        await().atMost(PATIENCE).until(() -> !store.history().isShallow());
        await().atMost(PATIENCE).until(() -> lines().size() == 3);
        assertThat(lines()).satisfiesExactly(
                line -> assertThat(line).startsWith("older versions: history has 65 versions"),
                line -> assertThat(line).contains("193 versions", "going on"),
                line -> assertThat(line).contains("300 versions now, from 2026-11-28T12-00-00Z on; that is all"));
        assertThat(versions().isComplete()).isTrue();
    }

    @Test
    void asManyComeAsAreAskedFor() throws IOException {
        deepening(100).start(sigterm);

        await().atMost(PATIENCE).until(() -> lines().size() == 2);
        assertThat(lines().getLast()).contains("100 versions now", "that is all");
        assertThat(versions().list()).hasSize(100);
        assertThat(versions().isComplete()).isFalse();
    }

    @Test
    void storeThatHasEnoughIsLeftAloneWithoutAWord() throws Exception {
        Deepening deepening = deepening(1);
        deepening.start(sigterm);

        await().atMost(PATIENCE).until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("deepening")));
        assertThat(lines()).isEmpty();
        assertThat(server.commands()).hasSize(1);
    }

    @Test
    void backupDoesNotWaitAndTheRestComesAfterwards() throws Exception {
        server.holdBackFetches();
        Deepening deepening = deepening(History.WHOLE);
        deepening.start(sigterm);
        await().atMost(PATIENCE).until(server::holdsBackAFetch);
        Runs runs = runs(deepening);

        Files.writeString(dir.resolve("data/file"), "during the fetch");
        assertThat(runs.run()).isTrue();

        assertThat(server.git("show", "main:file")).isEqualTo("during the fetch");
        assertThat(versions().list()).hasSize(2);
        Command.run("git", "--git-dir", store.folder().toString(), "fsck", "--full");
        server.letFetchesGoOn();
        await().atMost(PATIENCE).until(() -> !store.history().isShallow());
        assertThat(versions().list()).hasSize(VERSIONS + 1);
        assertThat(versions().isComplete()).isTrue();
        Command.run("git", "--git-dir", store.folder().toString(), "fsck", "--full");
    }

    @Test
    void nothingIsFetchedWhileTheStoreIsTidiedUpOrVerified() {
        tidyingUp.lock();
        try {
            deepening(History.WHOLE).start(sigterm);

            await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(() -> server.commands().size() == 1);
        } finally {
            tidyingUp.unlock();
        }
        await().atMost(PATIENCE).until(() -> !store.history().isShallow());
    }

    @Test
    void remoteThatIsDownIsSaidOnceATry() throws IOException {
        server.close();
        deepening(History.WHOLE).start(sigterm);

        await().atMost(PATIENCE).until(() -> !lines().isEmpty());
        assertThat(lines().getFirst()).startsWith("older versions cannot be fetched, next try in ")
                .contains("Connection refused");
    }

    private Deepening deepening(int depth) {
        return new Deepening(second, remotes, depth, tidyingUp);
    }

    private Runs runs(Deepening deepening) throws IOException {
        var volume = new DataVolume(dir.resolve("data"));
        var timetable = new Timetable(new ScheduleConverter().convert("03:15"), Optional.empty());
        var backup = new Backup(volume, store, remote, 1, History.WHOLE, new PersonIdent("test", "test"),
                true,
                tidyingUp);
        return new Runs(backup, store, timetable, new ChangeWatch(volume, Optional.empty()),
                new Status(timetable::due, Optional.empty()), deepening);
    }

    private Versions versions() throws IOException {
        return Versions.in(store, Versions.NONE);
    }

    private List<String> lines() {
        return List.copyOf(lines.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
