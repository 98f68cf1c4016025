package gitdav.init;

import gitdav.volume.restore.UpdateJournal;
import gitdav.volume.restore.VolumeUpdate;
import gitdav.volume.snapshot.ReadPolicy;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// The verdict on a volume that a killed program or a crash has left, one test each.
class InterruptedVerdictTest extends BackedUpPod {

    @Test
    void interruptedRestore() throws IOException {
        ObjectId commit = pod.head().orElseThrow();
        pod.interruptRestore();

        assertThat(pod.check())
                .isEqualTo("interrupted: the restore of commit " + commit.abbreviate(10).name() + " is to be finished");
        pod.start();

        assertThat(pod.files()).isEqualTo(FILES);
        assertThat(UpdateJournal.in(pod.volume())).isEmpty();
        assertThat(pod.volume().staging()).doesNotExist();
        assertThat(pod.check()).isEqualTo("intact: nothing to do");
    }

    @Test
    void interruptedFastForward() throws IOException {
        ObjectId theirs = pod.commitToRemote(Map.of("a.txt", "their A", "new", "n"));
        assertThat(pod.check()).startsWith("behind");
        try (var store = GitStore.open(pod.store(), "main")) {
            var here = Snapshotter.look(pod.volume(), store, store.headTree(), ReadPolicy.FAST);
            new VolumeUpdate(pod.volume(), store).stage(here, theirs);
        }

        pod.start();

        assertThat(pod.files()).isEqualTo(Map.of("a.txt", "their A", "new", "n"));
        assertThat(pod.setAside()).isEqualTo(Map.of("a.txt", "A", "folder/b ü.txt", "B", "folder/deep/c", "C"));
        assertThat(pod.check()).isEqualTo("intact: nothing to do");
    }

    @Test
    void interruptedByAPowerCutThatTookTheNote() throws IOException {
        ObjectId commit = pod.head().orElseThrow();
        pod.loseData();
        try (var store = GitStore.open(pod.store(), "main")) {
            new VolumeUpdate(pod.volume(), store).stage(commit);
        }
        Files.writeString(pod.volume().root().resolve(".gitdav/restoring"), "\0\0\0");

        pod.start();

        assertThat(pod.files()).isEqualTo(FILES);
    }

    @Test
    void filesDamaged() throws IOException {
        pod.rot("a.txt", "a");
        pod.rot("folder/b ü.txt", "");
        Files.delete(pod.file("folder/deep/c"));
        PodFolder.setTime(pod.file("folder/deep"));

        assertThat(pod.check())
                .startsWith("damaged in 3 places: to set aside what is there, and bring back what commit");
        pod.start();

        assertThat(pod.files()).isEqualTo(FILES);
        assertThat(pod.setAside()).isEqualTo(Map.of("a.txt", "a", "folder/b ü.txt", ""));
        assertThat(pod.check()).isEqualTo("intact: nothing to do");
    }

    @Test
    void fileThatACrashLeftEmptyComesBack() throws IOException {
        pod.write("a.txt", "");

        assertThat(pod.check()).startsWith("damaged in one place: ");
        pod.start();

        assertThat(pod.files()).isEqualTo(FILES);
    }
}
