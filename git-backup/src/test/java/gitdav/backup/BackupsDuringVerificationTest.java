package gitdav.backup;

import gitdav.remote.GitRemote;
import gitdav.remote.RemoteOptions;
import gitdav.volume.DataVolume;
import gitdav.volume.Marker;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// A verification of a large backup takes as long as many backups, after which the store is tidied up.
@Tag("long")
class BackupsDuringVerificationTest {

    /// So many that the store is tidied up after them.
    private static final int BACKUPS = 30;
    private static final PersonIdent SOMEBODY = new PersonIdent("somebody", "somebody@example.org");

    @TempDir
    private Path dir;
    private NativeGitServer server;
    private GitStore store;
    private GitRemote remote;
    private Backup backup;
    private RemoteVerification verification;

    @BeforeEach
    void backUpOnce() throws IOException {
        server = NativeGitServer.start(dir.resolve("content.git"));
        store = GitStore.open(dir.resolve("git"), "main");
        var volume = new DataVolume(Files.createDirectory(dir.resolve("data")));
        Marker marker = Marker.fresh();
        volume.mark(marker);
        store.bind(marker.volumeId());
        RemoteOptions options = CommandLine.populateCommand(new RemoteOptions(),
                "--git-url=" + server.url(server.port()), "--ssh-host-keys=accept-new",
                "--git-timeout=100s");
        remote = options.remote(store);
        var tidyingUp = new ReentrantLock();
        backup = new Backup(volume, store, remote, options.depth(), options.depth(), SOMEBODY, false, tidyingUp);
        verification = new RemoteVerification(store, options, tidyingUp);
        backUp("first");
    }

    @AfterEach
    void close() throws IOException {
        remote.close();
        store.close();
        server.close();
    }

    @Test
    @Timeout(120)
    void versionIsProvenThatManyBackupsHaveFollowedMeanwhile() throws Exception {
        ObjectId first = store.head().orElseThrow();
        server.holdBackFetches();
        try (var threads = Executors.newSingleThreadExecutor()) {
            Future<RemoteVerification.Result> result = threads.submit(verification::run);
            await().atMost(Duration.ofSeconds(60)).until(server::holdsBackAFetch);
            for (int i = 0; i < BACKUPS; i++) {
                backUp("version " + i);
            }
            server.letFetchesGoOn();

            assertThat(result.get().line()).startsWith("verified: a clone of commit " + first.abbreviate(10).name());
        }
        assertThat(store.proven()).contains(first);

        backUp("last");
        assertThat(packs()).isEqualTo(1);
        assertThat(store.has(first)).isTrue();
    }

    private void backUp(String content) throws IOException {
        Files.writeString(dir.resolve("data/file"), content);
        assertThat(backup.run()).isInstanceOf(Outcome.Complete.class);
    }

    private long packs() throws IOException {
        try (Stream<Path> files = Files.list(store.folder().resolve("objects/pack"))) {
            return files.filter(file -> file.toString().endsWith(".pack")).count();
        }
    }
}
