package gitdav.init;

import gitdav.files.FileTree;
import gitdav.volume.restore.VolumeUpdate;
import gitdav.volume.snapshot.ReadPolicy;
import gitdav.volume.snapshot.Snapshot;
import gitdav.volume.snapshot.Snapshotter;
import gitdav.volume.store.GitStore;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// Several things are wrong with a volume at once: the verdicts come one after the other.
class SeveralTroublesTest extends BackedUpPod {

    @Test
    void storeAndDataAreBothDamaged() throws IOException {
        pod.write("new", "n");
        pod.commit();
        pod.rot("a.txt", "a");
        Files.writeString(pod.store().resolve("HEAD"), "");

        pod.start();

        assertThat(pod.files()).containsAllEntriesOf(FILES).containsEntry("new", "n");
        assertThat(pod.setAside()).isEqualTo(Map.of("a.txt", "a"));
    }

    @Test
    void rotIsMendedAndCommitsThatWereNotPushedStay() throws IOException {
        pod.write("new", "n");
        ObjectId unpushed = pod.commit();
        pod.rot("folder/b ü.txt", "b");

        pod.start();

        assertThat(pod.files()).containsAllEntriesOf(FILES).containsEntry("new", "n");
        assertThat(pod.head()).contains(unpushed);
    }

    @Test
    void rotIsMendedBeforeTheVolumeIsMerged() throws IOException {
        pod.rot("a.txt", "a");
        pod.write("ours", "o");
        pod.commitToRemote(Map.of("a.txt", "A", "folder/b ü.txt", "their B", "folder/deep/c", "C"));

        pod.start();

        assertThat(pod.files()).isEqualTo(
                Map.of("a.txt", "A", "folder/b ü.txt", "their B", "folder/deep/c", "C", "ours", "o"));
        assertThat(pod.setAside()).isEqualTo(Map.of("a.txt", "a", "folder/b ü.txt", "B"));
    }

    @Test
    void rotIsMendedWithoutTheRemote() throws IOException {
        pod.rot("a.txt", "a");
        pod.toggleRemote();

        pod.start();

        assertThat(pod.files()).isEqualTo(FILES);
    }

    @Test
    void fileThatThePowerCutEmptiedIsFoundWhenTheRemedyIsFinished() throws IOException {
        interruptedWhileDamageIsBroughtBack();
        Files.writeString(pod.file("a.txt"), "");

        pod.start();

        assertThat(pod.files()).isEqualTo(FILES);
    }

    @Test
    void rotBesideAChangeIsFoundWhenTheRemedyIsFinished() throws IOException {
        interruptedWhileDamageIsBroughtBack();
        pod.write("new", "n");
        pod.rot("a.txt", "rotten");

        pod.start();

        assertThat(pod.files()).containsAllEntriesOf(FILES).containsEntry("new", "n");
    }

    private void interruptedWhileDamageIsBroughtBack() throws IOException {
        pod.rot("folder/deep/c", "c");
        try (var store = GitStore.open(pod.store(), "main")) {
            Snapshot here = Snapshotter.look(pod.volume(), store, store.headTree(), ReadPolicy.FAST);
            new VolumeUpdate(pod.volume(), store).stageLastVersions(here.damages(), store.head().orElseThrow());
        }
    }

    @Test
    void fileThatThePowerCutEmptiedIsFoundWhenAFastForwardIsFinished() throws Exception {
        var theirs = new HashMap<>(FILES);
        theirs.put("new", "n");
        ObjectId newer = pod.commitToRemote(theirs);
        pod.check();
        try (var store = GitStore.open(pod.store(), "main")) {
            Snapshot here = Snapshotter.look(pod.volume(), store, store.headTree(), ReadPolicy.FAST);
            new VolumeUpdate(pod.volume(), store).stage(here, newer);
        }
        Files.writeString(pod.file("a.txt"), "");

        pod.start();

        assertThat(pod.files()).isEqualTo(theirs);
    }

    @Test
    void interruptedRestoreIsFinishedWithoutTheRemote() throws IOException {
        pod.interruptRestore();
        pod.toggleRemote();

        pod.start();

        assertThat(pod.files()).isEqualTo(FILES);
        assertThat(pod.check()).contains("starting without the remote");
    }

    @Test
    void interruptedRestoreIsFinishedWithoutTheStore() throws IOException {
        pod.interruptRestore();
        pod.loseStore();

        pod.start();

        assertThat(pod.files()).isEqualTo(FILES);
        assertThat(pod.check()).isEqualTo("intact: nothing to do");
    }

    @Test
    void interruptedRestoreIsFinishedWithADamagedStore() throws IOException {
        pod.interruptRestore();
        Files.writeString(pod.store().resolve("config"), "]");

        pod.start();

        assertThat(pod.files()).isEqualTo(FILES);
        assertThat(pod.check()).isEqualTo("intact: nothing to do");
    }

    @Test
    void interruptedRestoreIsFinishedAndThenBroughtForward() throws IOException {
        pod.interruptRestore();
        pod.commitToRemote(Map.of("newer", "n"));

        pod.start();

        assertThat(pod.files()).isEqualTo(Map.of("newer", "n"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void interruptedRestoreUndoesNothingOfANewerStore(boolean isLost) throws IOException {
        pod.interruptRestore();
        Map<String, String> theirs = Map.of("a.txt", "their A", "folder/b ü.txt", "B", "newer", "n");
        pod.commitToRemote(theirs);
        ObjectId newest = pod.commitToRemote(theirs);
        if (isLost) {
            pod.loseStore();
        } else {
            FileTree.delete(pod.store().resolve("objects"));
        }

        pod.start();

        assertThat(pod.files()).isEqualTo(theirs);
        assertThat(pod.head()).contains(newest);
        assertThat(pod.check()).isEqualTo("intact: nothing to do");
    }

    @Test
    void damagedStoreWithoutTheRemoteKeepsWhatCouldBeRescued() throws IOException {
        ObjectId commit = pod.head().orElseThrow();
        Files.writeString(pod.store().resolve("HEAD"), "");
        pod.toggleRemote();

        pod.start();

        assertThat(pod.head()).contains(commit);
        assertThat(pod.files()).isEqualTo(FILES);
    }

    @Test
    void emptyVolumeWithADamagedStoreComesBackWithWhatWasNeverPushed() throws IOException {
        pod.write("new", "never pushed");
        pod.commit();
        pod.loseData();
        Files.writeString(pod.store().resolve("HEAD"), "");

        pod.start();

        assertThat(pod.files()).containsAllEntriesOf(FILES).containsEntry("new", "never pushed");
    }

    @Test
    void emptyVolumeWithADamagedStoreNeverStartsWithoutTheRemote() throws IOException {
        pod.loseData();
        Files.writeString(pod.store().resolve("HEAD"), "");
        pod.toggleRemote();

        assertThat(pod.gitInit()).isEqualTo(1);
        pod.toggleRemote();
        pod.start();

        assertThat(pod.files()).isEqualTo(FILES);
    }

    @Test
    void emptyVolumeWhoseStoreAndRemoteHaveDivergedGetsBoth() throws IOException {
        pod.write("ours", "o");
        pod.commit();
        pod.commitToRemote(Map.of("a.txt", "A", "folder/b ü.txt", "B", "folder/deep/c", "C", "theirs", "t"));
        pod.loseData();

        pod.start();

        assertThat(pod.files()).containsAllEntriesOf(FILES).containsEntry("ours", "o").containsEntry("theirs", "t");
    }

    @Test
    void foreignFilesWaitForTheRemote() throws IOException {
        pod.loseStore();
        Files.delete(pod.file(".gitdav/marker"));
        pod.toggleRemote();

        assertThat(pod.gitInit()).isEqualTo(1);

        assertThat(pod.files()).isEqualTo(FILES);
    }
}
