package gitdav.init;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;

/// What tests of git-init begin with: a volume that is backed up.
abstract class BackedUpPod {

    /// The files in it.
    static final Map<String, String> FILES = PodFolder.FILES;

    @TempDir
    Path dir;

    PodFolder pod;

    @BeforeEach
    void volumeThatIsBackedUp() throws Exception {
        pod = PodFolder.backedUp(dir);
    }
}
