package gitdav.e2e.message;

import gitdav.e2e.pod.PodUser;
import gitdav.e2e.pod.ProgramLoop;
import gitdav.e2e.pod.ProgramLoop.Run;
import gitdav.e2e.pod.VolumeShape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// A volume that is root's alone: each program that has to write there ends, and says in one line whose it is, and what to
/// change.
class RefusedVolumeTest {

    @TempDir
    private Path dir;

    @BeforeEach
    void letThePodIn() throws IOException {
        PodUser.letIn(dir);
    }

    @ParameterizedTest
    @CsvSource({"git-init,DATA_DIR", "git-init,GIT_STORE", "git-backup,GIT_STORE", "webdav-app,DATA_DIR"})
    void programSaysWhoseTheVolumeIsAndEnds(String program, String setting) throws Exception {
        var settings = new HashMap<String, String>();
        for (String volume : new String[]{"DATA_DIR", "GIT_STORE"}) {
            VolumeShape shape = volume.equals(setting) ? VolumeShape.ROOTS_ALONE : VolumeShape.OWN;
            settings.put(volume, shape.makeWithoutEntries(dir.resolve(volume)).toString());
        }
        settings.putAll(Map.of("GIT_URL", dir.resolve("content.git").toUri().toString(), "PORT", "0", "MANAGEMENT_PORT",
                "0"));

        Run run = ProgramLoop.sharedInPod().run(program, settings);

        assertThat(run.exitCode()).as(run.output()).isEqualTo(1);
        assertThat(run.output().lines()).singleElement().asString().contains(" ERROR " + setting + ": cannot ",
                " " + dir.resolve(setting),
                " belongs to root, group 0, with mode 0755, and this program runs as user "
                        + PodUser.ID + ", group " + PodUser.ID,
                "runAsUser or fsGroup in the manifest");
    }
}
