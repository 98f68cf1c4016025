package gitdav.backup;

import gitdav.remote.GitRemote;
import gitdav.remote.RemoteException;
import gitdav.remote.RemoteOptions;
import gitdav.volume.DataVolume;
import gitdav.volume.Marker;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Of a remote in a folder, with two versions of one file.
class RemoteVerificationTest {

    private static final PersonIdent SOMEBODY = new PersonIdent("somebody", "somebody@example.org");

    @TempDir
    private Path dir;
    private GitStore store;
    private GitStore theirs;
    private GitRemote remote;
    private Backup backup;
    private RemoteVerification verification;
    private ObjectId first;
    private ObjectId second;

    @BeforeEach
    void backUpTwice() throws IOException {
        theirs = GitStore.open(dir.resolve("content.git"), "main");
        store = GitStore.open(dir.resolve("git"), "main");
        var volume = new DataVolume(Files.createDirectory(dir.resolve("data")));
        Marker marker = Marker.fresh();
        volume.mark(marker);
        store.bind(marker.volumeId());
        RemoteOptions options = CommandLine.populateCommand(new RemoteOptions(),
                "--git-url=" + dir.resolve("content.git").toUri());
        remote = options.remote(store);
        var tidyingUp = new ReentrantLock();
        backup = new Backup(volume, store, remote, options.depth(), options.depth(), SOMEBODY, false, tidyingUp);
        verification = new RemoteVerification(store, options, tidyingUp);
        first = backedUp(volume, "one");
        second = backedUp(volume, "two, which is longer");
    }

    @AfterEach
    void close() {
        remote.close();
        store.close();
        theirs.close();
    }

    @Test
    void whatWasBackedUpIsProvenAndNothingIsLeftBehind() throws IOException {
        RemoteVerification.Result result = verification.run();

        assertThat(result.line())
                .startsWith("verified: a clone of commit " + second.abbreviate(10).name() + " is whole");
        assertThat(result.ok()).isTrue();
        assertThat(store.proven()).contains(second);
        assertThat(store.scratch()).doesNotExist();
    }

    @Test
    void newestVersionThatIsLostIsFoundOut() throws IOException {
        verification.run();
        move(theirs, first);

        RemoteVerification.Result result = verification.run();

        assertThat(result.ok()).isFalse();
        assertThat(result.line()).contains("commit " + second.abbreviate(10).name() + " is lost");
        assertThat(store.proven()).contains(second);
    }

    @Test
    void versionOfAnotherClientProvesNothingOfOurs() throws IOException {
        ObjectId other = theirs.commit(theirs.headTree().orElseThrow(), SOMEBODY, "else\n");

        RemoteVerification.Result result = verification.run();

        assertThat(result.ok()).isFalse();
        assertThat(result.line()).contains("commit " + other.abbreviate(10).name() + " is none of this volume's");
        assertThat(store.proven()).isEmpty();
    }

    @Test
    void remoteWithoutAnythingAnyMoreIsFoundOut() throws IOException {
        RefUpdate delete = theirs.repository().updateRef("refs/heads/main");
        delete.setForceUpdate(true);
        assertThat(delete.delete()).isEqualTo(RefUpdate.Result.FORCED);

        RemoteVerification.Result result = verification.run();

        assertThat(result.ok()).isFalse();
        assertThat(result.line()).contains("no commit any more");
    }

    @Test
    void remoteThatMissesAFileIsFoundOut() throws IOException {
        ObjectId file = theirs.repository().resolve("main:file");
        remove(theirs.folder(), file);

        assertThatThrownBy(verification::run).isInstanceOf(RemoteException.class);
        assertThat(store.proven()).isEmpty();
        assertThat(store.scratch()).doesNotExist();
    }

    @Test
    void scratchFolderThatAKilledProcessLeftIsNoHindrance() throws IOException {
        Files.createDirectories(store.scratch().resolve("objects/pack"));
        Files.writeString(store.scratch().resolve("HEAD"), "rubbish");

        assertThat(verification.run().ok()).isTrue();
    }

    private ObjectId backedUp(DataVolume volume, String content) throws IOException {
        Files.writeString(volume.root().resolve("file"), content);
        assertThat(backup.run()).isInstanceOf(Outcome.Complete.class);
        return store.head().orElseThrow();
    }

    private static void move(GitStore theirs, ObjectId to) throws IOException {
        RefUpdate update = theirs.repository().updateRef("refs/heads/main");
        update.setNewObjectId(to);
        update.setForceUpdate(true);
        assertThat(update.update()).isEqualTo(RefUpdate.Result.FORCED);
    }

    /// Wherever it is, alone or in a pack with others.
    private static void remove(Path repository, ObjectId object) throws IOException {
        String name = object.name();
        Path loose = repository.resolve("objects").resolve(name.substring(0, 2)).resolve(name.substring(2));
        if (Files.deleteIfExists(loose)) {
            return;
        }
        try (var packs = Files.list(repository.resolve("objects/pack"))) {
            for (Path pack : packs.toList()) {
                Files.delete(pack);
            }
        }
    }
}
