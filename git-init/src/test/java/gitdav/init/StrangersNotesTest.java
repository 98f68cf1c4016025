package gitdav.init;

import gitdav.volume.CheckedText;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/// In the notes of `.gitdav` stands what no git program has written: a writer of the volume has put it there.
class StrangersNotesTest extends BackedUpPod {

    @Test
    void noteAboutTheVolumeItselfIsLeftOut() throws IOException {
        interrupt("set-aside x\nremove /\ntouch 0 /\nskip / planted\nremove /a.txt\n");

        pod.start();

        assertThat(pod.files()).containsOnlyKeys("folder/b ü.txt", "folder/deep/c");
        assertThat(pod.setAside()).containsOnlyKeys("a.txt");
        assertThat(pod.file(".gitdav/restoring")).doesNotExist();
    }

    @Test
    void noteAboutOurOwnFolderIsLeftOut() throws IOException {
        interrupt("remove /.gitdav\nremove /.gitdav/marker\nskip /.gitdav planted\n");

        pod.start();

        assertThat(pod.files()).isEqualTo(FILES);
        assertThat(pod.setAside()).isEmpty();
        assertThat(pod.check()).isEqualTo("intact: nothing to do");
    }

    @Test
    void noteOfACommitFromTheHistoryTakesNothingBack() throws IOException {
        ObjectId before = pod.head().orElseThrow();
        pod.write("new", "n");
        pod.backUp();
        String newest = pod.git("rev-parse", "main^{tree}");
        interrupt("commit " + before.name() + "\n");

        pod.start();

        assertThat(pod.files()).containsAllEntriesOf(FILES).containsEntry("new", "n");
        assertThat(pod.git("rev-parse", "main^{tree}")).isEqualTo(newest);
        assertThat(pod.gitInit()).isZero();
    }

    /// Of what was not pushed, the store has the only copy.
    @Test
    void noteOfACommitBeforeUnpushedOnesIsLeftOutInItsOwnWords() throws Exception {
        ObjectId before = pod.head().orElseThrow();
        pod.write("new", "n");
        ObjectId unpushed = pod.commit();
        interrupt("commit " + before.name() + "\n");

        assertThat(ShareWithVersions.output(pod::start)).contains("commit " + before.abbreviate(10).name()
                + " is left out: the git store has newer ones that are not in the remote")
                .doesNotContain("another history");

        assertThat(pod.head()).contains(unpushed);
        assertThat(pod.files()).containsAllEntriesOf(FILES).containsEntry("new", "n");
    }

    @Test
    void noteOfWhatIsNoCommitIsLeftOut() throws IOException {
        interrupt("commit " + pod.git("rev-parse", "main^{tree}") + "\n");

        pod.start();

        assertThat(pod.check()).isEqualTo("intact: nothing to do");
    }

    @Test
    void noteOfACommitFromElsewhereIsLeftOut() throws IOException {
        ObjectId newest = pod.head().orElseThrow();
        interrupt("commit " + pod.git("-c", "user.name=x", "-c", "user.email=x", "commit-tree", "-m", "x",
                "main^{tree}") + "\n");

        pod.start();

        assertThat(pod.head()).contains(newest);
        assertThat(pod.check()).startsWith("intact");
    }

    @Test
    void listThatNamesTheVolumeItselfIsLeftOut() throws IOException {
        Files.writeString(pod.file(".gitdav/not-applied"),
                CheckedText.of(ObjectId.zeroId().name() + " 0 0 0 / planted\n"));

        pod.start();

        assertThat(pod.check()).isEqualTo("intact: nothing to do");
    }

    @Test
    void damagedLineOfTheListIsDroppedAloneAndNamedOnce() throws Exception {
        new ForeignCommit(pod.remote()).link("no target", "").link("zero", "a\0b").commit();
        pod.start();
        Path list = pod.file(".gitdav/not-applied");
        String[] lines = Files.readString(list).split("(?<=\n)");
        assertThat(lines).hasSize(3);
        Files.writeString(list, lines[0].replaceFirst("^.", "x") + lines[1] + lines[2]);

        assertThat(ShareWithVersions.output(pod::start))
                .containsOnlyOnce(list + " is damaged; 1 of 2 lines can be read, and not 'x")
                .contains("/no%20target").contains("/zero stays as it is here, and in the backup");

        assertThat(list).content().isEqualTo(CheckedText.of(lines[1]));
        assertThat(ShareWithVersions.output(pod::start)).doesNotContain("damaged").contains("/zero stays");
        pod.backUp();
        assertThat(pod.git("ls-tree", "--name-only", "main")).contains("zero").doesNotContain("no target");
    }

    @Test
    void listThatIsNoTextOfOursIsDroppedAndNamedOnce() throws Exception {
        Path list = Files.createSymbolicLink(pod.file(".gitdav/not-applied"), Path.of("/dev/zero"));

        assertThat(ShareWithVersions.output(pod::start)).containsOnlyOnce(list + " is damaged");

        assertThat(list).doesNotExist();
        assertThat(Path.of("/dev/zero")).exists();
        assertThat(ShareWithVersions.output(pod::start)).doesNotContain("damaged");
    }

    @Test
    void folderInPlaceOfTheListStopsNoStart() throws Exception {
        Files.createDirectories(pod.file(".gitdav/not-applied/planted"));

        assertThat(ShareWithVersions.output(pod::start)).contains("/not-applied is damaged");

        assertThat(pod.files()).isEqualTo(FILES);
    }

    private void interrupt(String note) throws IOException {
        Files.writeString(pod.file(".gitdav/restoring"), note);
    }
}
