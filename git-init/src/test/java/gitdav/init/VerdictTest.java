package gitdav.init;

import gitdav.volume.Marker;
import gitdav.volume.restore.UpdateJournal;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/// Each state that a volume can be in: what it is called, and what becomes of it.
class VerdictTest extends BackedUpPod {

    @Test
    void intact() throws IOException {
        assertThat(pod.check()).isEqualTo("intact: nothing to do");
        pod.start();
        pod.start("--verify", "full");

        assertThat(pod.files()).isEqualTo(FILES);
        assertThat(pod.setAside()).isEmpty();
    }

    @Test
    void empty() throws IOException {
        pod.loseData();

        assertThat(pod.check()).startsWith("empty: to be restored from commit ");
        pod.start();

        assertThat(pod.files()).isEqualTo(FILES);
        assertThat(Files.getLastModifiedTime(pod.file("a.txt")).toInstant()).isEqualTo(PodFolder.LONG_AGO);
        assertThat(Files.getLastModifiedTime(pod.file("folder")).toInstant()).isEqualTo(PodFolder.LONG_AGO);
        assertThat(pod.check()).isEqualTo("intact: nothing to do");
        assertThat(pod.check("--verify", "full")).isEqualTo("intact: nothing to do");
    }

    @Test
    void propertiesAreRestoredWithTheFiles() throws Exception {
        pod.write(".gitdav/properties/a.txt.xml", "<color>red</color>");
        pod.backUp();
        pod.loseData();

        pod.start();

        assertThat(pod.file(".gitdav/properties/a.txt.xml")).hasContent("<color>red</color>");
        assertThat(pod.check()).isEqualTo("intact: nothing to do");
    }

    @Test
    void firstStart() throws IOException {
        var fresh = new PodFolder(dir.resolve("fresh"));

        assertThat(fresh.check()).isEqualTo("empty, and so is the remote: to start empty");
        fresh.start();

        assertThat(fresh.check()).isEqualTo("intact: nothing to do");
    }

    @Test
    void aheadWithChanges() throws IOException {
        pod.write("a.txt", "changed");
        Files.delete(pod.file("folder/deep/c"));
        Map<String, String> before = pod.files();

        assertThat(pod.check()).startsWith("ahead: changed since the last backup");
        pod.start();

        assertThat(pod.files()).isEqualTo(before);
    }

    @Test
    void aheadWithCommits() throws IOException {
        pod.write("new", "n");
        ObjectId commit = pod.commit();

        assertThat(pod.check()).startsWith("ahead: the last backup has not reached the remote");
        pod.start();

        assertThat(pod.head()).contains(commit);
    }

    @Test
    void behind() throws IOException {
        ObjectId theirs = pod.commitToRemote(Map.of("a.txt", "their A", "folder/b ü.txt", "B", "new/d", "D"));

        assertThat(pod.check()).isEqualTo("behind: to be brought to commit " + theirs.abbreviate(10).name());
        pod.start();

        assertThat(pod.files()).isEqualTo(Map.of("a.txt", "their A", "folder/b ü.txt", "B", "new/d", "D"));
        assertThat(pod.setAside()).isEqualTo(Map.of("a.txt", "A", "folder/deep/c", "C"));
        assertThat(pod.head()).contains(theirs);
        assertThat(pod.check()).isEqualTo("intact: nothing to do");
    }

    @Test
    void divergedWithoutConflict() throws Exception {
        pod.write("ours", "o");
        Files.delete(pod.file("folder/deep/c"));
        ObjectId theirs = pod.commitToRemote(
                Map.of("a.txt", "their A", "folder/b ü.txt", "B", "folder/deep/c", "C", "theirs", "t"));

        assertThat(pod.check()).startsWith("diverged: to be merged with commit ");
        pod.start();

        assertThat(pod.files())
                .isEqualTo(Map.of("a.txt", "their A", "folder/b ü.txt", "B", "ours", "o", "theirs", "t"));
        assertThat(pod.git("log", "--format=%H")).contains(theirs.name());
        assertThat(pod.check()).startsWith("ahead: the last backup has not reached the remote");
        pod.git("push", "--quiet", pod.remote().toString(), "main");
        assertThat(pod.check()).isEqualTo("intact: nothing to do");
    }

    @Test
    void divergedWithConflict() throws IOException {
        pod.write("a.txt", "our A");
        ObjectId theirs = pod.commitToRemote(
                Map.of("a.txt", "their A", "folder/b ü.txt", "B", "folder/deep/c", "C"));

        pod.start();

        assertThat(pod.files()).isEqualTo(Map.of("a.txt", "our A",
                "a (from " + theirs.abbreviate(10).name() + ").txt", "their A", "folder/b ü.txt", "B",
                "folder/deep/c", "C"));
    }

    @Test
    void divergedFromARemoteThatWasRewritten() throws Exception {
        pod.git("--git-dir", pod.remote().toString(), "update-ref", "-d", "refs/heads/main");
        pod.commitToRemote(Map.of("another", "history"));

        pod.start();

        assertThat(pod.files()).containsAllEntriesOf(FILES).containsEntry("another", "history");
    }

    @Test
    void foreign() throws IOException {
        var other = new PodFolder(dir.resolve("other"));
        other.commitToRemote(Map.of("a.txt", "theirs", "theirs/t", "t"));
        other.write("a.txt", "mine");
        other.write("mine", "m");

        assertThat(other.check()).startsWith("foreign: it holds files, but no marker of gitdav; to adopt it, and add");
        other.start();

        assertThat(other.files()).isEqualTo(Map.of("a.txt", "mine", "mine", "m", "theirs/t", "t"));
        assertThat(other.setAside()).isEmpty();
        assertThat(other.check()).startsWith("ahead: the last backup has not reached the remote");
    }

    @Test
    void foreignWithAnEmptyRemote() throws IOException {
        var other = new PodFolder(dir.resolve("other"));
        other.write("mine", "m");

        other.start();

        assertThat(other.files()).isEqualTo(Map.of("mine", "m"));
        assertThat(other.check()).startsWith("ahead: changed since the last backup");
    }

    @Test
    void markerLost() throws IOException {
        Marker marker = pod.volume().marker().orElseThrow();
        Files.write(pod.file(".gitdav/marker"), new byte[0]);
        pod.write("new", "n");
        pod.rot("a.txt", "a");
        Files.delete(pod.file("folder/deep/c"));

        assertThat(pod.check()).startsWith("without its marker");
        pod.start();

        assertThat(pod.files()).isEqualTo(Map.of("a.txt", "A", "folder/b ü.txt", "B", "new", "n"));
        assertThat(pod.volume().marker()).contains(marker);
    }

    @Test
    void newerLayout() throws IOException {
        pod.volume().mark(new Marker(pod.volume().marker().orElseThrow().volumeId(), 99));

        assertThat(pod.check()).isEqualTo("of layout 99, and this program knows layouts up to 2; use a newer gitdav");
        assertThat(pod.gitInit()).isEqualTo(1);

        assertThat(pod.files()).isEqualTo(FILES);
    }

    @Test
    void offline() throws IOException {
        pod.start();
        pod.toggleRemote();

        assertThat(pod.check()).startsWith("intact: nothing to do; starting without the remote: ");
        pod.start();

        assertThat(pod.files()).isEqualTo(FILES);
    }

    @Test
    void checkSpeaksJson() throws IOException {
        assertThat(pod.check("--json"))
                .isEqualTo("{\"verdict\":\"intact\",\"usable\":true,\"line\":\"intact: nothing to do\"}");
        pod.rot("a.txt", "\"");
        assertThat(pod.check("--json")).startsWith("{\"verdict\":\"files-damaged\",\"usable\":true,\"line\":\"")
                .contains("\"findings\":[\"" + pod.file("a.txt") + " is damaged: ");
    }

    @Test
    void checkChangesNothing() throws IOException {
        pod.loseData();

        pod.check();

        assertThat(pod.volume().root()).isEmptyDirectory();
    }

    @Test
    void noteNamesWhatIsToBeDone() {
        var note = new UpdateJournal(Optional.empty(), "now", List.of(), List.of());

        assertThat(new Verdict.Interrupted(note).line()).isEqualTo("interrupted: the restore is to be finished");
    }
}
