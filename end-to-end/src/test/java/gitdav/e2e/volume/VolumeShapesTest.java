package gitdav.e2e.volume;

import gitdav.e2e.pod.PodUser;
import gitdav.e2e.pod.ProcessPod;
import gitdav.e2e.pod.VolumeShape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/// The life of a share on the volumes that clusters hand out, for programs that are not root: empty, written to, backed up,
/// found intact, lost, and restored. Nothing is changed of what is not ours, the volumes' roots included.
@Tag("long")
class VolumeShapesTest {

    @TempDir
    private Path dir;

    @BeforeEach
    void letThePodIn() throws IOException {
        PodUser.letIn(dir);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "ROOTS_ALONE")
    void shareIsStartedBackedUpAndRestored(VolumeShape shape) throws Exception {
        shape.makeWithoutEntries(dir.resolve("backup"));
        ProcessPod first = pod(shape, "first");
        first.start("--git-create-remote", "true");
        first.upload("file", "content");
        assertThat(first.backUp()).contains("backed up: commit ");
        assertNothingToDo(first);
        assertUntouched(shape, first);

        ProcessPod second = pod(shape, "second");
        second.start();
        if (!shape.foreign().isEmpty()) {
            // What somebody else has put there is joined with what is restored, and so there is something to back up.
            second.backUp();
        }

        assertThat(second.files()).isEqualTo(first.files()).containsEntry("file", "content");
        assertNothingToDo(second);
        assertUntouched(shape, second);
        second.upload("another", "content");
        assertThat(second.backUp()).contains("added another");
    }

    private static void assertNothingToDo(ProcessPod pod) throws Exception {
        assertThat(pod.start()).contains("/data is intact");
        assertThat(pod.backUp()).contains("nothing to do");
    }

    private static void assertUntouched(VolumeShape shape, ProcessPod pod) throws IOException {
        assertThat(pod.files()).containsAllEntriesOf(shape.foreign());
        shape.assertUntouched(pod.data());
        shape.assertUntouched(pod.git());
    }

    private ProcessPod pod(VolumeShape shape, String name) throws IOException {
        Path pod = PodUser.letIn(Files.createDirectory(dir.resolve(name)));
        return new ProcessPod(shape.make(pod.resolve("data")), shape.makeWithoutEntries(pod.resolve("git")),
                dir.resolve("backup/content.git"));
    }
}
