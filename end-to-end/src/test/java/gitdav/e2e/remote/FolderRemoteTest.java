package gitdav.e2e.remote;

import gitdav.e2e.pod.VolumeShape;
import org.junit.jupiter.api.BeforeEach;

import java.io.IOException;
import java.util.Map;

/// A repository in a folder, which git-init makes.
class FolderRemoteTest extends RemoteSuite {

    @BeforeEach
    void folder() throws IOException {
        VolumeShape.inTurn(0).makeWithoutEntries(dir.resolve("backup"));
    }

    @Override
    Map<String, String> settings() {
        return Map.of("GIT_URL", dir.resolve("backup/content.git").toUri().toString(), "GIT_CREATE_REMOTE", "true");
    }

    @Override
    Map<String, String> withoutAccess() {
        return Map.of("GIT_URL", dir.resolve("not-mounted/content.git").toUri().toString(), "expected",
                "there is no such repository");
    }
}
