package gitdav.backup;

import gitdav.remote.GitRemote;
import gitdav.remote.RemoteOptions;
import gitdav.volume.DataVolume;
import gitdav.volume.Marker;
import gitdav.volume.history.Versions;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

import static org.assertj.core.api.Assertions.assertThat;

/// How many versions a store has to look back at, after so many backups that it is tidied up.
@Tag("long")
class KeptVersionsTest {

    private static final int BACKUPS = 40;

    @TempDir
    private Path dir;

    /// @param atMost of those that were made before it was tidied up; those made since then are there in any case
    @ParameterizedTest
    @CsvSource({"--push-only=false, 1, 19", "--history-depth=20, 20, 39", "--history-depth=0, 40, 40"})
    void historyDepthSaysHowManyStay(String setting, int atLeast, int atMost) throws IOException {
        GitStore.open(dir.resolve("content.git"), "main").close();
        var volume = new DataVolume(Files.createDirectory(dir.resolve("data")));
        Marker marker = Marker.fresh();
        volume.mark(marker);
        RemoteOptions remotes = CommandLine.populateCommand(new RemoteOptions(),
                "--git-url=" + dir.resolve("content.git").toUri());
        BackupOptions options = CommandLine.populateCommand(new BackupOptions(), setting);
        try (GitStore store = GitStore.open(dir.resolve("git"), "main"); GitRemote remote = remotes.remote(store)) {
            store.bind(marker.volumeId());
            var backup = new Backup(volume, store, remote, remotes.depth(), options.kept(remotes.depth()),
                    new PersonIdent("test", "test"), false, new ReentrantLock());
            for (int i = 0; i < BACKUPS; i++) {
                Files.writeString(volume.root().resolve("file" + i), "version " + i);
                assertThat(backup.run()).isInstanceOf(Outcome.Complete.class);
            }

            assertThat(Versions.in(store, Versions.NONE).list()).hasSizeBetween(atLeast, atMost);
        }
    }
}
