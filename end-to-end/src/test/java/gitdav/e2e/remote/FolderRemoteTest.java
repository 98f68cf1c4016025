package gitdav.e2e.remote;

import java.util.Map;

/// A repository in a folder, which git-init makes.
class FolderRemoteTest extends RemoteSuite {

    @Override
    Map<String, String> settings() {
        return Map.of("GIT_URL", dir.resolve("content.git").toUri().toString(), "GIT_CREATE_REMOTE", "true");
    }

    @Override
    Map<String, String> withoutAccess() {
        return Map.of("GIT_URL", dir.resolve("not-mounted/content.git").toUri().toString(), "expected",
                "there is no such repository");
    }
}
