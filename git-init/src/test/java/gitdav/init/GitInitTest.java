package gitdav.init;

import gitdav.volume.Marker;
import gitdav.volume.restore.Checkout;
import gitdav.volume.restore.UpdateJournal;
import gitdav.volume.store.FoundAtStart;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

/// The whole program, against a real SSH git server.
class GitInitTest extends GitInitFixture {

    @Test
    void emptyVolumeIsRestored() throws IOException {
        assertThat(gitInit()).isZero();

        assertThat(files()).isEqualTo(CONTENT);
        assertThat(volume.marker()).isPresent();
        assertThat(UpdateJournal.in(volume)).isEmpty();
        assertThat(volume.staging()).doesNotExist();
    }

    @Test
    void whatWasFoundFirstIsNotedForTheStatus() throws IOException {
        gitInit();
        assertThat(found()).startsWith("empty: to be restored from commit ");

        gitInit();
        assertThat(found()).isEqualTo("intact: nothing to do");
    }

    private String found() throws IOException {
        return FoundAtStart.in(dir.resolve("git")).orElseThrow().verdict();
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
}
