package gitdav.e2e.volume;

import gitdav.e2e.pod.PodUser;
import gitdav.e2e.pod.ProcessPod;
import gitdav.e2e.pod.VolumeShape;
import gitdav.files.QuietTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/// In the folders of `.gitdav` that git-init and git-backup clear, root has left what the pod's user can neither read nor
/// delete.
class ForeignLeftoversTest extends ForeignFilesFixture {

    private ProcessPod pod;

    @BeforeEach
    void volumeThatIsBackedUp() throws Exception {
        pod = pod("pod", VolumeShape.OWN);
        pod.start("--git-create-remote", "true");
        Files.writeString(pod.data().resolve("file"), "content");
        PodUser.own(pod.data());
        pod.backUp();
    }

    @Test
    void whatAKilledMergeSeemsToHaveLeftIsNamedAndStopsNothing() throws Exception {
        leave("set-aside/merge-x/1", "set-aside/merge-x/1");
        leave("set-aside/merge-y/2", "set-aside/merge-y");

        assertThat(pod.start()).contains("merge-x/1 stays there: permission denied")
                .contains("merge-y stays there: permission denied");
        assertChangesAreTakenOver();
    }

    @Test
    void whatARestoreSeemsToHaveStagedIsSetAsideAndStopsNothing() throws Exception {
        leave("staging/folder/1", "staging/folder");

        assertThat(pod.start()).contains("/staging cannot be deleted, and is set aside in");
        assertThat(pod.start()).doesNotContain("staging");
        assertChangesAreTakenOver();
    }

    /// Leaves a file of root's in a folder of root's, one of which no other user may open.
    private void leave(String path, String closed) throws IOException {
        Path ours = pod.data().resolve(".gitdav");
        Path file = Files.createDirectories(ours.resolve(path).getParent()).resolve(ours.resolve(path).getFileName());
        Files.writeString(file, "x");
        Files.setAttribute(file.getParent().getParent(), "unix:uid", PodUser.ID);
        Files.setPosixFilePermissions(ours.resolve(closed), Set.of());
    }

    private void assertChangesAreTakenOver() throws Exception {
        var remote = new CommittedFiles(pod.remote());
        remote.commit(List.of(), Map.of("file", "changed", "new", "new"));
        QuietTime.await();

        assertThat(pod.backUp()).contains("taken over: commit ");

        assertThat(pod.files()).isEqualTo(Map.of("file", "changed", "new", "new"));
        remote.commit(List.of(), Map.of("file", "changed again"));
        pod.start();
        assertThat(pod.files()).containsEntry("file", "changed again");
    }
}
